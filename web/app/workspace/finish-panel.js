import { h } from '../ui/dom.js';
import { isHopeless } from '../jobs/rules.js';
import { selectedOf } from '../state/state.js';
import { BackgroundField } from './fields/background-field.js';
import { edgeFields } from './fields/edge-fields.js';
import { check, range, select } from './fields/fields.js';
import { shadowFields } from './fields/shadow-fields.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/settings.js').Settings} Settings
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {'whole' | 'crop' | 'square' | 'portrait' | 'passport'} Frame
 */

/** How the result looks, and what file it becomes. */
export class FinishPanel {
  element = h('form', { class: 'fields' });
  #quality;
  #margin;
  /** Of a picture that can't be read. */
  #note = h('p', { class: 'note', t: 'finish.for-new' });
  #frame = h(
    'select',
    { id: 'frame', autocomplete: 'off' },
    ...['whole', 'crop', 'square', 'portrait', 'passport'].map((frame) =>
      h('option', {
        value: frame,
        t: /** @type {import('../ui/dom.js').Key} */ (`finish.frame.${frame}`),
      }),
    ),
  );

  /**
   * @param {AppStore} store
   * @param {Actions} actions
   */
  constructor(store, actions) {
    const change = actions.finish.bind(actions);
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.#frame.addEventListener('change', () =>
      change(framed(/** @type {Frame} */ (this.#frame.value))),
    );
    const background = new BackgroundField(change);
    const percent = { min: 0, max: 1, step: 0.01 };
    this.#margin = range('margin', 'finish.margin', { ...percent, max: 0.5 }, change);
    this.#quality = range('quality', 'finish.quality', percent, change);
    const [shadow, ownShadow] = shadowFields(change);
    const format = select('format', 'finish.format', FORMATS, change);
    const size = select('size', 'finish.size', SIZES, change);
    const fine = [
      select('type', 'finish.type', TYPES, change),
      select('edges', 'finish.edges', EDGES, change, 'finish.edges.help'),
      ...edgeFields(change),
      ownShadow,
      check('decontaminate', 'finish.decontaminate', change, 'finish.decontaminate.help'),
      check('clean', 'finish.clean', change, 'finish.clean.help'),
      range(
        'threshold',
        'finish.threshold',
        { ...percent, max: 0.95 },
        change,
        'finish.threshold.help',
      ),
      select('effort', 'finish.effort', EFFORTS, change, 'finish.effort.help'),
    ];
    const frame = h(
      'div',
      { class: 'field' },
      h('label', { for: 'frame', t: 'finish.frame' }),
      this.#frame,
    );
    this.element.append(
      this.#note,
      background.element,
      shadow.element,
      frame,
      this.#margin.element,
      format.element,
      this.#quality.element,
      size.element,
      h(
        'details',
        {},
        h('summary', { t: 'finish.fine' }),
        h('div', { class: 'fields' }, ...fine.map(({ element }) => element)),
      ),
      h('div', { class: 'ending' }, h('small', { t: 'finish.live' }), this.#buttons(actions)),
    );
    const all = [background, shadow, this.#margin, this.#quality, format, size, ...fine];
    store.watch((state, before) => {
      const settings = selectedOf(state)?.settings ?? state.settings;
      const old = selectedOf(before)?.settings ?? before.settings;
      if (settings !== old || state === before) this.#render(settings, all);
      const picture = selectedOf(state);
      this.#note.hidden = !picture || !isHopeless(picture);
    });
  }

  /** @param {Actions} actions */
  #buttons(actions) {
    const all = () => actions.finishAll();
    return h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'quiet', t: 'finish.all', on: { click: all } }),
      h('button', {
        type: 'button',
        class: 'quiet',
        t: 'finish.reset',
        on: { click: () => actions.resetFinish() },
      }),
    );
  }

  /**
   * @param {Settings} settings
   * @param {{render: (settings: Settings) => void}[]} fields
   */
  #render(settings, fields) {
    for (const field of fields) field.render(settings);
    const frame = settings.canvas ?? (settings.crop ? 'crop' : 'whole');
    this.#frame.value = frame;
    this.#margin.element.hidden = frame === 'whole';
    this.#quality.element.hidden =
      settings.format !== 'image/webp' && settings.format !== 'image/jpeg';
  }
}

/**
 * @param {Frame} frame
 * @returns {Partial<Settings>}
 */
function framed(frame) {
  if (frame === 'whole' || frame === 'crop') return { crop: frame === 'crop', canvas: null };
  return { crop: false, canvas: frame };
}

/** @typedef {[value: string | number | null, words: import('../ui/dom.js').Key][]} Values */

/** @type {Values} */
const FORMATS = [
  ['image/png', 'format.png'],
  ['image/webp', 'format.webp'],
  ['image/jpeg', 'format.jpeg'],
  ['image/tiff', 'format.tiff'],
];
/** @type {Values} */
const SIZES = [
  [null, 'size.whole'],
  [4096, 'size.4096'],
  [2048, 'size.2048'],
  [1080, 'size.1080'],
  [512, 'size.512'],
];
/** @type {Values} */
const TYPES = [
  ['foreground', 'type.foreground'],
  ['mask', 'type.mask'],
  ['background', 'type.background'],
];
/** @type {Values} */
const EDGES = [
  ['refined', 'edges.refined'],
  ['plain', 'edges.plain'],
];
/** @type {Values} */
const EFFORTS = [
  ['fast', 'effort.fast'],
  ['best', 'effort.best'],
];
