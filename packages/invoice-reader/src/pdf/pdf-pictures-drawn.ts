import { OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { brightness, type GreyRaster, hasCodeShape } from '../image/grey-raster.ts';
import { codesOfSquares, type Square } from './pdf-pictures-squares.ts';

type Matrix = readonly [number, number, number, number, number, number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** How PDF.js numbers the steps of a path. */
const STEP = { move: 0, line: 1, curve: 2, quadratic: 3, close: 4 } as const;
const SQUARES_MAX = 60_000;

/** What a page really draws that can be a QR code: pictures, and heaps of small filled rectangles. */
export async function drawnCodes(page: PDFPageProxy): Promise<GreyRaster[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const painter = new Painter();
  const names: unknown[] = [];
  for (const [index, operation] of fnArray.entries()) {
    // The list is typed as anything; each case checks what it takes.
    const args: unknown = argsArray[index];
    const list: readonly unknown[] = Array.isArray(args) ? args : [];
    if (operation === OPS.paintImageXObject || operation === OPS.paintInlineImageXObject) names.push(list[0]);
    else painter.take(operation, list);
  }
  const pictures: GreyRaster[] = [];
  for (const name of new Set(names)) {
    const picture = greyOf(typeof name === 'string' ? await objectOf(page, name) : name);
    if (picture) pictures.push(picture);
  }
  return [...pictures, ...codesOfSquares(painter.squares)];
}

function objectOf(page: PDFPageProxy, name: string): Promise<unknown> {
  const store = name.startsWith('g_') ? page.commonObjs : page.objs;
  return new Promise((resolve) => store.get(name, resolve));
}

/** PDF.js gives pictures as 1 bit grey, RGB or RGBA (kinds 1, 2, 3). */
function greyOf(image: unknown): GreyRaster | null {
  if (typeof image !== 'object' || image === null || !('data' in image) || !('kind' in image)) return null;
  if (!('width' in image) || !('height' in image)) return null;
  const { data, width, height, kind } = image;
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  if (!isBytes || typeof width !== 'number' || typeof height !== 'number' || !hasCodeShape(width, height)) return null;
  const grey = new Uint8Array(width * height);
  const rowBytes = (width + 7) >> 3;
  const channels = kind === 2 ? 3 : 4;
  for (let i = 0; i < grey.length; i++) {
    if (kind === 1) {
      const [x, y] = [i % width, Math.floor(i / width)];
      grey[i] = ((data[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? 255 : 0;
    } else {
      const at = i * channels;
      const light = brightness(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      const alpha = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1;
      grey[i] = Math.round(light * alpha + 255 * (1 - alpha));
    }
  }
  return { width, height, grey };
}

/** Follows the transformations and the fill colour of a page and keeps its filled rectangles. */
class Painter {
  readonly squares: Square[] = [];
  #state: { matrix: Matrix; grey: number } = { matrix: IDENTITY, grey: 0 };
  readonly #stack: { matrix: Matrix; grey: number }[] = [];

  take(operation: number, args: readonly unknown[]): void {
    switch (operation) {
      case OPS.save:
        this.#stack.push(this.#state);
        return;
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
        this.#state = this.#stack.pop() ?? this.#state;
        return;
      case OPS.transform:
        this.#transform(args);
        return;
      case OPS.paintFormXObjectBegin:
        this.#stack.push(this.#state);
        if (Array.isArray(args[0])) this.#transform(args[0]);
        return;
      case OPS.setFillRGBColor:
        this.#state = { ...this.#state, grey: greyOfColour(args[0]) };
        return;
      case OPS.constructPath:
        if (args[0] === OPS.fill || args[0] === OPS.eoFill || args[0] === OPS.fillStroke) this.#fill(args[1]);
        return;
    }
  }

  #transform(args: readonly unknown[]): void {
    const [a, b, c, d, e, f] = args.map(Number);
    if (f === undefined) return;
    const own: Matrix = [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f];
    this.#state = { ...this.#state, matrix: times(this.#state.matrix, own) };
  }

  #fill(paths: unknown): void {
    if (!Array.isArray(paths)) return;
    for (const steps of paths) {
      if (!(steps instanceof Float32Array)) continue;
      for (const points of subpaths(steps)) {
        const square = this.#squareOf(points);
        if (square && this.squares.length < SQUARES_MAX) this.squares.push(square);
      }
    }
  }

  #squareOf(points: readonly (readonly [number, number])[]): Square | null {
    const { matrix, grey } = this.#state;
    const placed = points.map((point) => apply(matrix, point));
    const xs = placed.map(([x]) => x);
    const ys = placed.map(([, y]) => y);
    const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const slack = 0.02 * Math.max(right - left, top - bottom);
    const isCorner = ([x, y]: readonly [number, number]) =>
      Math.min(x - left, right - x) <= slack && Math.min(y - bottom, top - y) <= slack;
    return placed.length >= 4 && placed.length <= 5 && placed.every(isCorner)
      ? { left, right, bottom, top, grey }
      : null;
  }
}

/** Polygons of a path; those with curves are left out. */
function subpaths(steps: Float32Array): [number, number][][] {
  const found: [number, number][][] = [];
  let current: [number, number][] = [];
  for (let i = 0; i < steps.length; ) {
    const step = steps[i];
    if (step === STEP.close) i += 1;
    else if (step === STEP.curve) i += 7;
    else if (step === STEP.quadratic) i += 5;
    else {
      const point: [number, number] = [steps[i + 1] ?? 0, steps[i + 2] ?? 0];
      if (step === STEP.move && current.length > 0) {
        found.push(current);
        current = [];
      }
      current.push(point);
      i += 3;
    }
    // A curve makes the polygon one that no rectangle test passes.
    if (step === STEP.curve || step === STEP.quadratic) current.push([Number.NaN, Number.NaN]);
  }
  if (current.length > 0) found.push(current);
  return found.map(withoutRepeat);
}

/** Some writers begin a rectangle twice at the same place or close it by hand. */
function withoutRepeat(points: [number, number][]): [number, number][] {
  return points.filter((point, index) => {
    const previous = points[index - 1];
    return !previous || previous[0] !== point[0] || previous[1] !== point[1];
  });
}

function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [ia, ib, ic, id, ie, if_] = inner;
  return [
    a * ia + c * ib,
    b * ia + d * ib,
    a * ic + c * id,
    b * ic + d * id,
    a * ie + c * if_ + e,
    b * ie + d * if_ + f,
  ];
}

function apply([a, b, c, d, e, f]: Matrix, [x, y]: readonly [number, number]): readonly [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

function greyOfColour(colour: unknown): number {
  const match = typeof colour === 'string' ? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour) : null;
  if (!match) return 128;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((digits) => Number.parseInt(digits, 16));
  return brightness(red, green, blue);
}
