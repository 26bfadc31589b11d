import { find } from './dom.js';

/**
 * Say something to people who don't see the page change.
 *
 * @param {string} text
 */
export function announce(text) {
  find(HTMLElement, '#announcer').textContent = text;
}
