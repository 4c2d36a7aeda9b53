import sharp from 'sharp';
import type { InvoiceFacts } from './facts.ts';
import { homographyOf, type Point, project } from './photo/homography.ts';
import { makeImage } from './picture.ts';
import { type Random, randomFrom } from './random.ts';

const WIDTH = 2000;
const HEIGHT = 1500;
const PAGE_WIDTH = 1900;

interface Raster {
  data: Uint8Array;
  width: number;
  height: number;
}

interface Light {
  /** Brightness lost towards one corner. */
  falloff: number;
  corner: Point;
  /** A soft band of shadow, as of an arm, by its line x·cos + y·sin = offset. */
  shadowAngle: number;
  shadowOffset: number;
  shadowWidth: number;
  shadowDepth: number;
  warmth: number;
}

function lightFrom(random: Random): Light {
  return {
    falloff: 0.12 + 0.18 * random.fraction(),
    corner: { x: random.pick([0, WIDTH]), y: random.pick([0, HEIGHT]) },
    shadowAngle: Math.PI * (0.1 + 0.3 * random.fraction()),
    shadowOffset: WIDTH * (0.25 + 0.7 * random.fraction()),
    shadowWidth: 140 + 200 * random.fraction(),
    shadowDepth: 0.1 + 0.15 * random.fraction(),
    warmth: 0.04 * random.fraction(),
  };
}

function brightnessAt(light: Light, { x, y }: Point): number {
  const distance = Math.hypot(x - light.corner.x, y - light.corner.y) / Math.hypot(WIDTH, HEIGHT);
  const across = x * Math.cos(light.shadowAngle) + y * Math.sin(light.shadowAngle) - light.shadowOffset;
  const shadow = light.shadowDepth * Math.exp(-((across / light.shadowWidth) ** 2));
  return (1 - light.falloff * distance) * (1 - shadow);
}

/** Where the corners of the page land: turned a little, each corner a little off. */
function cornersFrom(random: Random, page: Raster): Point[] {
  const angle = ((random.fraction() - 0.5) * 9 * Math.PI) / 180;
  const scale = (WIDTH * (0.84 + 0.06 * random.fraction())) / page.width;
  const corners = [
    { x: -1, y: -1 },
    { x: 1, y: -1 },
    { x: 1, y: 1 },
    { x: -1, y: 1 },
  ];
  return corners.map((corner) => {
    const x = (corner.x * page.width * scale) / 2;
    const y = (corner.y * page.height * scale) / 2;
    const wander = () => (random.fraction() - 0.5) * 70;
    return {
      x: WIDTH / 2 + x * Math.cos(angle) - y * Math.sin(angle) + wander(),
      y: HEIGHT / 2 + x * Math.sin(angle) + y * Math.cos(angle) + wander(),
    };
  });
}

/** Bilinear sample of one channel; the caller has checked that the point lies inside. */
function sample(page: Raster, { x, y }: Point, channel: number): number {
  const left = Math.min(Math.floor(x), page.width - 2);
  const top = Math.min(Math.floor(y), page.height - 2);
  const at = (column: number, row: number) => page.data[(row * page.width + column) * 3 + channel] ?? 0;
  const dx = x - left;
  const dy = y - top;
  const upper = at(left, top) * (1 - dx) + at(left + 1, top) * dx;
  const lower = at(left, top + 1) * (1 - dx) + at(left + 1, top + 1) * dx;
  return upper * (1 - dy) + lower * dy;
}

const clampByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

function photograph(page: Raster, random: Random): Raster {
  const corners = cornersFrom(random.fork('corners'), page);
  const edges = [
    { x: 0, y: 0 },
    { x: page.width - 1, y: 0 },
    { x: page.width - 1, y: page.height - 1 },
    { x: 0, y: page.height - 1 },
  ];
  const toPage = homographyOf(corners.map((from, index) => ({ from, to: edges[index] ?? { x: 0, y: 0 } })));
  const light = lightFrom(random.fork('light'));
  const desk = random.fork('desk').pick([
    [122, 92, 66],
    [88, 88, 92],
    [150, 128, 100],
  ]);
  const noise = random.fork('noise');
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const place = project(toPage, { x, y });
      const onPage = place.x >= 0 && place.y >= 0 && place.x <= page.width - 1 && place.y <= page.height - 1;
      const brightness = brightnessAt(light, { x, y });
      const grain = (noise.fraction() + noise.fraction() - 1) * 12;
      for (let channel = 0; channel < 3; channel++) {
        const paper = onPage ? sample(page, place, channel) * 0.96 : (desk[channel] ?? 0);
        const tint = 1 + (channel === 0 ? light.warmth : channel === 2 ? -light.warmth : 0);
        data[(y * WIDTH + x) * 3 + channel] = clampByte(paper * brightness * tint + grain);
      }
    }
  }
  return { data, width: WIDTH, height: HEIGHT };
}

/** The printed page as a telephone sees it on a desk: turned, in perspective, shaded, noisy, a little soft. */
export async function makePhoto(facts: InvoiceFacts, seed: string | number): Promise<Uint8Array> {
  const png = await makeImage(facts, { format: 'png', widthPx: PAGE_WIDTH });
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const photo = photograph({ data, width: info.width, height: info.height }, randomFrom(`photo/${seed}`));
  return sharp(photo.data, { raw: { width: photo.width, height: photo.height, channels: 3 } })
    .blur(0.6)
    .jpeg({ quality: 82 })
    .toBuffer();
}
