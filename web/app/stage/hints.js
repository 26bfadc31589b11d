/** @typedef {import('./stroke.js').Stroke} Stroke */
/** @typedef {import('./viewport.js').Viewport} Viewport */

// told apart by more than their colours: the line in the middle is broken, or not
const LOOKS = {
  drop: { colour: '#e0122c', dash: [8, 7] },
  keep: { colour: '#0b8f3c', dash: [] },
};
const STRENGTH = 0.4;
/** Of the tint where it may grow to. */
const REACH = 0.1;
/** In CSS pixels. */
const LINE = 2;

/**
 * Draw a stroke that says what is subject and what is not, and how far that may hold.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke} stroke
 * @param {Viewport} view
 * @param {number} ratio canvas pixels per CSS pixel
 */
export function drawHint(context, { brush, path, radius, reach }, view, ratio) {
  if (brush.kind !== 'drop' && brush.kind !== 'keep') return;
  const { colour, dash } = LOOKS[brush.kind];
  const unit = ratio / view.zoom;
  context.save();
  context.translate(view.left, view.top);
  context.scale(view.zoom, view.zoom);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = colour;
  if (reach) {
    context.globalAlpha = REACH;
    context.lineWidth = 2 * (radius + reach);
    context.stroke(path);
  }
  context.globalAlpha = STRENGTH;
  context.lineWidth = 2 * radius;
  context.stroke(path);
  context.globalAlpha = 1;
  context.setLineDash(dash.map((length) => length * unit));
  for (const [width, style] of /** @type {const} */ ([
    [LINE + 2, '#fff'],
    [LINE, colour],
  ])) {
    context.lineWidth = width * unit;
    context.strokeStyle = style;
    context.stroke(path);
  }
  context.restore();
}
