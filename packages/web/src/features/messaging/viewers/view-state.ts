/** How a picture lies in its window: turned clockwise, enlarged over "fits", moved from the middle in pixels. */
export interface PictureView {
  zoom: number;
  quarterTurns: number;
  x: number;
  y: number;
}

export const fitted: PictureView = { zoom: 1, quarterTurns: 0, x: 0, y: 0 };

const zoomMin = 0.25;
const zoomMax = 10;

/** Zooms so that the point under the pointer (from the middle of the window) stays there. */
export function zoomAt(view: PictureView, factor: number, point = { x: 0, y: 0 }): PictureView {
  const zoom = Math.min(zoomMax, Math.max(zoomMin, view.zoom * factor));
  const ratio = zoom / view.zoom;
  return { ...view, zoom, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

export const turn = (view: PictureView): PictureView => ({ ...fitted, quarterTurns: (view.quarterTurns + 1) % 4 });

export const move = (view: PictureView, by: { x: number; y: number }): PictureView => ({
  ...view,
  x: view.x + by.x,
  y: view.y + by.y,
});

/** Less than this is a finger that trembles. */
const swipeMinPx = 48;

/** The neighbour that a finger asks for which went so far across a picture that fits its window: 1 next, -1 before, 0 none. */
export function swipeTo({ zoom }: PictureView, by: { x: number; y: number }): -1 | 0 | 1 {
  if (zoom !== 1 || Math.abs(by.x) < Math.max(swipeMinPx, 2 * Math.abs(by.y))) return 0;
  return by.x < 0 ? 1 : -1;
}
