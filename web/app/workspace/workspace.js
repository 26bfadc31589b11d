import { find } from '../ui/dom.js';
import { Stage } from '../stage/stage.js';
import { keepingFocus } from '../ui/focus.js';
import { offerUndo } from './tools/undo-notice.js';
import { arrange } from './arrange.js';
import { Bar } from './tools/bar.js';
import { Inspector } from './inspector.js';
import { Keys } from './keys.js';
import { Outcome } from './outcome.js';
import { NewPictures } from '../intake/new-pictures.js';
import { PictureActions } from './tools/picture-actions.js';
import { PickView } from './pick-view.js';
import { PictureList } from './picture-list.js';
import { dressStage } from './stage-view.js';
import { Toolbar } from './toolbar.js';
import { UndoButtons } from './undo-buttons.js';

/**
 * @typedef {import('../state/state.js').AppStore} AppStore
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
  const inspector = keepingFocus(store, () => {
    new PictureList(store, actions, thumbnail);
    new Toolbar(store, actions, stage);
    new UndoButtons(store, actions);
    new Outcome(store, actions, (model) => models.titleOf(model));
    new PictureActions(store, actions, models);
    new PickView(stage, store, actions);
    const tabs = new Inspector(store, actions);
    new NewPictures(store, actions);
    new Bar(store, actions);
    offerUndo(store, actions);
    new Keys(store, actions);
    return tabs;
  });
  arrange(store);
  const fit = dressStage(stage, store, actions);
  const panel = find(HTMLElement, '#work .view');
  return {
    stage,
    show: (view) => {
      panel.toggleAttribute('data-blank', !view?.before && !view?.after);
      if (view) stage.show(view);
      else stage.clear();
      inspector.show(view);
      fit();
    },
  };
}
