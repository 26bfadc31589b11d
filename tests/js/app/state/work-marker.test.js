import assert from 'node:assert/strict';
import test from 'node:test';
import { WorkMarker } from '../../../../web/app/state/work-marker.js';

/** A browser: its storage, and the locks of the pages that live. */
class Browser {
  /** @type {Map<string, string>} */
  kept = new Map();
  /** Pages by the names of the locks that they hold. @type {Map<string, string>} */
  held = new Map();

  /** @param {string} page */
  open(page, site = '/offcut/') {
    return new WorkMarker(site, page, /** @type {any} */ (this.#tools(page)));
  }

  /** A page is gone, whether it said so or not. @param {string} page */
  end(page) {
    for (const [name, holder] of this.held) if (holder === page) this.held.delete(name);
  }

  /** @param {string} page */
  #tools(page) {
    const { kept, held } = this;
    const storage = {
      getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
      removeItem: (/** @type {string} */ name) => kept.delete(name),
      key: (/** @type {number} */ at) => [...kept.keys()][at] ?? null,
      get length() {
        return kept.size;
      },
    };
    const locks = {
      request: async (/** @type {string} */ name, /** @type {any[]} */ ...rest) => {
        const use = rest.at(-1);
        if (held.has(name)) {
          assert(rest[0].ifAvailable, 'nobody waits for a page to end');
          return use(null);
        }
        held.set(name, page);
        const value = await use({ name });
        held.delete(name);
        return value;
      },
    };
    return { storage, locks };
  }
}

const WORK = { pictures: 3, small: false, model: 'isnet' };

test('a page that ended at work is told of once', async () => {
  const browser = new Browser();
  const first = browser.open('one');
  assert.equal(await first.begin(), null);
  first.note({ ...WORK, pictures: 7 });
  first.note(WORK);
  browser.end('one');
  assert.deepEqual(await browser.open('two').begin(), WORK);
  assert.equal(await browser.open('three').begin(), null);
  assert.equal(browser.kept.size, 0);
});

test('nothing is said of a page whose work was done, or that was left as it should be', async () => {
  const browser = new Browser();
  const [done, left] = [browser.open('done'), browser.open('left')];
  await done.begin();
  done.note(WORK);
  done.note({ ...WORK, pictures: 0 });
  await left.begin();
  left.note(WORK);
  left.leave();
  browser.end('done');
  browser.end('left');
  assert.equal(await browser.open('next').begin(), null);
});

test('a page that lives keeps its note', async () => {
  const browser = new Browser();
  const first = browser.open('one');
  await first.begin();
  first.note(WORK);
  assert.equal(await browser.open('two').begin(), null);
  browser.end('one');
  assert.deepEqual(await browser.open('three').begin(), WORK);
});

test('nothing is noted before the page has its lock', async () => {
  const browser = new Browser();
  const first = browser.open('one');
  first.note(WORK);
  assert.equal(browser.kept.size, 0);
  await first.begin();
  assert.equal(browser.kept.size, 1);
});

test('a page that comes back has its work in hand again', async () => {
  const browser = new Browser();
  const first = browser.open('one');
  await first.begin();
  first.note(WORK);
  first.leave();
  assert.equal(browser.kept.size, 0);
  first.comeBack();
  browser.end('one');
  assert.deepEqual(await browser.open('two').begin(), WORK);
});

test('of several pages the pictures are counted together', async () => {
  const browser = new Browser();
  for (const [page, small] of /** @type {const} */ ([
    ['one', true],
    ['two', false],
  ])) {
    const marker = browser.open(page);
    await marker.begin();
    marker.note({ ...WORK, small });
  }
  browser.end('one');
  browser.end('two');
  assert.deepEqual(await browser.open('three').begin(), { ...WORK, pictures: 6, small: false });
});

test('notes of another site, and those in another form, say nothing', async () => {
  const browser = new Browser();
  const other = browser.open('one', '/other/');
  await other.begin();
  other.note(WORK);
  browser.end('one');
  for (const text of ['', 'x', '{}', '{"pictures": 0}'])
    browser.kept.set(`offcut-working /offcut/ ${text}`, text);
  assert.equal(await browser.open('two').begin(), null);
  assert.deepEqual([...browser.kept.keys()], ['offcut-working /other/ one']);
});
