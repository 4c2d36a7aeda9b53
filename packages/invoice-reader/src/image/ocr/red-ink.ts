import { LINE_HEIGHT, type LinePlace } from './line-crop.ts';

/** Shares of the brightest red on the line, which is that of paper. */
const INK_MAX = 0.55;
const SEAL_MIN = 0.6;
const REDNESS_MIN = 0.3;

/** Shares of the line's area: less is noise. */
const SEAL_AREA_MIN = 0.015;
const INK_AREA_MIN = 0.03;

/**
 * Takes the ink of a seal from a line of dark print that it lies over: in red light it is nearly as bright as paper.
 * A line that is printed in red alone stays as it is. The line is as `writeLine` writes it.
 */
export function removeSeal(target: Float32Array, place: LinePlace): void {
  const plane = LINE_HEIGHT * place.rowLength;
  const [blue, green, red] = [0, 1, 2].map((i) =>
    target.subarray(place.offset + i * plane, place.offset + (i + 1) * plane),
  );
  if (blue === undefined || green === undefined || red === undefined) return;
  const paper = brightest(red, place) + 1;
  let [seal, ink] = [0, 0];
  for (let y = 0; y < LINE_HEIGHT; y++) {
    for (let at = y * place.rowLength; at < y * place.rowLength + place.width; at++) {
      const light = ((red[at] ?? 0) + 1) / paper;
      const other = (Math.max(green[at] ?? 0, blue[at] ?? 0) + 1) / paper;
      if (light < INK_MAX) ink++;
      else if (light > SEAL_MIN && light - other > REDNESS_MIN) seal++;
    }
  }
  const area = LINE_HEIGHT * place.width;
  if (seal < SEAL_AREA_MIN * area || ink < INK_AREA_MIN * area) return;
  blue.set(red);
  green.set(red);
}

function brightest(plane: Float32Array, place: LinePlace): number {
  let most = -1;
  for (let y = 0; y < LINE_HEIGHT; y++) {
    for (let at = y * place.rowLength; at < y * place.rowLength + place.width; at++)
      most = Math.max(most, plane[at] ?? -1);
  }
  return most;
}
