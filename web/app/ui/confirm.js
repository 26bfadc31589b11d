import { h } from './dom.js';

/**
 * Ask before something that can't be undone.
 *
 * @param {string} question
 * @param {import('./dom.js').Key} yes what the button says that does it
 * @returns {Promise<boolean>}
 */
export function confirmed(question, yes) {
  return new Promise((resolve) => {
    const dialog = h('dialog', {
      class: 'ask',
      role: 'alertdialog',
      'aria-labelledby': 'question',
    });
    /** @param {string} answer */
    const answer = (answer) => () => dialog.close(answer);
    dialog.append(
      h('p', { id: 'question' }, question),
      h(
        'div',
        { class: 'actions' },
        // first, and so the one that has the focus
        h('button', { type: 'button', class: 'quiet', t: 'cancel', on: { click: answer('no') } }),
        h('button', { type: 'button', class: 'primary', t: yes, on: { click: answer('yes') } }),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
