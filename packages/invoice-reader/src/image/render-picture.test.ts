import sharp from 'sharp';
import { expect, it } from 'vitest';
import { ReadingRefusal } from '../refusal.ts';
import { renderPicture } from './render-picture.ts';

/** Left half red, right half blue, 40 by 20. */
const halves = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#ff0000' } }).composite([
    { input: { create: { width: 20, height: 20, channels: 3, background: '#0000ff' } }, left: 20, top: 0 },
  ]);

it('shows a TIFF as a JPEG that browsers know, turned upright', async () => {
  const tiff = await halves().withMetadata({ orientation: 6 }).tiff().toBuffer();
  const jpeg = await renderPicture(tiff, 0);
  const { data, info } = await sharp(jpeg ?? undefined)
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect((await sharp(jpeg ?? undefined).metadata()).format).toBe('jpeg');
  expect([info.width, info.height]).toEqual([20, 40]);
  // A quarter turn clockwise brings what was left to the top.
  expect(data[0]).toBeGreaterThan(200);
  expect(data[data.length - 1]).toBeGreaterThan(200);
});

it('has one page, and refuses what is no picture', async () => {
  expect(await renderPicture(await halves().png().toBuffer(), 1)).toBeNull();
  await expect(renderPicture(Buffer.from('no picture'), 0)).rejects.toThrow(ReadingRefusal);
});
