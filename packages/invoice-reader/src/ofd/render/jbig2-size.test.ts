import { describe, expect, it } from 'vitest';
import { paintedPixels } from './jbig2-size.ts';

const u32 = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const segment = (type: number, data: readonly number[], length = data.length): number[] => [
  ...u32(0),
  type,
  0,
  1,
  ...u32(length),
  ...data,
];
const sized = (type: number, width: number, height: number) => segment(type, [...u32(width), ...u32(height), 0, 0]);

describe('what a JBIG2 picture would paint', () => {
  it('is the page and every region', () => {
    const bytes = new Uint8Array([...sized(48, 100, 100), ...sized(38, 50, 20), ...segment(49, [])]);
    expect(paintedPixels(bytes)).toBe(10_000 + 1_000);
  });

  it('counts a region that is larger than its page', () => {
    expect(paintedPixels(new Uint8Array([...sized(48, 100, 100), ...sized(38, 65_535, 65_535)]))).toBeGreaterThan(4e9);
  });

  it('has no bound where the segments cannot be followed', () => {
    expect(paintedPixels(new Uint8Array([...sized(48, 9, 9), 1, 2, 3]))).toBe(Number.POSITIVE_INFINITY);
    expect(paintedPixels(new Uint8Array(Array.from({ length: 400 }, () => segment(49, [])).flat()))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
