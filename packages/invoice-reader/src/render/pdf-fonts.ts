import type { Face, Glyph } from '@countinghouse/typeface';
import { PDFName, type PDFRef } from 'pdf-lib';
import { boxOf } from './outlines.ts';
import { type PdfFile, pdfNumbers } from './pdf-file.ts';
import { pdfPath } from './pdf-path.ts';

/** A font of PDF numbers its characters by one byte. */
const CODES_MAX = 256;

interface FontPart {
  ref: PDFRef;
  codes: Map<string, number>;
  entries: { glyph: Glyph; text: string }[];
}

interface FontFamily {
  face: Face;
  /** Width of a line around each outline, in font units; 0 for none. */
  line: number;
  parts: FontPart[];
}

/**
 * Outlines as Type 3 fonts: drawn exactly as on the other outputs, whatever the source of the font, and what they stand
 * for can be searched and copied.
 */
export class PdfFonts {
  readonly #file: PdfFile;
  readonly #families = new Map<Face, FontFamily[]>();

  constructor(file: PdfFile) {
    this.#file = file;
  }

  codeOf({ face, glyph, text, line }: { face: Face; glyph: Glyph; text: string; line: number }): {
    font: PDFRef;
    code: number;
  } {
    const family = this.#family(face, Math.round(line));
    const key = `${glyph.id} ${text}`;
    for (const part of family.parts) {
      const code = part.codes.get(key);
      if (code !== undefined) return { font: part.ref, code };
    }
    let part = family.parts.at(-1);
    if (!part || part.entries.length >= CODES_MAX) {
      part = { ref: this.#file.context.nextRef(), codes: new Map(), entries: [] };
      family.parts.push(part);
    }
    const code = part.entries.length;
    part.codes.set(key, code);
    part.entries.push({ glyph, text });
    return { font: part.ref, code };
  }

  /** Writes the fonts into the document; nothing may be asked for afterwards. */
  finish(): void {
    for (const family of [...this.#families.values()].flat()) {
      for (const part of family.parts) this.#write(part, family);
    }
  }

  #family(face: Face, line: number): FontFamily {
    const families = this.#families.get(face) ?? [];
    this.#families.set(face, families);
    const known = families.find((family) => family.line === line);
    if (known) return known;
    const family = { face, line, parts: [] };
    families.push(family);
    return family;
  }

  #write({ ref, entries }: FontPart, { face, line }: FontFamily): void {
    const { context } = this.#file;
    const names = entries.map((_, code) => `c${code}`);
    const procedures = context.obj({});
    for (const [code, { glyph }] of entries.entries()) {
      const stream = context.flateStream(glyphProcedure(glyph, line));
      procedures.set(PDFName.of(names[code] ?? ''), context.register(stream));
    }
    const scale = 1 / face.unitsPerEm;
    context.assign(
      ref,
      context.obj({
        Type: 'Font',
        Subtype: 'Type3',
        FontBBox: [0, 0, 0, 0],
        FontMatrix: [scale, 0, 0, scale, 0, 0],
        FirstChar: 0,
        LastChar: entries.length - 1,
        Widths: entries.map(({ glyph }) => glyph.advance),
        Encoding: { Type: 'Encoding', Differences: [0, ...names.map((name) => PDFName.of(name))] },
        CharProcs: procedures,
        Resources: {},
        ToUnicode: context.register(context.flateStream(toUnicode(entries.map(({ text }) => text)))),
      }),
    );
  }
}

function glyphProcedure(glyph: Glyph, line: number): string {
  const box = boxOf(glyph.outline) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const bounds = [box.left - line, box.top - line, box.right + line, box.bottom + line];
  const paint = line > 0 ? `${pdfNumbers([line])} w 1 j\n${pdfPath(glyph.outline)}\nB` : `${pdfPath(glyph.outline)}\nf`;
  return `${pdfNumbers([glyph.advance, 0, ...bounds])} d1\n${glyph.outline.length === 0 ? '' : paint}`;
}

/** A CMap from codes to text (PDF 32000-1, 9.10.3), at most 100 lines in one block. */
function toUnicode(texts: readonly string[]): string {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const lines = texts.flatMap((text, code) => {
    const units = Array.from({ length: text.length }, (_, index) => hex(text.charCodeAt(index), 4)).join('');
    return units === '' ? [] : [`<${hex(code, 2)}> <${units}>`];
  });
  const blocks: string[] = [];
  for (let start = 0; start < lines.length; start += 100) {
    const block = lines.slice(start, start + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}
