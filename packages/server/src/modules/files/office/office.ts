import { Refusal } from '@countinghouse/protocol';
import { previewUnavailable } from '../drawing/drawing-pool.ts';
import { type ConversionLimits, convertWith } from './convert.ts';
import { findOffice } from './find-office.ts';

/** Conversions take seconds and hundreds of megabytes each: one at a time, and no long line of waiting people. */
const waitingMax = 20;
/** LibreOffice may be installed while the server runs. */
const lookAgainAfterMs = 60_000;

export interface Office {
  /** The document as PDF; `read` is called when its turn has come. Throws `preview_unavailable` with its reason, `server_busy`, and what `read` throws. */
  convert(read: () => Promise<Uint8Array>, mediaType: string): Promise<Uint8Array>;
}

export interface OfficeOptions {
  /** The program itself; looked for where it is usually installed if absent. */
  program?: string | undefined;
  limits?: Partial<ConversionLimits>;
}

export function createOffice({ program, limits = {} }: OfficeOptions = {}): Office {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let looked: { atMs: number; found: Promise<string | undefined> } | undefined;

  const locate = (): Promise<string | undefined> => {
    const now = performance.now();
    if (!looked || now - looked.atMs > lookAgainAfterMs) looked = { atMs: now, found: findOffice(program) };
    return looked.found;
  };

  const inTurn = async (work: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    if (waiting >= waitingMax) throw new Refusal('server_busy', 'too many documents wait to be converted');
    waiting++;
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine.finally(() => {
      waiting--;
    });
  };

  return {
    convert: async (read, mediaType) => {
      const path = await locate();
      if (!path) throw previewUnavailable('office_missing');
      return inTurn(async () => convertWith(path, { bytes: await read(), mediaType, limits }));
    },
  };
}
