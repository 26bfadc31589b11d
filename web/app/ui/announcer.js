import { find } from './dom.js';

/** Long enough for a screen reader to notice one sentence before the next takes its place. */
const APART_MS = 400;
/** The same sentence twice is no change: in between there is none. */
const EMPTY_MS = 50;

/** @type {string[]} */
const waiting = [];
let isSpeaking = false;

/**
 * Say something to people who don't see the page change; several sentences one after the other.
 *
 * @param {string} text
 */
export function announce(text) {
  if (!text) return;
  waiting.push(text);
  if (!isSpeaking) next();
}

function next() {
  const text = waiting.shift();
  isSpeaking = text !== undefined;
  if (text === undefined) return;
  const region = find(HTMLElement, '#announcer');
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
    setTimeout(next, APART_MS);
  }, EMPTY_MS);
}
