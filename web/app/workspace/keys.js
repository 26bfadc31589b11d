import { find, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { saveOne } from '../save/save-one.js';
import { selectedOf } from '../state/state.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {import('../ui/dom.js').Key} Key
 */

const REMEMBERED = 'offcut-single-keys';
const BACKDROPS = /** @type {const} */ (['chequer', 'black', 'white', 'original']);
const HALF = 0.5;
const PEEK = 'o';

/** @type {[keys: string[], words: Key][]} */
const LIST = [
  [['N'], 'keys.next'],
  [['P'], 'keys.previous'],
  [['C'], 'keys.compare'],
  [['O'], 'keys.original'],
  [['B'], 'keys.backdrop'],
  [['T'], 'keys.touch'],
  [['E', 'R', 'D', 'K', 'W'], 'keys.brushes'],
  [['S'], 'keys.save'],
  [['Ctrl Z', 'Ctrl Shift Z'], 'keys.undo'],
  [['+', '−'], 'keys.zoom'],
  [['0', '1'], 'keys.fit'],
  [['←', '→', '↑', '↓'], 'keys.pan'],
  [['Space'], 'keys.press'],
  [['[', ']'], 'keys.size'],
  [['?'], 'keys.help'],
];

/** Shortcuts of the keyboard, and the list of them. */
export class Keys {
  #store;
  #actions;
  #single = h('input', { type: 'checkbox', role: 'switch' });
  #dialog;

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
    this.#single.checked = remembered();
    this.#single.addEventListener('change', () => remember(this.#single.checked));
    this.#dialog = this.#list();
    document.body.append(this.#dialog);
    const button = find(HTMLButtonElement, '#show-keys');
    button.append(icon('keys'));
    button.addEventListener('click', () => this.#dialog.showModal());
    document.addEventListener('keydown', (event) => this.#press(event));
    document.addEventListener(
      'keyup',
      ({ key }) => key.toLowerCase() === PEEK && this.#peek(false),
    );
    window.addEventListener('blur', () => this.#peek(false)); // no key is seen to be lifted then
  }

  /** @param {boolean} peeks */
  #peek(peeks) {
    if (this.#store.state.peeks !== peeks) this.#actions.show({ peeks }); // keys repeat
  }

  #list() {
    const rows = LIST.map(([keys, words]) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row', t: words }),
        h('td', {}, ...keys.map((key) => h('kbd', {}, key))),
      ),
    );
    const close = () => this.#dialog.close();
    return h(
      'dialog',
      { class: 'keys', 'aria-labelledby': 'keys-title' },
      h('h2', { id: 'keys-title', t: 'keys.title' }),
      h('table', {}, h('tbody', {}, ...rows)),
      h(
        'label',
        { class: 'check' },
        this.#single,
        h('span', {}, h('span', { t: 'keys.single' }), h('small', { t: 'keys.single.help' })),
      ),
      h('button', { type: 'button', class: 'primary', t: 'keys.close', on: { click: close } }),
    );
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { state } = this.#store;
    if (
      event.defaultPrevented ||
      this.#dialog.open ||
      (!state.pictures.length && !state.undoable) ||
      isTyping(event.target)
    )
      return;
    const key = event.key.toLowerCase();
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.altKey && (key === 'z' || key === 'y')) {
      const isBack = key === 'z' && !event.shiftKey;
      const isStroke = state.isTouching && (!isBack || selectedOf(state)?.past.length);
      if (!isStroke && !(isBack && state.undoable)) return;
      event.preventDefault();
      if (!isStroke) this.#actions.undoLast();
      else if (isBack) this.#actions.undo();
      else this.#actions.redo();
    } else if (!isCommand && !event.altKey && this.#single.checked && this.#act(key)) {
      event.preventDefault();
    }
  }

  /**
   * @param {string} key
   * @returns {boolean} whether it means something
   */
  #act(key) {
    const { selected, compare, backdrop, isTouching, brush } = this.#store.state;
    const actions = this.#actions;
    const brushes = /** @type {const} */ ({
      e: 'erase',
      r: 'restore',
      d: 'drop',
      k: 'keep',
      w: 'pick',
    });
    if (key === 'n') actions.selectNext(1);
    else if (key === 'p') actions.selectNext(-1);
    else if (key === PEEK) this.#peek(true);
    else if (key === 'c') actions.show({ compare: compare === null ? HALF : null });
    else if (key === 'b') {
      const next = BACKDROPS[(BACKDROPS.indexOf(backdrop) + 1) % BACKDROPS.length];
      if (next) actions.show({ backdrop: next });
    } else if (key === 't') actions.touch(!isTouching);
    else if (key === 's' && selected !== null) saveOne(this.#store, actions, selected);
    else if (key === '?') this.#dialog.showModal();
    else if (isTouching && key in brushes) {
      actions.show({ brush: { ...brush, kind: Reflect.get(brushes, key) } });
    } else return false;
    return true;
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'file'].includes(target.type);
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) !== 'off';
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function remember(on) {
  try {
    localStorage.setItem(REMEMBERED, on ? 'on' : 'off');
  } catch {
    // where a site may store nothing, it holds for this visit
  }
}
