import type { Typeface } from '../typeface.ts';
import { type Mark, SEAL_RED, type TextMark } from './drawing.ts';

const WIDTH = 30;
const HEIGHT = 20;

interface Arc {
  text: string;
  /** Degrees on the ellipse, 0 to the right, 90 at the bottom. */
  fromDegrees: number;
  toDegrees: number;
  size: number;
}

function alongEllipse({ arc, x, y, face }: { arc: Arc; x: number; y: number; face: Typeface }): TextMark[] {
  const characters = [...arc.text];
  const clockwise = arc.toDegrees > arc.fromDegrees;
  const radiusX = WIDTH / 2 - (clockwise ? 4.4 : 2);
  const radiusY = HEIGHT / 2 - (clockwise ? 4.2 : 1.8);
  return characters.map((text, index) => {
    const share = characters.length === 1 ? 0.5 : index / (characters.length - 1);
    const angle = ((arc.fromDegrees + (arc.toDegrees - arc.fromDegrees) * share) * Math.PI) / 180;
    const tangentX = -radiusX * Math.sin(angle) * (clockwise ? 1 : -1);
    const tangentY = radiusY * Math.cos(angle) * (clockwise ? 1 : -1);
    const length = Math.hypot(tangentX, tangentY);
    const half = face.widthOf(text, arc.size) / 2;
    return {
      kind: 'text',
      text,
      x: x + WIDTH / 2 + radiusX * Math.cos(angle) - (half * tangentX) / length,
      y: y + HEIGHT / 2 + radiusY * Math.sin(angle) - (half * tangentY) / length,
      size: arc.size,
      colour: SEAL_RED,
      angleDegrees: (Math.atan2(tangentY, tangentX) * 180) / Math.PI,
    };
  });
}

/** The oval 全国统一发票监制章. It says 演示 so that no page of ours passes for a genuine one. */
export function sealOf({ x, y, bureau, face }: { x: number; y: number; bureau: string; face: Typeface }) {
  const office = bureau.replace('国家税务总局', '');
  const centre = { x: x + WIDTH / 2, y: y + HEIGHT / 2 };
  const ring = (inset: number, width: number): Mark => ({
    kind: 'ellipse',
    centre,
    radiusX: WIDTH / 2 - inset,
    radiusY: HEIGHT / 2 - inset,
    width,
    colour: SEAL_RED,
  });
  const middle = '演示用';
  const middleSize = 2.6;
  const marks: Mark[] = [
    ring(0.5, 0.7),
    ring(1.4, 0.2),
    ...alongEllipse({ arc: { text: '全国统一发票监制章', fromDegrees: 178, toDegrees: 362, size: 2.6 }, x, y, face }),
    {
      kind: 'text',
      text: middle,
      x: centre.x - face.widthOf(middle, middleSize) / 2,
      y: centre.y + 1.1,
      size: middleSize,
      colour: SEAL_RED,
      angleDegrees: 0,
    },
    ...alongEllipse({ arc: { text: office, fromDegrees: 138, toDegrees: 42, size: 2.4 }, x, y, face }),
  ];
  return { x, y, width: WIDTH, height: HEIGHT, marks };
}
