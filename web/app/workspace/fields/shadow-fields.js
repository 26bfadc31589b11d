import { check, range } from './fields.js';

/**
 * @typedef {import('./fields.js').Change} Change
 * @typedef {import('./fields.js').Field} Field
 */

/**
 * The shadow that is drawn, or the one that the subject throws in the picture.
 *
 * @param {Change} change
 * @returns {[drawn: Field, own: Field]}
 */
export function shadowFields(change) {
  const drawn = range('shadow', 'finish.shadow', { min: 0, max: 1, step: 0.01 }, change);
  const input = drawn.element.querySelector('input');
  const own = check(
    'shadow',
    'finish.shadow.natural',
    ({ shadow }) => change({ shadow: shadow ? 'natural' : 0 }),
    'finish.shadow.natural.help',
  );
  return [
    {
      element: drawn.element,
      render: (settings) => {
        const isOwn = settings.shadow === 'natural';
        drawn.render(isOwn ? { ...settings, shadow: 0 } : settings);
        if (input) input.disabled = isOwn;
      },
    },
    {
      element: own.element,
      render: (settings) =>
        own.render({ ...settings, shadow: settings.shadow === 'natural' ? 1 : 0 }),
    },
  ];
}
