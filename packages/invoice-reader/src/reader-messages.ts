import type { RenderedPage } from './ofd/render-svg.ts';
import type { Reading, RefusalCode } from './reading.ts';
import type { Conversion, ConvertOptions } from './render/convert-file.ts';

/** What the pool asks of a worker process. */
export type WorkerRequest =
  | { kind: 'warm-up'; id: number }
  | {
      kind: 'read';
      id: number;
      bytes: Uint8Array;
      fileName: string;
      trustedRoots: readonly Uint8Array[];
      /** Leave a PDF that turns out to be a scan to a worker that reads pictures. */
      defersScans: boolean;
    }
  | { kind: 'render'; id: number; bytes: Uint8Array; pageIndex: number }
  | { kind: 'render-picture'; id: number; bytes: Uint8Array; pageIndex: number }
  | { kind: 'text'; id: number; bytes: Uint8Array; fileName: string }
  | { kind: 'convert'; id: number; bytes: Uint8Array; options: ConvertOptions };

export type WorkerReply = { id: number; rssBytes: number } & (
  | { kind: 'warm' }
  | { kind: 'reading'; reading: Reading }
  | { kind: 'scan' }
  | { kind: 'page'; page: RenderedPage | null }
  | { kind: 'picture'; jpeg: Uint8Array | null }
  | { kind: 'text'; text: string | null }
  | { kind: 'conversion'; conversion: Conversion }
  | { kind: 'refused'; code: RefusalCode; message: string }
);
