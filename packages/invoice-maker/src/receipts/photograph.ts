import sharp from 'sharp';
import { type Homography, homographyOf, type Point, project } from '../photo/homography.ts';
import { type Random, randomFrom } from '../random.ts';

export interface FlatPicture {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A receipt on the sheet: where its centre lies (pixels of the photo), how it is turned, how large it is. */
export interface Laid {
  picture: FlatPicture;
  centre: Point;
  angleDegrees: number;
  scale: number;
}

export interface PhotoOptions {
  width: number;
  height: number;
  seed: string | number;
  /** What the receipts lie on. */
  ground: 'sheet' | 'desk';
  quality?: number;
}

/** Receipts glued on a sheet or lying on a desk, as a telephone sees them. */
export async function photographReceipts(laid: readonly Laid[], options: PhotoOptions): Promise<Uint8Array> {
  const random = randomFrom(`receipt-photo/${options.seed}`);
  const { width, height } = options;
  const data = new Uint8Array(width * height * 3);
  const ground =
    options.ground === 'sheet'
      ? [226, 226, 230]
      : random.pick([
          [122, 92, 66],
          [88, 88, 92],
          [168, 150, 120],
        ]);
  for (let i = 0; i < data.length; i++) data[i] = ground[i % 3] ?? 0;
  for (const [index, one] of laid.entries()) lay(one, { data, width, height }, random.fork(`lay/${index}`));
  light({ data, width, height }, random.fork('light'));
  return sharp(data, { raw: { width, height, channels: 3 } })
    .blur(0.5 + 0.5 * random.fork('focus').fraction())
    .jpeg({ quality: options.quality ?? random.fork('quality').integer(72, 90) })
    .toBuffer();
}

function lay({ picture, centre, angleDegrees, scale }: Laid, photo: FlatPicture, random: Random): void {
  const angle = (angleDegrees * Math.PI) / 180;
  const wander = 0.012 * picture.width * scale;
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([sx = 0, sy = 0]) => {
    const x = (sx * picture.width * scale) / 2;
    const y = (sy * picture.height * scale) / 2;
    return {
      x: centre.x + x * Math.cos(angle) - y * Math.sin(angle) + (random.fraction() - 0.5) * 2 * wander,
      y: centre.y + x * Math.sin(angle) + y * Math.cos(angle) + (random.fraction() - 0.5) * 2 * wander,
    };
  });
  const edges = [
    [0, 0],
    [picture.width - 1, 0],
    [picture.width - 1, picture.height - 1],
    [0, picture.height - 1],
  ];
  const toPicture = homographyOf(
    corners.map((from, i) => ({ from, to: { x: edges[i]?.[0] ?? 0, y: edges[i]?.[1] ?? 0 } })),
  );
  const fold = { at: random.fraction() * picture.height, depth: random.pick([0, 0.06, 0.14]), width: 14 };
  paint({ picture, toPicture, corners, fold }, photo);
}

interface Painting {
  picture: FlatPicture;
  toPicture: Homography;
  corners: readonly Point[];
  fold: { at: number; depth: number; width: number };
}

function paint({ picture, toPicture, corners, fold }: Painting, photo: FlatPicture): void {
  const left = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x))));
  const right = Math.min(photo.width - 1, Math.ceil(Math.max(...corners.map(({ x }) => x))));
  const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y))));
  const bottom = Math.min(photo.height - 1, Math.ceil(Math.max(...corners.map(({ y }) => y))));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const place = project(toPicture, { x, y });
      if (place.x < 0 || place.y < 0 || place.x > picture.width - 2 || place.y > picture.height - 2) continue;
      const crease = 1 - fold.depth * Math.exp(-(((place.y - fold.at) / fold.width) ** 2));
      for (let channel = 0; channel < 3; channel++) {
        photo.data[(y * photo.width + x) * 3 + channel] = Math.min(255, areaSample(picture, place, channel) * crease);
      }
    }
  }
}

/** Bilinear sample. */
function areaSample(picture: FlatPicture, { x, y }: Point, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number => picture.data[(row * picture.width + column) * 3 + channel] ?? 255;
  const [dx, dy] = [x - left, y - top];
  return (
    (at(left, top) * (1 - dx) + at(left + 1, top) * dx) * (1 - dy) +
    (at(left, top + 1) * (1 - dx) + at(left + 1, top + 1) * dx) * dy
  );
}

function light({ data, width, height }: FlatPicture, random: Random): void {
  const corner = { x: random.pick([0, width]), y: random.pick([0, height]) };
  const falloff = 0.1 + 0.25 * random.fraction();
  const warmth = 0.04 * random.fraction();
  const grain = 6 + 10 * random.fraction();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const brightness = 1 - falloff * (Math.hypot(x - corner.x, y - corner.y) / Math.hypot(width, height));
      const noise = (random.fraction() + random.fraction() - 1) * grain;
      for (let channel = 0; channel < 3; channel++) {
        const tint = 1 + (channel === 0 ? warmth : channel === 2 ? -warmth : 0);
        const at = (y * width + x) * 3 + channel;
        data[at] = Math.max(0, Math.min(255, (data[at] ?? 0) * brightness * tint * 0.96 + noise));
      }
    }
  }
}
