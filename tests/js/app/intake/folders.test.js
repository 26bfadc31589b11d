import assert from 'node:assert/strict';
import test from 'node:test';
import { MOST_PICTURES, sifted, unpacked } from '../../../../web/app/intake/folders.js';

/** @param {string} name */
const file = (name) => ({
  isFile: true,
  isDirectory: false,
  file: (/** @type {(file: File) => void} */ done) => done(new File([], name)),
});

/** @param {any[]} entries that are given a hundred at a time, as browsers do */
function folder(...entries) {
  return {
    isFile: false,
    isDirectory: true,
    createReader() {
      const left = [...entries];
      return { readEntries: (/** @type {any} */ done) => done(left.splice(0, 100)) };
    },
  };
}

/** @param {number} depth how many folders lie in each other */
function nested(depth) {
  let entry = file('deep.png');
  for (let level = 0; level < depth; level += 1) entry = /** @type {any} */ (folder(entry));
  return entry;
}

/** @param {any[]} entries */
const unpack = async (...entries) => sifted(await unpacked(entries));

/** @param {{files: File[]}} sifted */
const namesOf = ({ files }) => files.map(({ name }) => name);

test('files are taken as they are, and pictures of folders', async () => {
  const found = await unpack(file('a.odd'), folder(file('b.txt'), folder(file('c.png'))), null);
  assert.deepEqual(namesOf(found), ['a.odd', 'c.png']);
  assert.deepEqual([found.skipped, found.isTooMany, found.isTooDeep], [1, false, false]);
});

test('a file that is plainly no picture is refused, and the others are taken', async () => {
  const found = await unpack(file('a.png'), file('notes.txt'), file('b.png'));
  assert.deepEqual(namesOf(found), ['a.png', 'b.png']);
  assert.deepEqual(
    found.refused.map(({ name, code }) => [name, code]),
    [['notes.txt', 'picture-text']],
  );
});

test('all of a large folder is taken', async () => {
  const entries = Array.from({ length: 250 }, (_, index) => file(`${index}.png`));
  assert.equal((await unpack(folder(...entries))).files.length, 250);
});

test('folders are left out that lie too deep, and that is told', async () => {
  const found = await unpack(nested(20), file('a.png'));
  assert.deepEqual([namesOf(found), found.isTooDeep], [['a.png', 'deep.png'], false]);
  const deeper = await unpack(nested(21), file('a.png'));
  assert.deepEqual([namesOf(deeper), deeper.isTooDeep], [['a.png'], true]);
});

test('a folder that holds itself comes to an end', async () => {
  /** @type {any} */
  const own = folder();
  own.createReader = () => folder(own).createReader();
  assert.equal((await unpack(own)).isTooDeep, true);
});

test('only so many pictures are taken, and that is told', async () => {
  const named = Array.from({ length: MOST_PICTURES + 1 }, (_, index) => new File([], `${index}`));
  const found = sifted({ named });
  assert.deepEqual([found.files.length, found.isTooMany], [MOST_PICTURES, true]);
  assert.equal(sifted({ named: named.slice(1) }).isTooMany, false);
});

test('no more files are looked at than can be meant', async () => {
  let asked = 0;
  const counted = {
    ...file('a.txt'),
    file: (/** @type {any} */ done) => {
      asked += 1;
      done(new File([], 'a.txt'));
    },
  };
  const part = folder(...Array.from({ length: 1000 }, () => counted));
  const found = await unpack(...Array.from({ length: 21 }, () => part));
  assert.equal(asked, 20_000 - 21, 'folders count, too');
  assert.equal(found.isTooMany, true, 'what was left out is told');
});
