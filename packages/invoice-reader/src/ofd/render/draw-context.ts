import { limits } from '../../limits.ts';
import { ReadingRefusal } from '../../refusal.ts';
import type { OfdResources } from '../ofd-resources.ts';
import type { DrawStyle } from './draw-style.ts';
import type { FaceBook } from './faces.ts';

/** What drawing the objects of a page shares. */
export interface DrawContext {
  resources: OfdResources;
  faces: FaceBook;
  style: DrawStyle;
  budget: DrawBudget;
  /** How many composite objects and patterns are around. */
  depth: number;
  /** Patterns within patterns cost a drawing program the product of their cells. */
  isInPattern: boolean;
}

/** Counts what a page draws: composites that hold composites can make a small file into billions of objects. */
export class DrawBudget {
  #left: number = limits.pageMarksMax;

  /** Throws the named refusal when the page has more marks than any genuine one: half a page would be a wrong page. */
  spend(marks: number): void {
    this.#left -= marks;
    if (this.#left < 0) {
      throw new ReadingRefusal('archive_too_large', 'A page has too many objects to be drawn.');
    }
  }
}
