import { limits } from '../../limits.ts';
import { ReadingRefusal } from '../../refusal.ts';
import type { OfdDocument, OfdPage } from '../ofd-document.ts';
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

/** What the page is drawn for: annotations may be meant for the screen alone. */
export type Medium = 'screen' | 'print';

export interface PageRequest {
  document: OfdDocument;
  page: OfdPage;
  medium: Medium;
  budget: DrawBudget;
  /** How many seals are around: the picture of a seal may be an OFD itself. */
  nesting: number;
}
