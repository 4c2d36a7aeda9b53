import { flushCompileCache } from 'node:module';
import { renderPicture } from './image/render-picture.ts';
import { renderOfdPage } from './ofd/render-svg.ts';
import { ScanDeferred } from './pdf/scan-deferred.ts';
import { ignoreStrayRejections } from './pdf/stray-rejections.ts';
import { readText } from './plain-text/read-text.ts';
import { readInvoice } from './read-invoice.ts';
import type { WorkerReply, WorkerRequest } from './reader-messages.ts';
import { ReadingRefusal } from './refusal.ts';
import { convertFile } from './render/convert-file.ts';
import { warmUp } from './warm-up.ts';

/** One process of the pool. It holds no secret and is killed by its parent when a file takes too much. */
type Answer = WorkerReply extends infer Reply
  ? Reply extends unknown
    ? Omit<Reply, 'id' | 'rssBytes'>
    : never
  : never;

async function answer(request: WorkerRequest): Promise<Answer> {
  switch (request.kind) {
    case 'warm-up':
      await warmUp();
      return { kind: 'warm' };
    case 'render':
      return { kind: 'page', page: await renderOfdPage(request.bytes, request.pageIndex) };
    case 'render-picture':
      return { kind: 'picture', jpeg: await renderPicture(request.bytes, request.pageIndex) };
    case 'text':
      return { kind: 'text', text: await readText(request.bytes, request.fileName) };
    case 'convert':
      return { kind: 'conversion', conversion: await convertFile(request.bytes, request.options) };
    case 'read':
      return {
        kind: 'reading',
        reading: await readInvoice(request.bytes, {
          fileName: request.fileName,
          trustedRoots: request.trustedRoots,
          defersScans: request.defersScans,
        }),
      };
  }
}

async function handle(request: WorkerRequest): Promise<void> {
  const { id } = request;
  let result: Answer;
  try {
    result = await answer(request);
  } catch (error) {
    if (error instanceof ScanDeferred) result = { kind: 'scan' };
    else if (error instanceof ReadingRefusal) result = { kind: 'refused', code: error.code, message: error.message };
    else
      result = {
        kind: 'refused',
        code: 'reader_crashed',
        message: error instanceof Error ? error.message : 'Unknown.',
      };
  }
  process.send?.({ id, rssBytes: process.memoryUsage.rss(), ...result });
  // Now, because a worker is killed in the end. Does nothing where what was compiled is not kept.
  flushCompileCache();
}

ignoreStrayRejections();
process.on('message', (request: WorkerRequest) => {
  void handle(request);
});
// Without its parent a worker has nothing to do.
process.on('disconnect', () => process.exit(0));
