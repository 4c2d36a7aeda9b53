import { fontBytes } from '@countinghouse/typeface';
import { describe, expect, it } from 'vitest';
import { drawnPixels } from '../../render/testing/pixels.ts';
import { renderOfdPage } from '../render-svg.ts';
import { anOfd } from '../testing/an-ofd.ts';

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** A document with one font of id 7. */
function withFont(objects: string, font: string, file?: Uint8Array): Uint8Array {
  const inside = file ? '<ofd:FontFile>font.ttf</ofd:FontFile>' : '';
  return anOfd({
    objects,
    files: {
      'Doc_0/Document.xml': `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
      'Doc_0/Res.xml': `<ofd:Res ${NAMESPACE}><ofd:Fonts><ofd:Font ID="7" ${font}>${inside}</ofd:Font></ofd:Fonts></ofd:Res>`,
      ...(file && { 'Doc_0/font.ttf': file }),
    },
  });
}

const text = (attributes: string, code: string, inside = '') =>
  `<ofd:TextObject ID="5" Boundary="20 20 100 60" Font="7" ${attributes}>${inside}<ofd:TextCode ${code}</ofd:TextCode></ofd:TextObject>`;

const svgOf = async (ofd: Uint8Array) => (await renderOfdPage(ofd, 0))?.svg ?? '';
const outlines = (svg: string) => [...svg.matchAll(/<path id="g\d+" d="([^"]*)"/g)].map((match) => match[1]);
const glyphScale = (svg: string) => Number(/<g transform="matrix\(([\d.]+) 0 0 -/.exec(svg)?.[1]);
const places = (svg: string) =>
  [...svg.matchAll(/<use href="#g\d+"(?: x="(-?\d+)")?/g)].map((match) => Number(match[1] ?? 0));

// Glyphs of the cut follow ASCII: .notdef, the blank, and so on to A and B.
const IDS_OF_AB = '34 35';

describe('fonts inside the container', () => {
  const code = 'X="0" Y="30">AB';

  it('draw their own outlines', async () => {
    const own = await svgOf(withFont(text('Size="10"', code), 'FontName="宋体"', fontBytes('sansLatin')));
    const arial = await svgOf(withFont(text('Size="10"', code), 'FontName="Arial"'));
    expect(outlines(own)).toEqual(outlines(arial));
    const song = await svgOf(withFont(text('Size="10"', code), 'FontName="宋体"'));
    expect(outlines(own)).not.toEqual(outlines(song));
  });

  it('are used by glyph ids where the page gives these, whatever the characters', async () => {
    const plain = await svgOf(withFont(text('Size="10"', code), 'FontName="x"', fontBytes('sansLatin')));
    const glyphs = (count: number, ids: string) =>
      `<ofd:CGTransform CodePosition="0" CodeCount="${count}" GlyphCount="2"><ofd:Glyphs>${ids}</ofd:Glyphs></ofd:CGTransform>`;
    const coded = await svgOf(
      withFont(text('Size="10"', 'X="0" Y="30">甲乙', glyphs(2, IDS_OF_AB)), 'FontName="x"', fontBytes('sansLatin')),
    );
    expect(outlines(coded)).toEqual(outlines(plain));
    const split = await svgOf(
      withFont(
        text('Size="10"', 'X="0" Y="30" DeltaX="9">甲', glyphs(1, IDS_OF_AB)),
        'FontName="x"',
        fontBytes('sansLatin'),
      ),
    );
    expect(outlines(split)).toEqual(outlines(plain));
  });

  it('that are damaged or lack a character give way to a face of their style', async () => {
    const broken = await svgOf(withFont(text('Size="10"', code), 'FontName="宋体"', Buffer.from('no font')));
    const song = await svgOf(withFont(text('Size="10"', code), 'FontName="宋体"'));
    expect(broken).toBe(song);
    const mixed = await svgOf(
      withFont(text('Size="10"', 'X="0" Y="30">A发'), 'FontName="宋体"', fontBytes('sansLatin')),
    );
    expect(outlines(mixed)).toHaveLength(2);
    expect(mixed).not.toContain('<text');
  });
});

describe('fonts outside the container', () => {
  it('are drawn in their style: Song, Kai, Hei, Courier', async () => {
    const names = ['宋体', '楷体', '黑体', 'Courier New', 'Times New Roman', 'Arial'];
    const drawn = await Promise.all(
      names.map(
        async (name) => outlines(await svgOf(withFont(text('Size="10"', 'X="0" Y="30">A'), `FontName="${name}"`)))[0],
      ),
    );
    expect(new Set(drawn).size).toBe(names.length);
  });

  it('keep digits of Chinese fonts half a square wide, so that columns stand below each other', async () => {
    const svg = await svgOf(withFont(text('Size="10"', 'X="0" Y="30">2358'), 'FontName="宋体"'));
    const rows = [...svg.matchAll(/<g transform="matrix\(([\d.]+) 0 0 -[^>]*>(.*?)<\/g>/g)];
    const starts = rows.flatMap(([, scale, uses]) => places(uses ?? '').map((x) => x * Number(scale)));
    const distances = starts.slice(1).map((x, index) => x - (starts[index] ?? 0));
    expect(distances).toHaveLength(3);
    for (const distance of distances) expect(distance).toBeCloseTo(5, 1);
  });

  it('are not narrowed where the page leaves room for wide letters', async () => {
    const scaleWith = async (delta: string) =>
      glyphScale(await svgOf(withFont(text('Size="10"', `X="0" Y="30" DeltaX="${delta}">W1`), 'FontName="宋体"')));
    expect(await scaleWith('5')).toBeLessThan(0.005);
    expect(await scaleWith('12')).toBe(0.01);
  });

  it('have the rare characters of names', async () => {
    const svg = await svgOf(withFont(text('Size="10"', 'X="0" Y="30">喆堃镕䶮𬭚ⓧ⊗'), 'FontName="楷体"'));
    expect(svg).not.toContain('<text');
    expect(outlines(svg)).toHaveLength(7);
  });
});

describe('text', () => {
  it('stands at the distances that the page gives, also in their short form', async () => {
    const svg = await svgOf(withFont(text('Size="10"', 'X="1" Y="30" DeltaX="g 2 10 20">一二三四'), 'FontName="宋体"'));
    const scale = glyphScale(svg);
    expect(places(svg).map((x) => Math.round(x * scale))).toEqual([1, 11, 21, 41]);
  });

  it('runs down where DeltaY says so', async () => {
    const page = await drawnPixels(withFont(text('Size="10"', 'X="0" Y="10" DeltaX="0 0" DeltaY="15 15">田田田'), ''));
    for (const top of [22, 37, 52]) expect(page.inkIn({ x: 20, y: top, width: 10, height: 8 })).toBeGreaterThan(0.1);
    expect(page.inkIn({ x: 31, y: 20, width: 30, height: 50 })).toBe(0);
  });

  it('runs in its reading direction where no distances are given', async () => {
    const down = await drawnPixels(
      withFont(text('Size="10" ReadDirection="90" CharDirection="90"', 'X="0" Y="10">田田'), ''),
    );
    expect(down.inkIn({ x: 20, y: 30, width: 10, height: 9 })).toBeGreaterThan(0.1);
    expect(down.inkIn({ x: 20, y: 40, width: 10, height: 9 })).toBeGreaterThan(0.1);
    expect(down.inkIn({ x: 31, y: 20, width: 20, height: 40 })).toBe(0);
  });

  it('is as wide as HScale says', async () => {
    const page = await drawnPixels(withFont(text('Size="10" HScale="2"', 'X="0" Y="10">一'), ''));
    expect(page.inkIn({ x: 36, y: 20, width: 2, height: 10 })).toBeGreaterThan(0);
    expect(page.inkIn({ x: 40, y: 20, width: 20, height: 10 })).toBe(0);
  });

  it('is heavier where it is bold, leans where it is italic, and hollow where it has a line alone', async () => {
    const ink = async (attributes: string, inside = '') => {
      const page = await drawnPixels(withFont(text(`Size="20" ${attributes}`, 'X="0" Y="20">田', inside), ''));
      return page.inkIn({ x: 15, y: 15, width: 35, height: 35 });
    };
    const regular = await ink('');
    expect(await ink('Weight="700"')).toBeGreaterThan(regular * 1.15);
    expect(await svgOf(withFont(text('Size="20" Italic="true"', 'X="0" Y="20">田'), ''))).toMatch(
      /matrix\(0\.02 0 0\.004\d* -0\.02/,
    );
    expect(await svgOf(withFont(text('Size="20" Stroke="true" Fill="false"', 'X="0" Y="20">田'), ''))).toContain(
      'fill="none" stroke="#000000"',
    );
  });

  it('has the colour and transparency that the page gives', async () => {
    const svg = await svgOf(
      withFont(text('Size="10" Alpha="51"', 'X="0" Y="30">一', '<ofd:FillColor Value="156 82 35"/>'), ''),
    );
    expect(svg).toContain('opacity="0.2"');
    expect(svg).toContain('fill="#9c5223"');
  });
});
