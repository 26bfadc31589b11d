import { h } from '../../ui/dom.js';
import { percent } from '../../ui/format.js';

/**
 * @typedef {import('../../ui/dom.js').Key} Key
 * @typedef {import('../../state/settings.js').Settings} Settings
 * @typedef {{element: HTMLElement, render: (settings: Settings) => void}} Field
 * @typedef {(change: Partial<Settings>) => void} Change
 */

let lastId = 0;

/**
 * One of some values, to be chosen from a list.
 *
 * @param {keyof Settings & string} name
 * @param {Key} label
 * @param {[value: string | number | null, words: Key][]} values
 * @param {Change} change
 * @param {Key} [help]
 * @returns {Field}
 */
export function select(name, label, values, change, help) {
  const id = `field-${++lastId}`;
  const options = values.map(([value, words]) => h('option', { value: String(value), t: words }));
  const element = h('select', { id, autocomplete: 'off' }, ...options);
  element.addEventListener('change', () => change({ [name]: values[element.selectedIndex]?.[0] }));
  return {
    element: row(id, label, element, help),
    render: (settings) => {
      element.selectedIndex = values.findIndex(([value]) => value === settings[name]);
    },
  };
}

/**
 * A number in a range.
 *
 * @param {keyof Settings & string} name
 * @param {Key} label
 * @param {{min: number, max: number, step: number}} range
 * @param {Change} change
 * @param {Key} [help]
 * @returns {Field}
 */
export function range(name, label, { min, max, step }, change, help) {
  const id = `field-${++lastId}`;
  const input = h('input', { id, type: 'range', min, max, step });
  const output = h('output', { for: id, 'aria-live': 'off' }); // the range says it already
  const say = () => {
    output.textContent = percent(input.valueAsNumber);
    input.setAttribute('aria-valuetext', output.textContent);
  };
  input.addEventListener('input', () => {
    say();
    change({ [name]: input.valueAsNumber });
  });
  return {
    element: row(id, label, h('span', { class: 'ranged' }, input, output), help),
    render: (settings) => {
      input.value = String(settings[name]);
      say();
    },
  };
}

/**
 * Something that is or is not.
 *
 * @param {keyof Settings & string} name
 * @param {Key} label
 * @param {Change} change
 * @param {Key} [help]
 * @returns {Field}
 */
export function check(name, label, change, help) {
  const input = h('input', { type: 'checkbox' });
  input.addEventListener('change', () => change({ [name]: input.checked }));
  const words = h('span', {}, h('span', { t: label }));
  if (help) words.append(h('small', { t: help }));
  return {
    element: h('label', { class: 'check' }, input, words),
    render: (settings) => {
      input.checked = Boolean(settings[name]);
    },
  };
}

/**
 * One of a group of radio buttons.
 *
 * @param {string} group
 * @param {string} value
 * @param {string} words key of its message
 * @param {() => void} pick
 * @param {string} [kind] class
 */
export function choice(group, value, words, pick, kind = 'option') {
  const input = h('input', { type: 'radio', name: group, value, on: { change: pick } });
  return h('label', { class: kind }, input, h('span', { t: /** @type {Key} */ (words) }));
}

/**
 * @param {string} id
 * @param {Key} label
 * @param {HTMLElement} control
 * @param {Key} [help]
 */
function row(id, label, control, help) {
  const element = h('div', { class: 'field' }, h('label', { for: id, t: label }), control);
  if (help) {
    element.append(h('small', { id: `${id}-help`, t: help }));
    element.querySelector(`#${id}`)?.setAttribute('aria-describedby', `${id}-help`);
  }
  return element;
}
