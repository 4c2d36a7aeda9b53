const MIB = 1024 * 1024;

/** Of texts that are read for search: enough for every document of a firm, little enough for a hostile one. */
export const textLimits = {
  /** A contract of 300 pages has some 200,000 characters; what stands beyond is not found. */
  charactersMax: 200_000,
  pdfPagesMax: 300,
  /** Text files beyond this are exports of data, of which the beginning is read. */
  plainBytesMax: 4 * MIB,
  officeEntriesMax: 5_000,
  officeEntryBytesMax: 32 * MIB,
  officeBytesMax: 64 * MIB,
  /** XML of a long list compresses to about a fortieth; a bomb to a thousandth. */
  officeRatioMax: 200,
  officeRatioExemptBytes: 1 * MIB,
} as const;

/** Collects pieces up to the limit. */
export class TextCollector {
  readonly #pieces: string[] = [];
  #length = 0;

  get isFull(): boolean {
    return this.#length >= textLimits.charactersMax;
  }

  add(piece: string): void {
    if (this.isFull || piece === '') return;
    const taken = piece.slice(0, textLimits.charactersMax - this.#length);
    this.#pieces.push(taken);
    this.#length += taken.length;
  }

  text(): string {
    return this.#pieces.join('');
  }
}
