/**
 * @typedef {import('../state/state.js').Picture} Picture
 * @typedef {import('../../engine/models/catalogue.js').Model} Model
 * @typedef {Picture['settings']['effort']} Effort
 * @typedef {{model: string, effort: Effort, isBest: boolean, bytes: number, milliseconds: number}} Improvement
 * `isBest`: whether there is nothing better; `bytes`: what is to be fetched for it; `milliseconds`:
 * what it will take once that is here, as far as one can tell.
 */

/** The best first. */
const BY_QUALITY = ['isnet', 'isnet_fp16', 'isnet_compact', 'isnet_quint8'];

/** The time of the network with each model, as a share of the slowest's (docs/speed.md). */
const TIMES = new Map([['isnet_quint8', 0.48]]);
/** How often the network looks, about. */
const LOOKS = { fast: 1, best: 2 };

/**
 * The best model that there is.
 *
 * @param {readonly Model[]} models
 */
export function bestOf(models) {
  return BY_QUALITY.map((id) => models.find((model) => model.id === id)).find(Boolean);
}

/**
 * What could make a finished picture's result better: the model that is chosen by now, if it has not
 * seen the picture, or else the best model and a second look.
 *
 * @param {Picture | undefined} picture
 * @param {string | undefined} chosen
 * @param {readonly Model[]} models
 * @returns {Improvement | null} null if there is nothing
 */
export function improvementOf(picture, chosen, models) {
  if (picture?.state !== 'done' || !picture.model) return null;
  const best = bestOf(models);
  const other = chosen === picture.model ? undefined : models.find(({ id }) => id === chosen);
  const model = other ?? best;
  if (!model) return null;
  const { effort } = picture.settings;
  if (other) return improvement(picture, model, effort, model === best);
  if (picture.model === model.id && effort === 'best') return null;
  return improvement(picture, model, 'best', true);
}

/**
 * @param {Picture} picture
 * @param {Model} model
 * @param {Effort} effort
 * @param {boolean} isBest
 * @returns {Improvement}
 */
function improvement({ elapsed, looked, settings, model: before = '' }, model, effort, isBest) {
  const { id, bytes, stored } = model;
  const slower = (TIMES.get(id) ?? 1) / (TIMES.get(before) ?? 1);
  const more = LOOKS[effort] / LOOKS[settings.effort];
  const milliseconds = elapsed - looked + looked * slower * more;
  return { model: id, effort, isBest, bytes: bytes - stored, milliseconds };
}
