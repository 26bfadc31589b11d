import { preload } from '../engine/index.js';
import { takePictures } from './intake.js';
import { ModelPicker } from './model-picker.js';
import { Queue } from './queue.js';
import { offerSamples } from './samples.js';
import { showStatus } from './status-line.js';

showStatus();

const picker = new ModelPicker();
const queue = new Queue(picker, () => picker.refreshSizes());
const take = queue.add.bind(queue);

takePictures(take);
offerSamples(take);
addEventListener('beforeunload', (event) => {
  if (queue.busy) event.preventDefault();
});

const chosen = await picker.shown;
// a model that lies here already costs nothing; any other waits until a picture asks for it
if (chosen && chosen.stored === chosen.bytes) {
  await preload({ model: chosen.id }).catch(() => {}); // the first picture will be told why
}
