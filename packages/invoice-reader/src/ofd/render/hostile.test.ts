import { fontBytes } from '@countinghouse/typeface';
import { describe, expect, it } from 'vitest';
import { convertFile } from '../../render/convert-file.ts';
import { renderOfdPage } from '../render-svg.ts';
import { anOfd } from '../testing/an-ofd.ts';

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';

function withResources(objects: string, res: string, files: Record<string, string | Uint8Array> = {}): Uint8Array {
  return anOfd({
    objects,
    files: {
      'Doc_0/Document.xml': `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
      'Doc_0/Res.xml': `<ofd:Res ${NAMESPACE}>${res}</ofd:Res>`,
      ...files,
    },
  });
}

const SQUARE =
  '<ofd:PathObject ID="5" Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject>';
const use = (id: number) => `<ofd:CompositeObject ResourceID="${id}" Boundary="0 0 9 9"/>`;
const unit = (id: number, content: string) =>
  `<ofd:CompositeGraphicUnit ID="${id}"><ofd:Content>${content}</ofd:Content></ofd:CompositeGraphicUnit>`;
const units = (content: string) => `<ofd:CompositeGraphicUnits>${content}</ofd:CompositeGraphicUnits>`;

describe('a hostile page', () => {
  it('whose composites hold each other ten times over is refused, not drawn half', async () => {
    const nest = Array.from({ length: 7 }, (_, index) => unit(10 + index, use(11 + index).repeat(10))).join('');
    const ofd = withResources(use(10), units(nest + unit(17, SQUARE)));
    await expect(renderOfdPage(ofd, 0)).rejects.toMatchObject({ code: 'archive_too_large' });
  });

  it('whose composite holds itself ends', async () => {
    const ofd = withResources(use(10), units(unit(10, SQUARE + use(10))));
    expect((await renderOfdPage(ofd, 0))?.svg).toContain('<path');
  });

  it('whose patterns are painted with patterns is drawn with the outer ones alone', async () => {
    const pattern = (inside: string) =>
      `<ofd:PathObject Boundary="0 0 9 9" Fill="true"><ofd:FillColor><ofd:Pattern Width="1" Height="1"><ofd:CellContent>${inside.repeat(8)}</ofd:CellContent></ofd:Pattern></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 9 9 L 0 9 C</ofd:AbbreviatedData></ofd:PathObject>`;
    const ofd = withResources(use(10), units(unit(10, pattern(use(10)))));
    expect((await renderOfdPage(ofd, 0))?.svg.match(/<pattern/g)).toHaveLength(1);
  });

  it('with drawing parameters that stand on each other in a circle is drawn', async () => {
    const res =
      '<ofd:DrawParams><ofd:DrawParam ID="1" Relative="2"/><ofd:DrawParam ID="2" Relative="1" LineWidth="2"/></ofd:DrawParams>';
    const svg = (await renderOfdPage(withResources(SQUARE.replace('ID="5"', 'DrawParam="1"'), res), 0))?.svg;
    expect(svg).toContain('stroke-width="2"');
  });

  it('with endless distances, dashes or cells of a pattern stays small', async () => {
    const text =
      '<ofd:TextObject Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="3" DeltaX="g 4000000000 1">一一</ofd:TextCode></ofd:TextObject>';
    const fine =
      '<ofd:PathObject Boundary="0 0 200 90" Fill="true" Stroke="false"><ofd:FillColor><ofd:Pattern Width="0.0001" Height="0.0001"><ofd:CellContent/></ofd:Pattern></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 200 0 L 200 90 C</ofd:AbbreviatedData></ofd:PathObject>';
    const dashed =
      '<ofd:PathObject Boundary="0 0 9 9" DashPattern="0.000001 0.000001"><ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData></ofd:PathObject>';
    for (const format of ['pdf', 'png'] as const) {
      const ofd = anOfd({ objects: text + fine + dashed });
      const { parts } = await convertFile(ofd, { format, pageIndex: 0, dpi: 72 });
      expect(parts[0]?.bytes.length).toBeLessThan(10_000);
    }
  });

  it('with matrices that are no matrices draws the rest', async () => {
    const flat = SQUARE.replace('Boundary', 'CTM="0 0 0 0 0 0" Boundary');
    const huge = SQUARE.replace('Boundary', 'CTM="1e308 0 0 1e308 1e308 0" Boundary');
    const { parts } = await convertFile(anOfd({ objects: flat + huge + SQUARE }), {
      format: 'png',
      pageIndex: 0,
      dpi: 36,
    });
    expect(parts).toHaveLength(1);
  });
});

describe('a hostile font', () => {
  const font = '<ofd:Fonts><ofd:Font ID="7" FontName="x"><ofd:FontFile>font</ofd:FontFile></ofd:Font></ofd:Fonts>';
  const text =
    '<ofd:TextObject Boundary="0 0 9 9" Font="7" Size="3"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>34 60000</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="3">AB</ofd:TextCode></ofd:TextObject>';

  it('never keeps the page from being drawn, whatever its bytes', { timeout: 30_000 }, async () => {
    const whole = Buffer.from(fontBytes('serifLatin'));
    const changed = [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => {
      const copy = Buffer.from(whole);
      // The tables of a small font lie close together: every 97th byte meets each of them.
      for (let at = 12 + seed; at < copy.length; at += 97 + seed) copy[at] = (copy[at] ?? 0) ^ (0x11 * (seed + 1));
      return copy;
    });
    for (const bytes of [...changed, whole.subarray(0, 4000), Buffer.alloc(5000, 0xff)]) {
      const page = await renderOfdPage(withResources(text, font, { 'Doc_0/font': bytes }), 0);
      expect(page?.svg).toContain('</svg>');
    }
  });
});
