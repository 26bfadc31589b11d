import assert from 'node:assert/strict';
import test from 'node:test';
import { distinct, resultName } from '../../../../web/app/save/file-names.js';

for (const [original, mediaType, expected] of /** @type {const} */ ([
  ['photo.jpeg', 'image/png', 'photo-offcut.png'],
  ['photo.png', 'image/webp', 'photo-offcut.webp'],
  ['photo.final.png', 'image/jpeg', 'photo.final-offcut.jpg'],
  ['photo', 'image/tiff', 'photo-offcut.tif'],
  ['', 'image/png', 'picture-offcut.png'],
  ['.png', 'image/png', 'picture-offcut.png'],
  ['..hidden .png', 'image/png', 'hidden-offcut.png'],
  ['a/b\\c:d*?"<>|e\n.png', 'image/png', 'a_b_c_d______e_-offcut.png'],
  ['gnp.\u202eexe.png', 'image/png', 'gnp._exe-offcut.png'],
  ['a\u2028b\u200bc\u2060d\u{e0041}e\ufefff.png', 'image/png', 'a_b_c_d_e_f-offcut.png'],
  ['\u0646\u200c\u0645.png', 'image/png', '\u0646\u200c\u0645-offcut.png'],
  ['e\u0301te\u0301.png', 'image/png', '\u00e9t\u00e9-offcut.png'],
  [`x${'é'.repeat(120)}.png`, 'image/png', `x${'é'.repeat(99)}-offcut.png`],
  ['con.1.png', 'image/png', '_con.1-offcut.png'],
])) {
  test(`a result is named after its picture: ${expected}`, () => {
    assert.equal(resultName(original, mediaType), expected);
  });
}

test('a result can have another suffix, or none', () => {
  assert.equal(resultName('photo.jpg', 'image/png', '-mask'), 'photo-mask.png');
  assert.equal(resultName('photo.jpg', 'image/png', ''), 'photo.png');
});

test('a name that is a device of Windows only without its suffix is left as it is', () => {
  assert.equal(resultName('con.png', 'image/png'), 'con-offcut.png');
  assert.equal(resultName('con.png', 'image/png', ''), '_con.png');
});

for (const [names, expected] of [
  [
    ['a.png', 'b.png'],
    ['a.png', 'b.png'],
  ],
  [
    ['a.png', 'a.png', 'a.png'],
    ['a.png', 'a (2).png', 'a (3).png'],
  ],
  [
    ['a.png', 'A.PNG'],
    ['a.png', 'A (2).PNG'],
  ],
  [
    ['\u00e9.png', 'e\u0301.png'],
    ['\u00e9.png', 'e\u0301 (2).png'],
  ],
  [
    ['straße.png', 'STRASSE.png'],
    ['straße.png', 'STRASSE (2).png'],
  ],
  [
    ['a.png', 'a.png', 'a (2).png'],
    ['a.png', 'a (3).png', 'a (2).png'],
  ],
  [
    ['a (2).png', 'a.png', 'a.png'],
    ['a (2).png', 'a.png', 'a (3).png'],
  ],
  [
    ['a', 'a', 'b.c', 'b.c'],
    ['a', 'a (2)', 'b.c', 'b (2).c'],
  ],
]) {
  test(`names are told apart: ${names.join(', ')}`, () => {
    assert.deepEqual(distinct(names), expected);
  });
}
