import { cutOut } from '../../engine/index.js';
import { save, saveArchive } from '../save/archive.js';
import { distinct, resultName } from '../save/file-names.js';
import { stays } from '../state/subjects.js';
import { toOutput } from '../state/settings.js';

/** @typedef {import('../state/state.js').Picture} Picture */

/**
 * Save a file for each subject that stays.
 *
 * @param {Picture} picture
 * @param {boolean} isZipped whether they come in one archive
 * @returns {Promise<'saved' | 'cancelled'>} rejects if one can't be made or written
 */
export async function saveEach(picture, isZipped) {
  const { file, name, mask, strokes, settings, subjects, page } = picture;
  const numbers = subjects.map((_, at) => at + 1).filter((number) => stays(picture, number));
  const output = toOutput(settings);
  const files = [];
  for (const number of numbers) {
    const options = { mask: mask ?? undefined, strokes: [...strokes], output, page };
    const cut = await cutOut(file, { ...options, subjects: [number], keep: true });
    files.push({ name: numbered(resultName(name, settings.format), number), blob: cut.file });
  }
  const names = distinct(files.map((each) => each.name));
  const named = files.map(({ blob }, at) => ({ name: names[at] ?? '', blob }));
  if (isZipped)
    return saveArchive(named, { name: `${stem(resultName(name, settings.format))}.zip` });
  for (const each of named) save(each.blob, each.name);
  return 'saved';
}

/**
 * @param {string} name of a file
 * @param {number} number
 */
function numbered(name, number) {
  return name.replace(/(\.[^.]*)?$/, `-${number}$1`);
}

/** @param {string} name of a file */
function stem(name) {
  return name.replace(/\.[^.]*$/, '');
}
