import { h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';

/**
 * A button that is drawn as an icon; its name is its tooltip too.
 *
 * @param {import('../../ui/dom.js').Key} label
 * @param {Parameters<typeof icon>[0]} name of the icon
 * @param {() => void} click
 */
export function iconButton(label, name, click) {
  return h(
    'button',
    { type: 'button', class: 'icon', label, title: label, on: { click } },
    icon(name),
  );
}
