import { describe, expect, it } from 'vitest';
import { bundledFace, type FaceName, fontBytes } from './bundled-faces.ts';
import { openFace } from './face.ts';
import { svgPath } from './outline.ts';

const FACES: readonly FaceName[] = ['song', 'songRare', 'kai', 'sans', 'monoLatin', 'serifLatin', 'sansLatin'];

const has = (face: FaceName, text: string) =>
  [...text].every((character) => bundledFace(face).glyphIdOf(character.codePointAt(0) ?? 0) !== null);

/** Characters of GB 2312, rows 16 to 87, as the standard orders them. */
function gb2312Hanzi(): string {
  const bytes: number[] = [];
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= (row === 0xd7 ? 0xf9 : 0xfe); cell++) bytes.push(row, cell);
  }
  return new TextDecoder('gb18030').decode(Uint8Array.from(bytes));
}

describe('the faces of this package', () => {
  it('have every character of GB 2312 in Song, Kai and Hei', () => {
    const hanzi = gb2312Hanzi();
    expect([...hanzi]).toHaveLength(6763);
    for (const face of ['song', 'kai', 'sans'] as const) expect(has(face, hanzi)).toBe(true);
  });

  it('have the marks of invoices and the rare characters of names', () => {
    expect(has('song', '¥￥※①ⓧ⊗×√℃㎡Ⅳ—')).toBe(true);
    expect(has('songRare', '喆堃镕昇燊㛃䶮𬭚')).toBe(true);
  });

  it('have outlines and widths', () => {
    for (const name of FACES) {
      const face = bundledFace(name);
      const id = face.glyphIdOf((name === 'songRare' ? '喆' : 'A').codePointAt(0) ?? 0);
      const glyph = face.glyph(id ?? -1);
      expect(glyph?.advance).toBeGreaterThan(0);
      expect(svgPath(glyph?.outline ?? [], 0)).toMatch(/^M[-\d].*Z$/);
    }
  });

  it('set all Latin characters of Courier 0.6 wide', () => {
    const face = bundledFace('monoLatin');
    for (const character of 'iW0.') {
      const glyph = face.glyph(face.glyphIdOf(character.charCodeAt(0)) ?? -1);
      expect((glyph?.advance ?? 0) / face.unitsPerEm).toBeCloseTo(0.6, 2);
    }
  });
});

describe('a font of a stranger', () => {
  it('that is none is none', () => {
    expect(openFace(new Uint8Array())).toBeNull();
    expect(openFace(Buffer.from('no font at all, but long enough to hold a header'))).toBeNull();
    expect(openFace(fontBytes('serifLatin').subarray(0, 300))?.glyph(34) ?? null).toBeNull();
    expect(openFace(Buffer.concat([Buffer.from('wOF2'), fontBytes('serifLatin')]))).toBeNull();
  });

  it('gives no glyph beyond its last, and none for damaged outlines', () => {
    const bytes = Buffer.from(fontBytes('serifLatin'));
    const face = openFace(bytes);
    expect(face?.glyph(100_000)).toBeNull();
    expect(face?.glyph(-1)).toBeNull();
    const damaged = openFace(withTable(bytes, 'glyf', (table) => table.fill(0xff)));
    expect(damaged?.glyph(40) ?? null).toBeNull();
  });

  it('draws by glyph id without a table of characters', () => {
    const bytes = Buffer.from(fontBytes('serifLatin'));
    const bare = openFace(withTable(bytes, 'cmap', (table) => table.fill(0)));
    expect(bare?.glyphIdOf(0x41) ?? null).toBeNull();
    expect(bare?.glyph(34)?.outline).toEqual(bundledFace('serifLatin').glyph(34)?.outline);
  });

  it('may be a bare CFF without the tables around it', () => {
    const bytes = Buffer.from(fontBytes('monoLatin'));
    const { offset, length } = tableOf(bytes, 'CFF ');
    const bare = openFace(bytes.subarray(offset, offset + length));
    const whole = bundledFace('monoLatin');
    const id = whole.glyphIdOf(0x41) ?? -1;
    expect(bare?.glyph(id)?.outline).toEqual(whole.glyph(id)?.outline);
  });
});

function tableOf(font: Buffer, tag: string): { offset: number; length: number } {
  for (let entry = 12; entry < 12 + 16 * font.readUInt16BE(4); entry += 16) {
    if (font.toString('latin1', entry, entry + 4) === tag) {
      return { offset: font.readUInt32BE(entry + 8), length: font.readUInt32BE(entry + 12) };
    }
  }
  throw new Error(`The font has no table ${tag}.`);
}

function withTable(font: Buffer, tag: string, change: (table: Buffer) => void): Buffer {
  const copy = Buffer.from(font);
  const { offset, length } = tableOf(copy, tag);
  change(copy.subarray(offset, offset + length));
  return copy;
}
