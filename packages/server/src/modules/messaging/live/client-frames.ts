import { ClientFrame } from '@countinghouse/protocol';
import { Compile } from 'typebox/compile';
import type { Rate } from '../../../platform/rates/token-bucket.ts';

const checker = Compile(ClientFrame);

/** A `watch` of the greatest length is 8.4 kB; more is no frame of ours. */
export const incomingBytesMax = 16 * 1024;

/** A client says what is on its screen when that changes: so many times at once, and so often in the long run. */
export const incomingFrames: Rate = { burst: 20, perSecond: 2 };

/** Of `typing`, apart from the others: a client says it every three seconds where somebody writes. */
export const typingFrames: Rate = { burst: 10, perSecond: 1 };

/** As our own clients write it; known before it is parsed, so that a flood of anything else costs no parsing. */
export const isTypingFrame = (text: string): boolean => text.length < 100 && text.startsWith('{"type":"typing",');

/** Undefined where it is not what the contract says. */
export function parseClientFrame(text: string): ClientFrame | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return checker.Check(parsed) ? parsed : undefined;
}
