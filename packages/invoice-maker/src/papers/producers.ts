import type { Drawing, Mark, TextMark } from '../page/drawing.ts';
import { typeface } from '../typeface.ts';
import type { Paper } from './paper.ts';

type Change = (drawing: Drawing) => Drawing;

const eachMark =
  (change: (mark: Mark) => Mark[]): Change =>
  (drawing) => ({
    ...drawing,
    template: drawing.template.flatMap(change),
    content: drawing.content.flatMap(change),
    seal: drawing.seal && { ...drawing.seal, marks: drawing.seal.marks.flatMap(change) },
  });

function characters(mark: TextMark): Mark[] {
  const face = typeface();
  let x = mark.x;
  return [...mark.text].map((text): Mark => {
    const one: TextMark = { ...mark, text, x };
    x += face.widthOf(text, mark.size);
    return one;
  });
}

function scaled(mark: Mark, factor: number, dx: number, dy: number): Mark {
  const point = ({ x, y }: { x: number; y: number }) => ({ x: x * factor + dx, y: y * factor + dy });
  switch (mark.kind) {
    case 'text':
    case 'qr':
      return { ...mark, ...point(mark), size: mark.size * factor };
    case 'line':
      return { ...mark, from: point(mark.from), to: point(mark.to) };
    case 'ellipse':
      return { ...mark, centre: point(mark.centre), radiusX: mark.radiusX * factor, radiusY: mark.radiusY * factor };
  }
}

/** What programs between the tax platform and the reader do to a page. */
export const PRODUCERS: Record<string, Change> = {
  /** Every character is a text of its own. */
  characters: eachMark((mark) => (mark.kind === 'text' && mark.angleDegrees === 0 ? characters(mark) : [mark])),
  /** Printed on A4: the invoice stands in the upper half, a little smaller. */
  onA4: (drawing) => {
    const factor = 0.92;
    const page = eachMark((mark) => [scaled(mark, factor, 8, 10)])(drawing);
    return {
      ...page,
      height: Math.max(297, drawing.height * factor + 20),
      seal: null,
      content: [...page.content, ...(page.seal?.marks ?? [])],
    };
  },
  /** Texts in the order of their names rather than of reading. */
  shuffled: (drawing) => {
    const key = (mark: Mark) => (mark.kind === 'text' ? mark.text : '');
    const sort = (marks: readonly Mark[]) => [...marks].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return { ...drawing, template: sort(drawing.template), content: sort(drawing.content) };
  },
  /** Frame and labels are drawn, only title and values are text: for pages whose labels are all in the template. */
  outlinedLabels: (drawing) => ({
    ...drawing,
    template: drawing.template.filter((mark) => mark.kind === 'text' && /发票/.test(mark.text) && mark.size > 5),
  }),
};

export const asFrom = (paper: Paper, change: Change): Paper => ({ ...paper, drawings: paper.drawings.map(change) });
