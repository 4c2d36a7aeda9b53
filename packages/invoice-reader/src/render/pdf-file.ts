import { type PDFContext, PDFDict, type PDFDocument, PDFName, type PDFRef } from 'pdf-lib';

/** The objects of the document that is written, and what its pages share. */
export interface PdfFile {
  document: PDFDocument;
  context: PDFContext;
}

/** Names of a page or a form for what it uses: fonts, pictures, states. */
export class PdfResources {
  readonly #context: PDFContext;
  readonly #kinds = new Map<string, Map<PDFRef, string>>();

  constructor(context: PDFContext) {
    this.#context = context;
  }

  /** `kind` as in a resource dictionary, such as `XObject`. */
  name(kind: string, ref: PDFRef): string {
    const names = this.#kinds.get(kind) ?? new Map<PDFRef, string>();
    this.#kinds.set(kind, names);
    const known = names.get(ref);
    if (known !== undefined) return known;
    const name = `${kind.slice(0, 1)}${names.size + 1}`;
    names.set(ref, name);
    return name;
  }

  dictionary(): PDFDict {
    const dictionary = PDFDict.withContext(this.#context);
    for (const [kind, names] of this.#kinds) {
      const entries = PDFDict.withContext(this.#context);
      for (const [ref, name] of names) entries.set(PDFName.of(name), ref);
      dictionary.set(PDFName.of(kind), entries);
    }
    return dictionary;
  }
}

/** Numbers of a content stream, which knows no exponents. */
export function pdfNumbers(values: readonly number[]): string {
  return values.map((value) => String(Number(value.toFixed(6)))).join(' ');
}
