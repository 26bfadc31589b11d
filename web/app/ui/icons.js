const SVG = 'http://www.w3.org/2000/svg';

/** Lines on a grid of 24 units. */
const PATHS = {
  cancel: 'M6 6l12 12M18 6L6 18',
  retry: 'M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  smaller: 'M6 12h12',
  larger: 'M6 12h12M12 6v12',
  undo: 'M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3',
  redo: 'M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h3',
  compare:
    'M12 3v18M9 6H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h4M15 6h4a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-4',
  fit: 'M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4',
  actual: 'M5 8l2-1v10M15 8l2-1v10M12 10v.01M12 14v.01',
  copy: 'M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1M5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1',
  done: 'M5 13l4 4L19 7',
  share: 'M12 15V4M8 7l4-4 4 4M6 11H5v9h14v-9h-1',
  improve: 'M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8zM19 3v4M17 5h4',
  background:
    'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1M4 16l5-5 4 4 3-3 4 4M15.5 8.5h.01',
  brush:
    'M19.5 4.5a2 2 0 0 0-3 0L9 12l3 3 7.5-7.5a2 2 0 0 0 0-3M8.5 13.5C6 13.5 6 16 5 18c-.4.8-1.2 1-2 1 1 1 2.4 1.5 4 1.5 2.5 0 4-1.5 4-3.5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  keys: 'M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1M7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8',
};

/**
 * A small picture for a button, whose name stands elsewhere.
 *
 * @param {keyof typeof PATHS} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'glyph');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
