import { t } from '../i18n/language.js';
import { selectedOf } from '../state/state.js';

/**
 * @typedef {import('../stage/stage.js').Stage} Stage
 * @typedef {import('../state/state.js').AppStore} AppStore
 * @typedef {import('../state/state.js').State} State
 * @typedef {import('../jobs/actions.js').Actions} Actions
 */

/** How opaque what was cut away is, where it has to be seen. */
const GHOST = 0.3;
const MOST_RADIUS = 0.5;
/** Of the picture's longer side: the arrow keys go in halves of it. */
const PICK_STEP = 0.02;

/**
 * Keep the stage as the state has it, and tell what people do there.
 *
 * @param {Stage} stage
 * @param {AppStore} store
 * @param {Actions} actions
 * @returns {() => void} to be called when the stage shows another picture
 */
export function dressStage(stage, store, actions) {
  const fit = () => fitBrush(stage, store.state);
  stage.addEventListener('view', fit);
  stage.addEventListener('compare', () => actions.show({ compare: stage.compare }));
  stage.addEventListener('stroke', (event) =>
    actions.paint(/** @type {CustomEvent} */ (event).detail),
  );
  stage.addEventListener('brush', () => {
    const { brush } = store.state;
    if (stage.brush && brush.kind !== 'pick')
      actions.show({ brush: { ...brush, size: 2 * stage.brush.radius * stage.length } });
  });
  store.watch((state, before) => {
    dress(stage, state, state === before ? null : before);
    stage.strokes = selectedOf(state)?.strokes.length ?? 0;
  });
  return fit;
}

/**
 * @param {Stage} stage
 * @param {State} state
 * @param {State | null} before null at first
 */
function dress(stage, state, before) {
  const { compare, backdrop, brush, language, peeks } = state;
  if (compare !== before?.compare) stage.compare = compare;
  if (backdrop !== before?.backdrop) stage.backdrop = backdrop;
  if (peeks !== before?.peeks) stage.peeks = peeks;
  const paints = canPaint(state);
  const ghost = backdrop === 'original' || (paints && adds(brush.kind)) ? GHOST : 0;
  if (ghost !== stage.ghost) stage.ghost = ghost;
  if (brush !== before?.brush || paints !== canPaint(before)) fitBrush(stage, state);
  const isOther = language !== before?.language || brush.kind !== before.brush.kind;
  if (isOther || paints !== canPaint(before)) {
    const painted = brush.kind === 'pick' ? 'stage.pick' : 'stage.paint';
    stage.labels = { slider: t('stage.slider'), canvas: t(paints ? painted : 'stage') };
  }
}

/**
 * Give the stage a brush that is as large on the screen as was chosen.
 *
 * @param {Stage} stage
 * @param {State} state
 */
function fitBrush(stage, state) {
  const { size, reach, ...brush } = state.brush;
  const isPicking = brush.kind === 'pick';
  const radius = isPicking ? PICK_STEP : Math.min(size / 2 / stage.length, MOST_RADIUS);
  const grows = brush.kind === 'drop' || brush.kind === 'keep';
  stage.brush = canPaint(state) ? { ...brush, radius, ...(grows && { reach }) } : null;
}

/** @param {State | null} state */
function canPaint(state) {
  return Boolean(state?.isTouching && selectedOf(state)?.mask);
}

/**
 * Whether a brush brings back what was cut away.
 *
 * @param {State['brush']['kind']} kind
 */
function adds(kind) {
  return kind === 'restore' || kind === 'keep';
}
