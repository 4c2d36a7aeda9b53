import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOf, turnedBack } from './page-text.ts';
import { quartersToUpright } from './qr-code.ts';
import { turnRaster } from './raster.ts';
import { aPage } from './testing/page-builder.ts';

test('pieces on one level are one line, however far apart', () => {
  const { lines } = aPage([
    { text: '乙', x: 600, y: 53 },
    { text: '甲', x: 50, y: 50 },
    { text: '丙', x: 50, y: 80 },
  ]);
  expect(lines.map((line) => line.text)).toEqual(['甲乙', '丙']);
});

test('full-width signs are matched in their plain form and kept as printed', () => {
  const [line] = aPage([{ text: '（小写）￥１０', x: 50, y: 50 }]).lines;
  expect(line?.text).toBe('(小写)¥10');
  expect(line?.glyphs.map((glyph) => glyph.char).join('')).toBe('（小写）￥１０');
});

test('a character that two overlapping boxes show is there once', () => {
  const { pieces } = aPage([
    { text: '发票号码：2', x: 50, y: 50, confidence: 0.9 },
    { text: '26519', x: 130, y: 50 },
  ]);
  expect(pieces.map(({ glyphs }) => glyphs.map(({ char }) => char).join(''))).toEqual(['发票号码：', '26519']);
});

test('specks are no text, and a q among figures is a 9', () => {
  const { pieces } = aPage([
    { text: 'A', x: 300, y: 50, confidence: 0.3 },
    { text: '次', x: 350, y: 50, confidence: 0.3 },
    { text: '61q.qq', x: 400, y: 50 },
    { text: 'q%', x: 600, y: 50 },
    { text: 'Nasdaq', x: 700, y: 50 },
  ]);
  expect(pieces.map(({ glyphs }) => glyphs.map(({ plain }) => plain).join(''))).toEqual([
    '次',
    '619.99',
    '9%',
    'Nasdaq',
  ]);
});

const fraction = fc.double({ min: 0, max: 0.5, noNaN: true });

test('four quarter turns bring every place back', () => {
  fc.assert(
    fc.property(fraction, fraction, fraction, fraction, (x, y, width, height) => {
      const place = { page: 0, x, y, width, height };
      const four = [1, 2, 3, 4].reduce((moved) => turnedBack(moved, 1), place);
      const two = turnedBack(turnedBack(place, 1), 3);
      for (const turned of [four, two]) {
        expect(turned.x).toBeCloseTo(x);
        expect(turned.y).toBeCloseTo(y);
        expect(turned.width).toBeCloseTo(width);
      }
    }),
  );
});

test('a place found on the turned picture lies where the text is on the original', () => {
  const raster = { width: 4, height: 2, rgb: new Uint8Array(24) };
  raster.rgb[(1 * 4 + 3) * 3] = 200;
  for (const quarters of [1, 2, 3] as const) {
    const turned = turnRaster(raster, quarters);
    const index = turned.rgb.indexOf(200) / 3;
    const place = {
      page: 0,
      x: (index % turned.width) / turned.width,
      y: Math.floor(index / turned.width) / turned.height,
      width: 1 / turned.width,
      height: 1 / turned.height,
    };
    const back = turnedBack(place, quarters);
    expect([back.x * 4, back.y * 2]).toEqual([3, 1]);
  }
});

test('an upside-down code asks for two quarters', () => {
  expect(quartersToUpright({ x: 0, y: 0 }, { x: 10, y: 1 })).toBe(0);
  expect(quartersToUpright({ x: 10, y: 10 }, { x: 0, y: 10 })).toBe(2);
  expect(quartersToUpright({ x: 10, y: 0 }, { x: 10, y: 10 })).toBe(3);
  expect(quartersToUpright({ x: 0, y: 10 }, { x: 0, y: 0 })).toBe(1);
});

test('the place of a part of a line is that part', () => {
  const page = aPage([{ text: '发票号码：12345678', x: 100, y: 50 }]);
  const glyphs = page.lines[0]?.glyphs.slice(5) ?? [];
  const place = placeOf(glyphs, page.picture);
  expect(place?.x).toBeGreaterThan(170 / 1200);
  expect(place?.width).toBeLessThan(80 / 1200);
});
