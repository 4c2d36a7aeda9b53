import type { PDFDict, PDFRef } from 'pdf-lib';
import type { Colour, GradientPaint } from '../ofd/render/scene.ts';
import type { PdfFile } from './pdf-file.ts';

// PDF has no repeating shadings: this many repetitions to each side are written out.
const REPETITIONS = 12;

/** A shading of PDF (types 2 and 3); its transparency is left out. */
export function shadingOf({ context }: PdfFile, paint: GradientPaint): PDFRef {
  const gradient = paint.spread === 'pad' ? paint : unrolled(paint);
  const { start, end, kind } = gradient;
  const coordinates =
    kind === 'axial' ? [start.x, start.y, end.x, end.y] : [start.x, start.y, start.radius, end.x, end.y, end.radius];
  return context.register(
    context.obj({
      ShadingType: kind === 'axial' ? 2 : 3,
      ColorSpace: 'DeviceRGB',
      Coords: coordinates,
      Function: colourFunction({ context }, gradient.stops),
      Extend: [gradient.extendsStart, gradient.extendsEnd],
    }),
  );
}

function colourFunction({ context }: Pick<PdfFile, 'context'>, stops: GradientPaint['stops']): PDFDict {
  const whole = withEnds(stops);
  const share = ({ red, green, blue }: Colour) => [red / 255, green / 255, blue / 255];
  const pieces = whole.slice(1).map(({ colour }, index) =>
    context.obj({
      FunctionType: 2,
      Domain: [0, 1],
      C0: share(whole[index]?.colour ?? colour),
      C1: share(colour),
      N: 1,
    }),
  );
  return context.obj({
    FunctionType: 3,
    Domain: [0, 1],
    Functions: pieces,
    Bounds: whole.slice(1, -1).map(({ at }) => at),
    Encode: pieces.flatMap(() => [0, 1]),
  });
}

/** Stops from 0 to 1. */
function withEnds(stops: GradientPaint['stops']): GradientPaint['stops'] {
  const [first] = stops;
  const last = stops.at(-1);
  if (!first || !last) return [];
  return [
    ...(first.at > 0 ? [{ at: 0, colour: first.colour }] : []),
    ...stops,
    ...(last.at < 1 || stops.length === 1 ? [{ at: 1, colour: last.colour }] : []),
  ];
}

function unrolled(paint: GradientPaint): GradientPaint {
  const from = paint.kind === 'axial' ? -REPETITIONS : 0;
  const count = REPETITIONS - from;
  const stops = Array.from({ length: count }, (_, index) => {
    const isBack = paint.spread === 'reflect' && Math.abs(from + index) % 2 === 1;
    const one = withEnds(paint.stops).map(({ at, colour }) => ({ at: isBack ? 1 - at : at, colour }));
    return (isBack ? one.toReversed() : one).map(({ at, colour }) => ({ at: (index + at) / count, colour }));
  }).flat();
  const between = (share: number) => ({
    x: paint.start.x + (paint.end.x - paint.start.x) * share,
    y: paint.start.y + (paint.end.y - paint.start.y) * share,
    radius: Math.max(0, paint.start.radius + (paint.end.radius - paint.start.radius) * share),
  });
  return { ...paint, start: between(from), end: between(REPETITIONS), stops, extendsStart: true, extendsEnd: true };
}
