/** Draws the PNG icons of the client from its SVG ones: `node tools/run.mjs tools/draw-icons.ts`. The results are committed. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const folder = join(import.meta.dirname, '../packages/web/public');

async function draw(svg: string, name: string, size: number): Promise<void> {
  const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" `);
  const canvas = createCanvas(size, size);
  canvas.getContext('2d').drawImage(await loadImage(Buffer.from(sized)), 0, 0, size, size);
  await writeFile(join(folder, name), await canvas.encode('png'));
}

const icon = await readFile(join(folder, 'icon.svg'), 'utf8');
const maskable = await readFile(join(folder, 'icon-maskable.svg'), 'utf8');
/** Android shows the badge of a notification as a shape of one colour. */
const badge = icon.replace(/<rect width="512"[^>]*\/>/, '').replaceAll('#e9c9a0', '#ffffff');

await draw(icon, 'icon-192.png', 192);
await draw(icon, 'icon-512.png', 512);
await draw(maskable, 'icon-maskable-512.png', 512);
await draw(badge, 'icon-badge.png', 96);
