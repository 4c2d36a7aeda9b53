import type { PreviewReason } from '@countinghouse/protocol';
import type { Pixels } from '../media/pixels.ts';

/** What a drawing process is asked for. */
export type DrawingTask =
  | { kind: 'measure'; bytes: Uint8Array }
  | { kind: 'draw'; bytes: Uint8Array; mediaType: string; sidesPx: readonly number[] };

export interface DrawnPicture extends Pixels {
  webp: Uint8Array;
}

/** `pictures` come in the order of `sidesPx`. */
export type DrawingReply =
  | { kind: 'measured'; pixels: Pixels | null }
  | { kind: 'drawn'; pictures: DrawnPicture[] }
  | { kind: 'refused'; reason: PreviewReason };
