import sharp from 'sharp';
import { type Random, randomFrom } from '../random.ts';
import { type Homography, homographyOf, type Point, project } from './homography.ts';

export interface FlatPage {
  /** Red, green and blue, a byte each. */
  rgb: Uint8Array;
  width: number;
  height: number;
}

/** `scan`: flat, grey-white ground, a little askew. `photo`: in perspective, on a desk, in uneven light. */
export type Taken = 'scan' | 'photo';

export interface TakenOptions {
  how: Taken;
  seed: string | number;
  /** Of the longer side of the picture, in pixels. */
  sidePx: number;
  /** Clockwise, of the page on the picture. */
  degrees: number;
  quality: number;
}

/** A page as a scanner or a telephone sees it, as JPEG. The same seed and options give the same picture. */
export async function photographPage(page: FlatPage, options: TakenOptions): Promise<Uint8Array> {
  const random = randomFrom(`photograph/${options.seed}`);
  const isPhoto = options.how === 'photo';
  const frame = frameOf(page, options);
  const corners = cornersOf(page, frame, { ...options, random: random.fork('corners') });
  const edges = cornersOfBox(page.width - 1, page.height - 1);
  const toPage = homographyOf(corners.map((from, i) => ({ from, to: edges[i] ?? { x: 0, y: 0 } })));
  const picture = { rgb: new Uint8Array(frame.width * frame.height * 3), ...frame };
  const desks = [
    [122, 92, 66],
    [70, 74, 80],
    [168, 150, 120],
    [205, 205, 200],
  ];
  paint(picture, {
    page,
    toPage,
    ground: isPhoto ? random.fork('desk').pick(desks) : [247, 247, 247],
    light: isPhoto ? lightOf(random.fork('light'), frame) : () => 1,
    grain: isPhoto ? 8 + 14 * random.fork('grain').fraction() : 4 * random.fork('grain').fraction(),
    random: random.fork('noise'),
  });
  const focus = random.fork('focus').fraction();
  const raw = { raw: { width: frame.width, height: frame.height, channels: 3 as const } };
  const sharpPicture = sharp(picture.rgb, raw);
  return (isPhoto ? sharpPicture.blur(0.4 + 0.7 * focus) : sharpPicture).jpeg({ quality: options.quality }).toBuffer();
}

interface Frame {
  width: number;
  height: number;
}

const cornersOfBox = (width: number, height: number): Point[] => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];

const turned = ({ x, y }: Point, degrees: number): Point => {
  const angle = (degrees * Math.PI) / 180;
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
};

/** Just large enough for the turned page with a margin. */
function frameOf(page: FlatPage, { sidePx, degrees, how }: TakenOptions): Frame {
  const spread = cornersOfBox(page.width, page.height).map((corner) => turned(corner, degrees));
  const span = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const [width, height] = [span(spread.map(({ x }) => x)), span(spread.map(({ y }) => y))];
  const margin = how === 'photo' ? 1.14 : 1.02;
  const scale = sidePx / (Math.max(width, height) * margin);
  return { width: Math.round(width * margin * scale), height: Math.round(height * margin * scale) };
}

function cornersOf(page: FlatPage, frame: Frame, options: TakenOptions & { random: Random }): Point[] {
  const { degrees, how, sidePx, random } = options;
  const spread = cornersOfBox(page.width, page.height).map(({ x, y }) =>
    turned({ x: x - page.width / 2, y: y - page.height / 2 }, degrees),
  );
  const reach = Math.max(...spread.map(({ x }) => Math.abs(x))) * 2;
  const scale = frame.width / (reach * (how === 'photo' ? 1.14 : 1.02));
  const wander = how === 'photo' ? 0.035 * sidePx : 0;
  return spread.map(({ x, y }) => ({
    x: frame.width / 2 + x * scale + (random.fraction() - 0.5) * wander,
    y: frame.height / 2 + y * scale + (random.fraction() - 0.5) * wander,
  }));
}

/** Light that falls off towards a corner, and a soft band of shadow. */
function lightOf(random: Random, { width, height }: Frame): (place: Point) => number {
  const corner = { x: random.pick([0, width]), y: random.pick([0, height]) };
  const falloff = 0.1 + 0.3 * random.fraction();
  const angle = Math.PI * random.fraction();
  const offset = width * (0.2 + 0.6 * random.fraction());
  const breadth = width * (0.08 + 0.1 * random.fraction());
  const depth = 0.1 + 0.2 * random.fraction();
  return ({ x, y }) => {
    const away = Math.hypot(x - corner.x, y - corner.y) / Math.hypot(width, height);
    const across = (x * Math.cos(angle) + y * Math.sin(angle) - offset) / breadth;
    return (1 - falloff * away) * (1 - depth * Math.exp(-(across ** 2)));
  };
}

interface Scene {
  page: FlatPage;
  toPage: Homography;
  ground: readonly number[];
  light: (place: Point) => number;
  grain: number;
  random: Random;
}

function paint(picture: FlatPage, { page, toPage, ground, light, grain, random }: Scene): void {
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const place = project(toPage, { x, y });
      const isOnPage = place.x >= 0 && place.y >= 0 && place.x < page.width - 1 && place.y < page.height - 1;
      const brightness = light({ x, y });
      const noise = (random.fraction() + random.fraction() - 1) * grain;
      for (let channel = 0; channel < 3; channel++) {
        const value = isOnPage ? sample(page, place, channel) : (ground[channel] ?? 0);
        const at = (y * picture.width + x) * 3 + channel;
        picture.rgb[at] = Math.max(0, Math.min(255, value * brightness + noise));
      }
    }
  }
}

/** Bilinear; the caller has checked that the point lies inside. */
function sample({ rgb, width }: FlatPage, { x, y }: Point, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number => rgb[(row * width + column) * 3 + channel] ?? 255;
  const [dx, dy] = [x - left, y - top];
  const upper = at(left, top) * (1 - dx) + at(left + 1, top) * dx;
  return upper * (1 - dy) + (at(left, top + 1) * (1 - dx) + at(left + 1, top + 1) * dx) * dy;
}
