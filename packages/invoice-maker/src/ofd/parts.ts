import type { Colour, Drawing, Mark, TextMark } from '../page/drawing.ts';
import type { Typeface } from '../typeface.ts';
import { element, escapeXml, wrapped } from '../xml-text.ts';

/** Object ids inside the document, as the tax platform numbers them: every object its own. */
export interface Ids {
  next(): number;
  last(): number;
}

export function idsFrom(first: number): Ids {
  let id = first - 1;
  return { next: () => ++id, last: () => id };
}

export const FONT_ID = 5;
export const COLOUR_SPACE_ID = 2;
export const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const short = (value: number): string => value.toFixed(4).replace(/\.?0+$/, '');

const colourOf = (name: string, { red, green, blue }: Colour): string =>
  `<ofd:${name} Value="${red} ${green} ${blue}" ColorSpace="${COLOUR_SPACE_ID}"/>`;

/** Distances between characters, runs of equal ones as "g count distance". */
function deltaX(mark: TextMark, face: Typeface): string {
  const characters = [...mark.text].slice(0, -1);
  const runs: { distance: string; count: number }[] = [];
  for (const character of characters) {
    const distance = short(face.widthOf(character, mark.size));
    const run = runs.at(-1);
    if (run?.distance === distance) run.count++;
    else runs.push({ distance, count: 1 });
  }
  return runs.map(({ distance, count }) => (count > 1 ? `g ${count} ${distance}` : distance)).join(' ');
}

export function textObject({ mark, id, face }: { mark: TextMark; id: number; face: Typeface }): string {
  const ascent = mark.size;
  const width = face.widthOf(mark.text, mark.size);
  const boundary = [mark.x, mark.y - ascent, Math.max(width, mark.size), mark.size * 1.3].map(short).join(' ');
  const distances = deltaX(mark, face);
  const code = `<ofd:TextCode X="0" Y="${short(ascent)}"${distances === '' ? '' : ` DeltaX="${distances}"`}>${escapeXml(mark.text)}</ofd:TextCode>`;
  return wrapped(
    'ofd:TextObject',
    [colourOf('FillColor', mark.colour), code],
    `ID="${id}" Boundary="${boundary}" Font="${FONT_ID}" Size="${short(mark.size)}"`,
  );
}

function pathObject(options: {
  id: number;
  box: [x: number, y: number, width: number, height: number];
  data: string;
  width: number;
  colour: Colour;
}): string {
  const { id, box, data, width, colour } = options;
  return wrapped(
    'ofd:PathObject',
    [colourOf('StrokeColor', colour), element('ofd:AbbreviatedData', data)],
    `ID="${id}" Boundary="${box.map(short).join(' ')}" LineWidth="${short(width)}"`,
  );
}

/** How far a quarter of a circle's control points lie from its ends, as a share of the radius. */
const QUARTER = 0.5523;

function ellipseData(radiusX: number, radiusY: number, inset: number): string {
  const [cx, cy] = [radiusX + inset, radiusY + inset];
  const [kx, ky] = [radiusX * QUARTER, radiusY * QUARTER];
  const at = (...numbers: number[]) => numbers.map(short).join(' ');
  return [
    `M ${at(cx + radiusX, cy)}`,
    `B ${at(cx + radiusX, cy + ky, cx + kx, cy + radiusY, cx, cy + radiusY)}`,
    `B ${at(cx - kx, cy + radiusY, cx - radiusX, cy + ky, cx - radiusX, cy)}`,
    `B ${at(cx - radiusX, cy - ky, cx - kx, cy - radiusY, cx, cy - radiusY)}`,
    `B ${at(cx + kx, cy - radiusY, cx + radiusX, cy - ky, cx + radiusX, cy)}`,
    'C',
  ].join(' ');
}

/** One mark as a page object. The QR code is a picture and not drawn here. */
export function pageObject({ mark, id, face }: { mark: Mark; id: number; face: Typeface }): string {
  switch (mark.kind) {
    case 'text':
      return textObject({ mark, id, face });
    case 'line': {
      const { from, to, width, colour } = mark;
      const left = Math.min(from.x, to.x) - width;
      const top = Math.min(from.y, to.y) - width;
      const data = `M ${short(from.x - left)} ${short(from.y - top)} L ${short(to.x - left)} ${short(to.y - top)}`;
      const box: [number, number, number, number] = [
        left,
        top,
        Math.abs(to.x - from.x) + 2 * width,
        Math.abs(to.y - from.y) + 2 * width,
      ];
      return pathObject({ id, box, data, width, colour });
    }
    case 'ellipse': {
      const { centre, radiusX, radiusY, width, colour } = mark;
      const data = ellipseData(radiusX, radiusY, width);
      return pathObject({
        id,
        box: [centre.x - radiusX - width, centre.y - radiusY - width, 2 * (radiusX + width), 2 * (radiusY + width)],
        data,
        width,
        colour,
      });
    }
    case 'qr':
      return `<ofd:ImageObject ID="${id}" CTM="${short(mark.size)} 0 0 ${short(mark.size)} 0 0" Boundary="${[mark.x, mark.y, mark.size, mark.size].map(short).join(' ')}" ResourceID="${QR_RESOURCE_ID}"/>`;
  }
}

export const QR_RESOURCE_ID = 6;
export const SEAL_RESOURCE_ID = 7;
export const TEMPLATE_ID = 1;
export const PAGE_ID = 61;

export function templateContent({ drawing, ids, face }: { drawing: Drawing; ids: Ids; face: Typeface }): string {
  const objects = drawing.template.map((mark) => pageObject({ mark, id: ids.next(), face }));
  const layer = wrapped('ofd:Layer', objects, `ID="${ids.next()}" Type="Background"`);
  return DECLARATION + wrapped('ofd:Page', [wrapped('ofd:Content', [layer])], NAMESPACE);
}

export interface TaggedId {
  name: string;
  item: number | undefined;
  id: number;
}

export function pageContent({ drawing, ids, face }: { drawing: Drawing; ids: Ids; face: Typeface }): {
  xml: string;
  tags: TaggedId[];
} {
  const tags: TaggedId[] = [];
  const objects = drawing.content.map((mark) => {
    const id = ids.next();
    if (mark.kind === 'text' && mark.tag) tags.push({ name: mark.tag.name, item: mark.tag.item, id });
    return pageObject({ mark, id, face });
  });
  const box = `0 0 ${drawing.width} ${drawing.height}`;
  const area = wrapped('ofd:Area', [element('ofd:PhysicalBox', box)]);
  const template = `<ofd:Template TemplateID="${TEMPLATE_ID}" ZOrder="Background"/>`;
  const layer = wrapped('ofd:Layer', objects, `ID="${ids.next()}"`);
  return {
    xml: DECLARATION + wrapped('ofd:Page', [template, area, wrapped('ofd:Content', [layer])], NAMESPACE),
    tags,
  };
}
