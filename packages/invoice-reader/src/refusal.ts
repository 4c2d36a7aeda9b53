import type { RefusalCode } from './reading.ts';

/** A file that cannot be read, for a reason that has a name. Anything else that a reader throws is a defect. */
export class ReadingRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'ReadingRefusal';
    this.code = code;
  }
}
