import type { Colour, Mark } from '../page/drawing.ts';
import { typeface } from '../typeface.ts';

interface Oval {
  centre: { x: number; y: number };
  radiusX: number;
  radiusY: number;
  colour: Colour;
}

/** Text along the upper (`over`) or lower half of an oval. */
function arc(oval: Oval, text: string, options: { size: number; inset: number; side: 'over' | 'under' }): Mark[] {
  const face = typeface();
  const characters = [...text];
  const isOver = options.side === 'over';
  const [from, to] = isOver ? [170, 370] : [140, 40];
  const radiusX = oval.radiusX - options.inset;
  const radiusY = oval.radiusY - options.inset;
  return characters.map((character, index) => {
    const share = characters.length === 1 ? 0.5 : index / (characters.length - 1);
    const angle = ((from + (to - from) * share) * Math.PI) / 180;
    const sign = isOver ? 1 : -1;
    const tangent = { x: -radiusX * Math.sin(angle) * sign, y: radiusY * Math.cos(angle) * sign };
    const length = Math.hypot(tangent.x, tangent.y);
    const half = face.widthOf(character, options.size) / 2;
    return {
      kind: 'text',
      text: character,
      x: oval.centre.x + radiusX * Math.cos(angle) - (half * tangent.x) / length,
      y: oval.centre.y + radiusY * Math.sin(angle) - (half * tangent.y) / length,
      size: options.size,
      colour: oval.colour,
      angleDegrees: (Math.atan2(tangent.y, tangent.x) * 180) / Math.PI,
    };
  });
}

function centred(oval: Oval, text: string, at: { y: number; size: number }): Mark {
  const x = oval.centre.x - typeface().widthOf(text, at.size) / 2;
  return { kind: 'text', text, x, y: oval.centre.y + at.y, size: at.size, colour: oval.colour, angleDegrees: 0 };
}

/** The oval 发票专用章 of a company: its name around, its tax id across. */
export function companyStamp(options: Oval & { company: string; taxId: string }): Mark[] {
  return [
    {
      kind: 'ellipse',
      centre: options.centre,
      radiusX: options.radiusX,
      radiusY: options.radiusY,
      width: 0.5,
      colour: options.colour,
    },
    ...arc(options, options.company, { size: options.radiusY * 0.26, inset: options.radiusY * 0.38, side: 'over' }),
    centred(options, options.taxId, { y: options.radiusY * 0.08, size: options.radiusY * 0.2 }),
    centred(options, '发票专用章', { y: options.radiusY * 0.5, size: options.radiusY * 0.28 }),
  ];
}

/** The printed oval of the tax authority; it says 演示用, so that no paper of ours passes for a genuine one. */
export function authorityOval(options: Oval & { office: string }): Mark[] {
  const ring = (inset: number, width: number): Mark => ({
    kind: 'ellipse',
    centre: options.centre,
    radiusX: options.radiusX - inset,
    radiusY: options.radiusY - inset,
    width,
    colour: options.colour,
  });
  return [
    ring(0.3, 0.7),
    ring(1.3, 0.2),
    ...arc(options, '全国统一发票监制章', { size: 2.2, inset: 3.4, side: 'over' }),
    centred(options, '演示用', { y: 0.8, size: 2.4 }),
    ...arc(options, options.office, { size: 2, inset: 2.2, side: 'under' }),
  ];
}
