import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { root } from './checkout.ts';

/** Pictures go into the repository only when somebody asks for them: an ordinary test run leaves the tree as it is. */
export const wantsPictures = process.env.COUNTINGHOUSE_SCREENSHOTS === '1';

const folder = join(root, 'docs', 'screenshots');

/** A picture of what is on the screen, with 256 colours: a third of the size and no difference to the eye. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.png`), await sharp(png).png({ palette: true, effort: 10 }).toBuffer());
}
