/**
 * How results should look: what the engine takes as `output`. The background's picture is in it as
 * long as the page lives, and never remembered.
 *
 * @typedef {import('../../engine/index.js').Output} Output
 * @typedef {Readonly<Required<Omit<Output, 'background' | 'canvas' | 'edge' | 'shadow' | 'size'>> & {
 *   background: string | Blob | null,
 *   canvas: 'square' | 'portrait' | 'passport' | null,
 *   edge: Readonly<Required<import('../../engine/index.js').Edge>>,
 *   shadow: number | 'natural',
 *   size: number | null,
 * }>} Settings
 */

const REMEMBERED = 'offcut-settings';

/** @type {Settings} */
export const DEFAULTS = Object.freeze({
  format: 'image/png',
  quality: 0.9,
  type: 'foreground',
  background: null,
  edges: 'refined',
  edge: { shift: 0, feather: 0, contrast: 0 },
  decontaminate: true,
  clean: true,
  fit: 'cover',
  blur: 0.03,
  crop: false,
  margin: 0.05,
  threshold: 0.05,
  canvas: null,
  shadow: 0,
  size: null,
  effort: 'fast',
  animation: 'first',
});

/** JPEG has no transparency: what is laid under it where nothing else is asked for. */
export const UNDER_JPEG = '#ffffff';

/**
 * Whether a colour is laid under a result though none was asked for.
 *
 * @param {Settings} settings
 */
export function isFilled({ background, format, type }) {
  return background === null && format === 'image/jpeg' && type !== 'mask';
}

/**
 * What to ask of the engine.
 *
 * @param {Settings} settings
 * @returns {Output}
 */
export function toOutput(settings) {
  const { background, canvas, size, ...rest } = settings;
  return {
    ...rest,
    background: (isFilled(settings) ? UNDER_JPEG : background) ?? undefined,
    canvas: canvas ?? undefined,
    size: size ?? undefined,
  };
}

/** Formats that can hold an animation. */
const ANIMATED = ['image/png', 'image/webp'];

/**
 * Whether an animation stays one.
 *
 * @param {Settings} settings
 */
export function wantsAllFrames({ animation, format }) {
  return animation === 'all' && ANIMATED.includes(format);
}

/**
 * Whether nothing of a result lets through what lies under it.
 *
 * @param {Settings} settings
 */
export function isOpaque({ format, type, background, fit }) {
  if (format === 'image/jpeg' || type === 'mask') return true;
  if (type === 'background' || background === null) return false;
  return !(background instanceof Blob) || fit === 'cover';
}

/**
 * The names of what is set other than by default.
 *
 * @param {Settings} settings
 * @returns {(keyof Settings)[]}
 */
export function changed(settings) {
  const names = /** @type {(keyof Settings)[]} */ (Object.keys(DEFAULTS));
  // an object that was remembered is another one with the same values
  const text = (/** @type {unknown} */ value) => JSON.stringify(value);
  return names.filter((name) => text(settings[name]) !== text(DEFAULTS[name]));
}

/**
 * The same without what changes place or scale of its parts, or hides what was cut away: for
 * painting on.
 *
 * @param {Settings} settings
 * @returns {Settings}
 */
export function unframed(settings) {
  const bare = { background: null, format: /** @type {const} */ ('image/png') };
  const whole = { crop: false, canvas: null, size: null, shadow: 0 };
  return { ...settings, ...bare, ...whole, type: 'foreground' };
}

// Where a site may store nothing, even asking throws: then settings hold for this visit only.

/** @returns {Settings} those of last time */
export function recall() {
  try {
    return usable(JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}'));
  } catch {
    return DEFAULTS;
  }
}

/** @param {Settings} settings */
export function remember(settings) {
  const { background } = settings;
  const kept = { ...settings, background: typeof background === 'string' ? background : null };
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(kept));
  } catch {
    // see above
  }
}

/**
 * What an earlier release has stored may be of another kind: each such value is passed over.
 *
 * @param {Record<string, any>} stored
 * @returns {Settings}
 */
function usable(stored) {
  const kinds = { background: 'string', canvas: 'string', size: 'number' };
  const known = Object.entries(DEFAULTS).map(([key, usual]) => {
    const kind = Reflect.get(kinds, key) ?? typeof usual;
    const isKnown = typeof stored[key] === kind && isOffered(key, stored[key]);
    const fits = isKnown || (key === 'shadow' && stored[key] === 'natural');
    return [key, fits ? stored[key] : usual];
  });
  return Object.fromEntries(known);
}

/** The values that the page offers, where there are only some. @type {Record<string, unknown[]>} */
const OFFERED = {
  format: ['image/png', 'image/webp', 'image/jpeg', 'image/tiff'],
  type: ['foreground', 'mask', 'background'],
  edges: ['refined', 'plain'],
  fit: ['cover', 'contain'],
  canvas: ['square', 'portrait', 'passport'],
  size: [4096, 2048, 1080, 512],
  effort: ['fast', 'best'],
  animation: ['first', 'all'],
};

/** What the edge's controls reach from and to. @type {Readonly<Record<string, [number, number]>>} */
export const EDGE = {
  shift: [-50, 50],
  feather: [0, 50],
  contrast: [-1, 1],
};

/** Of the picture's longer side. */
const MOST_BLUR = 0.2;

/**
 * @param {string} key
 * @param {unknown} value
 */
function isOffered(key, value) {
  if (key === 'background') return value === 'blur' || /^#[0-9a-f]{6}$/.test(String(value));
  if (key === 'edge')
    return Object.entries(EDGE).every(([name, ends]) => isWithin(value, name, ends));
  if (typeof value === 'number' && key !== 'size') {
    if (key === 'blur') return value > 0 && value <= MOST_BLUR;
    return value >= 0 && (key === 'threshold' ? value < 1 : value <= 1);
  }
  return OFFERED[key]?.includes(value) ?? true;
}

/**
 * @param {any} values
 * @param {string} name
 * @param {[number, number]} ends
 */
function isWithin(values, name, [low, high]) {
  const value = values?.[name];
  return typeof value === 'number' && value >= low && value <= high;
}
