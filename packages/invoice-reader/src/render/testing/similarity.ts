import sharp from 'sharp';

/** Grey values, 0 black to 255 white. */
interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

async function greyOf(png: Uint8Array, { width, height }: { width: number; height: number }): Promise<Grey> {
  const data = await sharp(png)
    .flatten({ background: '#fff' })
    .resize(width, height, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();
  return { data, width, height };
}

/**
 * How alike two pictures of a page are, 0 to 1: mean structural similarity (SSIM, Wang et al. 2004) over blocks of 8 by 8
 * pixels in which either has ink. Paper alone says nothing, so it does not count.
 */
export async function similarity(a: Uint8Array, b: Uint8Array): Promise<number> {
  const { width, height } = await sharp(a).metadata();
  const [first, second] = await Promise.all([greyOf(a, { width, height }), greyOf(b, { width, height })]);
  let sum = 0;
  let blocks = 0;
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      const [one, two] = [blockOf(first, left, top), blockOf(second, left, top)];
      if (Math.min(...one, ...two) > PAPER) continue;
      sum += ssim(one, two);
      blocks++;
    }
  }
  return blocks === 0 ? 1 : sum / blocks;
}

const BLOCK = 8;
const PAPER = 240;

function blockOf({ data, width }: Grey, left: number, top: number): number[] {
  const block: number[] = [];
  for (let y = top; y < top + BLOCK; y++) block.push(...data.subarray(y * width + left, y * width + left + BLOCK));
  return block;
}

function ssim(one: readonly number[], two: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanOne, meanTwo] = [mean(one), mean(two)];
  const varianceOne = mean(one.map((value) => (value - meanOne) ** 2));
  const varianceTwo = mean(two.map((value) => (value - meanTwo) ** 2));
  const covariance = mean(one.map((value, index) => (value - meanOne) * ((two[index] ?? 0) - meanTwo)));
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  return (
    ((2 * meanOne * meanTwo + c1) * (2 * covariance + c2)) /
    ((meanOne ** 2 + meanTwo ** 2 + c1) * (varianceOne + varianceTwo + c2))
  );
}
