/**
 * Which of a picture's subjects stay. They are numbered from 1, the largest first; to choose none
 * of them in particular (null) is to keep all.
 *
 * @typedef {import('../../engine/messages.d.ts').Subject} Subject
 * @typedef {{subjects: readonly Subject[], chosen: readonly number[] | null}} Choice
 */

/** Cells a side of the labels that come with a picture. */
export const CELLS = 256;

/** Share of two boxes that they have in common, from which on they are of the same subject. */
const SAME = 0.5;

/**
 * @param {Pick<Choice, 'chosen'>} choice
 * @param {number} number
 */
export function stays({ chosen }, number) {
  return chosen === null || chosen.includes(number);
}

/**
 * @param {Choice} choice
 * @param {number} number of the subject that is to stay or to go
 * @param {boolean} isWanted
 * @returns {number[] | null}
 */
export function chosenWith({ subjects, chosen }, number, isWanted) {
  return listOf(subjects, (each) => (each === number ? isWanted : stays({ chosen }, each)));
}

/**
 * The same choice where the network has looked again, and found other subjects: what was to go
 * goes.
 *
 * @param {Choice} choice
 * @param {readonly Subject[]} found
 * @returns {number[] | null}
 */
export function chosenAmong({ subjects, chosen }, found) {
  const gone = subjects.filter((_, at) => !stays({ chosen }, at + 1));
  return listOf(found, (each) => {
    const subject = found[each - 1];
    return !gone.some((other) => subject && common(subject.box, other.box) > SAME);
  });
}

/**
 * The number of the subject at a place, 0 if there is none.
 *
 * @param {Uint8Array | null} labels
 * @param {number} x share of the picture's width
 * @param {number} y share of its height
 */
export function subjectAt(labels, x, y) {
  if (!labels || x < 0 || y < 0 || x >= 1 || y >= 1) return 0;
  return labels[Math.floor(y * CELLS) * CELLS + Math.floor(x * CELLS)] ?? 0;
}

/**
 * @param {readonly Subject[]} subjects
 * @param {(number: number) => boolean} isWanted
 */
function listOf(subjects, isWanted) {
  const numbers = subjects.map((_, at) => at + 1).filter(isWanted);
  return numbers.length === subjects.length ? null : numbers;
}

/**
 * @param {Subject['box']} one
 * @param {Subject['box']} other
 * @returns {number} what they have in common, of what they cover together
 */
function common(one, other) {
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (area(one) + area(other) - shared);
}

/** @param {Subject['box']} box */
function area([left, upper, right, lower]) {
  return (right - left) * (lower - upper);
}
