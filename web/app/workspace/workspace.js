import { find } from '../ui/dom.js';
import { t } from '../i18n/language.js';
import { Stage } from '../stage/stage.js';
import { selectedOf } from '../state/state.js';
import { keepingFocus } from '../ui/focus.js';
import { offerUndo } from './tools/undo-notice.js';
import { arrange } from './arrange.js';
import { Bar } from './tools/bar.js';
import { Inspector } from './inspector.js';
import { Keys } from './keys.js';
import { Outcome } from './outcome.js';
import { NewPictures } from '../intake/new-pictures.js';
import { PictureActions } from './tools/picture-actions.js';
import { PictureList } from './picture-list.js';
import { Toolbar } from './toolbar.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').State} State
 * @typedef {import('../jobs/actions.js').Actions} Actions
 * @typedef {import('../jobs/preview.js').View} View
 */

/**
 * Everything around the pictures.
 *
 * @param {AppStore} store
 * @param {Actions} actions
 * @param {{
 *   thumbnail: import('./picture-item.js').Thumbnail,
 *   models: import('../panels/model-picker.js').ModelPicker,
 * }} sources
 * @returns {{show: (view: View | null) => void, stage: Stage}}
 */
export function showWorkspace(store, actions, { thumbnail, models }) {
  const stage = new Stage(find(HTMLElement, '#stage'));
  keepingFocus(store, () => {
    new PictureList(store, actions, thumbnail);
    new Toolbar(store, actions, stage);
    new Outcome(store, actions, (model) => models.titleOf(model));
    new PictureActions(store, actions, models);
    new Inspector(store, actions);
    new NewPictures(store, actions);
    new Bar(store, actions);
    offerUndo(store, actions);
    new Keys(store, actions);
  });
  arrange(store);
  stage.addEventListener('compare', () => actions.show({ compare: stage.compare }));
  stage.addEventListener('stroke', (event) =>
    actions.paint(/** @type {CustomEvent} */ (event).detail),
  );
  stage.addEventListener('brush', () => {
    const { brush } = store.state;
    if (stage.brush) actions.show({ brush: { ...brush, radius: stage.brush.radius } });
  });
  store.watch((state, before) => {
    dress(stage, state, state === before ? null : before);
    stage.strokes = selectedOf(state)?.strokes.length ?? 0;
  });
  const panel = find(HTMLElement, '#work .view');
  return {
    stage,
    show: (view) => {
      panel.toggleAttribute('data-blank', !view?.before && !view?.after);
      if (view) stage.show(view);
      else stage.clear();
    },
  };
}

/**
 * @param {Stage} stage
 * @param {State} state
 * @param {State | null} before null at first
 */
function dress(stage, state, before) {
  const { compare, backdrop, isTouching, brush, language } = state;
  if (compare !== before?.compare || isTouching !== before.isTouching) {
    stage.compare = isTouching ? null : compare;
  }
  if (backdrop !== before?.backdrop) stage.backdrop = backdrop;
  const paints = canPaint(state);
  if (brush !== before?.brush || paints !== canPaint(before)) stage.brush = paints ? brush : null;
  if (language !== before?.language || paints !== canPaint(before)) {
    stage.labels = {
      slider: t('stage.slider'),
      canvas: t(paints ? 'stage.paint' : 'stage'),
    };
  }
}

/** @param {State | null} state */
function canPaint(state) {
  return Boolean(state?.isTouching && selectedOf(state)?.mask);
}
