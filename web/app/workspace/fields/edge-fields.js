import { h } from '../../ui/dom.js';
import { number, percent } from '../../ui/format.js';
import { t } from '../../i18n/language.js';
import { EDGE } from '../../state/settings.js';

/**
 * @typedef {import('../../ui/dom.js').Key} Key
 * @typedef {import('../../state/settings.js').Settings} Settings
 * @typedef {import('./fields.js').Change} Change
 * @typedef {import('./fields.js').Field} Field
 * @typedef {keyof Settings['edge']} Control
 */

/** By control: how fine it is, and how its value is said. @type {[Control, number, (value: number) => string][]} */
const CONTROLS = [
  ['shift', 0.5, pixels],
  ['feather', 0.5, pixels],
  ['contrast', 0.05, percent],
];

/**
 * Where the edge runs, and how soft it is.
 *
 * @param {Change} change
 * @returns {Field[]}
 */
export function edgeFields(change) {
  /** @type {Settings['edge']} */
  let edge = { shift: 0, feather: 0, contrast: 0 };
  return CONTROLS.map(([name, step, words]) => {
    const id = `edge-${name}`;
    const [min, max] = EDGE[name] ?? [0, 1];
    const input = h('input', { id, type: 'range', min, max, step });
    const output = h('output', { for: id, 'aria-live': 'off' }); // the range says it already
    const say = () => {
      output.textContent = words(input.valueAsNumber);
      input.setAttribute('aria-valuetext', output.textContent);
    };
    input.addEventListener('input', () => {
      say();
      change({ edge: { ...edge, [name]: input.valueAsNumber } });
    });
    const label = h('label', { for: id, t: /** @type {Key} */ (`finish.edge.${name}`) });
    return {
      element: h('div', { class: 'field' }, label, h('span', { class: 'ranged' }, input, output)),
      render: (settings) => {
        edge = settings.edge;
        input.value = String(edge[name]);
        say();
      },
    };
  });
}

/** @param {number} value */
function pixels(value) {
  return t('unit.pixels', { pixels: number(value, Number.isInteger(value) ? 0 : 1) });
}
