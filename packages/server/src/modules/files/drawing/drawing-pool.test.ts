import { hugePng } from '@countinghouse/invoice-maker';
import sharp from 'sharp';
import { afterEach, expect, test, vi } from 'vitest';
import { DrawingPool } from './drawing-pool.ts';

let pool: DrawingPool;
afterEach(() => pool.close());

const picture = () =>
  sharp({ create: { width: 90, height: 60, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
const aSmallOne = { mediaType: 'image/png', sidesPx: [360], userId: 'ann' };
const reasonOf = (reason: string) => expect.objectContaining({ refusal: 'preview_unavailable', params: { reason } });

test('a picture that takes too long ends its process', async () => {
  pool = new DrawingPool({ timeMsMax: 50 });
  await expect(pool.draw(async () => hugePng(10_900), aSmallOne)).rejects.toEqual(reasonOf('effort'));
});

test('a picture that crashes its process is given up, and the next one is drawn', async () => {
  pool = new DrawingPool();
  const drawing = pool.draw(async () => hugePng(10_900), aSmallOne);
  for (const pid of pool.processIds) process.kill(pid, 'SIGSEGV');
  await expect(drawing).rejects.toEqual(reasonOf('damaged'));
  expect(await pool.measure(await picture())).toEqual({ width: 90, height: 60 });
});

test('a picture that takes too much memory ends its process', async () => {
  pool = new DrawingPool({ memoryBytesMax: 40 * 1024 * 1024 });
  await expect(pool.draw(picture, aSmallOne)).rejects.toEqual(reasonOf('effort'));
});

test('bytes that are no picture of a known kind are not decoded, whatever they are called', async () => {
  pool = new DrawingPool();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
  );
  await expect(pool.draw(async () => svg, aSmallOne)).rejects.toEqual(reasonOf('damaged'));
  expect(await pool.measure(svg)).toBe(undefined);
});

test('a pool that is closed answers what is under way', async () => {
  pool = new DrawingPool();
  const drawing = pool.draw(picture, aSmallOne);
  pool.close();
  await expect(drawing).rejects.toMatchObject({ refusal: 'server_busy' });
  expect(await pool.measure(await picture())).toBe(undefined);
});

test('a hundred files of one person do not hold up another person', async () => {
  pool = new DrawingPool();
  const bytes = await picture();
  const order: string[] = [];
  const draw = async (userId: string) => {
    await pool.draw(async () => bytes, { ...aSmallOne, userId });
    order.push(userId);
  };
  await Promise.all([...Array.from({ length: 40 }, () => draw('ann')), draw('bob')]);
  expect(order.indexOf('bob')).toBeLessThan(6);
});

test('what waits is not in memory yet, and what cannot be read holds up nothing', async () => {
  pool = new DrawingPool();
  const bytes = await picture();
  const read = vi.fn(async () => bytes);
  const broken = pool.draw(() => Promise.reject(new Error('the disk broke')), aSmallOne);
  const drawing = Array.from({ length: 8 }, () => pool.draw(read, aSmallOne));
  expect(read.mock.calls.length).toBeLessThan(3);
  await expect(broken).rejects.toThrow('the disk broke');
  await Promise.all(drawing);
  expect(read).toHaveBeenCalledTimes(8);
});
