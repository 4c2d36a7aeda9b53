import type { Cell } from './sheet.ts';

/** A value with the cell that it stands in. */
export interface TextReading {
  value: string;
  cell: Cell;
  /** True where a person should look. */
  doubtful: boolean;
}
