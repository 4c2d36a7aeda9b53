import sharp from 'sharp';
import { drawPicture, measurePicture, shrink, Undrawable } from './draw-picture.ts';
import type { DrawingReply, DrawingTask } from './drawing-messages.ts';

/** One process that decodes hostile bytes. It holds no secret and is killed by its parent when a file takes too much. */
async function answer(task: DrawingTask): Promise<DrawingReply> {
  if (task.kind === 'measure') return { kind: 'measured', pixels: await measurePicture(task.bytes) };
  return { kind: 'drawn', pictures: await draw(task) };
}

async function draw({ bytes, mediaType, sidesPx }: DrawingTask & { kind: 'draw' }) {
  if (mediaType.startsWith('image/')) return drawPicture(bytes, mediaType, sidesPx);
  // Large libraries, loaded only where a document comes.
  const { drawOfd, drawPdf } = await import('./draw-document.ts');
  return shrink(await (mediaType === 'application/ofd' ? drawOfd(bytes) : drawPdf(bytes)), sidesPx);
}

async function handle(task: DrawingTask): Promise<void> {
  let reply: DrawingReply;
  try {
    reply = await answer(task);
  } catch (error) {
    reply = { kind: 'refused', reason: error instanceof Undrawable ? error.reason : 'damaged' };
  }
  process.send?.(reply);
}

// One thread and no memory of earlier files: the process shares the machine with people's messages.
sharp.concurrency(1);
sharp.cache(false);
process.on('message', (task: DrawingTask) => {
  void handle(task);
});
// What a library throws behind our back belongs to the file at hand, which its parent then gives up.
process.on('unhandledRejection', () => process.exit(1));
process.on('disconnect', () => process.exit(0));
