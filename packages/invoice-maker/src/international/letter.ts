import { PDFDocument, StandardFonts } from 'pdf-lib';

/** A text on a page of A4, in points from the upper left corner. */
export interface LetterText {
  text: string;
  x: number;
  y: number;
  size?: number;
  /** `x` is the right end of the text. */
  isRightAligned?: boolean;
}

const WIDTH = 595;
const HEIGHT = 842;

/** An invoice on letter paper as a plain PDF without embedded data: pages of texts in Latin letters (WinAnsi). */
export async function makeLetter(pages: readonly (readonly LetterText[])[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  // Fixed times make the same letter the same bytes.
  const made = new Date('2026-01-05T00:00:00Z');
  document.setCreationDate(made);
  document.setModificationDate(made);
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const texts of pages) {
    const page = document.addPage([WIDTH, HEIGHT]);
    for (const { text, x, y, size = 9, isRightAligned = false } of texts) {
      const left = isRightAligned ? x - font.widthOfTextAtSize(text, size) : x;
      page.drawText(text, { x: left, y: HEIGHT - y, size, font });
    }
  }
  return document.save({ useObjectStreams: false });
}
