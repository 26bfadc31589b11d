import assert from 'node:assert/strict';
import test from 'node:test';
import { noPicture } from '../../../../web/app/intake/no-picture.js';

for (const [name, type, code] of /** @type {const} */ ([
  ['notes.txt', 'text/plain', 'picture-text'],
  ['notes.txt', '', 'picture-text'],
  ['page.html', 'text/html', 'picture-web-page'],
  ['scan.pdf', 'application/pdf', 'picture-document'],
  ['clip.MOV', '', 'picture-video'],
  ['all.zip', 'application/zip', 'picture-archive'],
  ['letter.doc', 'application/msword', 'picture-unknown'],
  ['a.png', 'image/png', null],
  ['a.heic', '', null],
  ['raw', '', null],
  ['a.xyz', 'application/octet-stream', null],
  ['drawing.svg', 'image/svg+xml', null],
])) {
  test(`${name} of type “${type}” ${code ? `is refused: ${code}` : 'is taken'}`, () => {
    assert.equal(noPicture({ name, type }), code);
  });
}
