import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawnPixels } from '../../render/testing/pixels.ts';
import { renderOfdPage } from '../render-svg.ts';
import { aSealValue, der, sequence, stampFiles } from '../testing/a-seal.ts';
import { anOfd } from '../testing/an-ofd.ts';

const RED = [255, 0, 0];
const WHITE = [255, 255, 255];
const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';

const redSquare = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#f00' } })
  .png()
  .toBuffer();
const value = aSealValue(redSquare);

const stamped = (stamps: readonly string[], extra: Partial<Parameters<typeof stampFiles>[0]> = {}, objects = '') =>
  anOfd({ withDigests: true, objects, files: stampFiles({ stamps, value, ...extra }) });

const seals = async (ofd: Uint8Array) =>
  (await renderOfdPage(ofd, 0))?.svg.match(/mix-blend-mode:multiply/g)?.length ?? 0;

describe('the seal of a signature', () => {
  it('stands where the signature says, in the size that it says', async () => {
    const page = await drawnPixels(stamped(['Boundary="90 8 30 20"']));
    expect(page.at(90.5, 8.5)).toEqual(RED);
    expect(page.at(119.5, 27.5)).toEqual(RED);
    for (const [x, y] of [
      [89.5, 18],
      [120.5, 18],
      [100, 7.5],
      [100, 28.5],
    ] as const)
      expect(page.at(x, y)).toEqual(WHITE);
  });

  it('takes the size of the seal when the signature gives none', async () => {
    const page = await drawnPixels(stamped(['Boundary="10 10 0 0"']));
    expect(page.at(39.5, 29.5)).toEqual(RED);
    expect(page.at(40.5, 20)).toEqual(WHITE);
  });

  it('is drawn once, even when the signature is listed twice', async () => {
    const files = {
      ...stampFiles({ stamps: ['Boundary="90 8 30 20"'], value }),
      'Doc_0/Signs/Signatures.xml': `<ofd:Signatures ${NAMESPACE}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/><ofd:Signature ID="2" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>`,
    };
    expect(await seals(anOfd({ withDigests: true, files }))).toBe(1);
    expect(await seals(stamped(['Boundary="90 8 30 20"', 'Boundary="20 8 30 20"']))).toBe(2);
  });

  it('is not doubled by an annotation that shows its picture at the same place', async () => {
    const document = `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages><ofd:Annotations>Annots.xml</ofd:Annotations></ofd:Document>`;
    const withAnnotationAt = (boundary: string) =>
      anOfd({
        withDigests: true,
        files: {
          ...stampFiles({ stamps: ['Boundary="90 8 30 20"'], value }),
          'Doc_0/Document.xml': document,
          'Doc_0/Res.xml': `<ofd:Res ${NAMESPACE}><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>seal.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`,
          'Doc_0/seal.png': redSquare,
          'Doc_0/Annots.xml': `<ofd:Annotations ${NAMESPACE}><ofd:Page PageID="1"><ofd:FileLoc>Annot.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
          'Doc_0/Annot.xml': `<ofd:PageAnnot ${NAMESPACE}><ofd:Annot Type="Stamp"><ofd:Appearance Boundary="${boundary}"><ofd:ImageObject ResourceID="7" CTM="30 0 0 20 0 0" Boundary="0 0 30 20"/></ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
        },
      });
    const images = async (ofd: Uint8Array) => (await renderOfdPage(ofd, 0))?.svg.match(/<use href="#i/g)?.length;
    expect(await images(withAnnotationAt('90 8 30 20'))).toBe(1);
    expect(await images(withAnnotationAt('20 90 30 20'))).toBe(2);
  });

  it('shows on each page only its part when it goes over the edges of several pages', async () => {
    const page = await drawnPixels(stamped(['Boundary="200 50 40 40" Clip="0 0 10 40"']));
    expect(page.at(205, 70)).toEqual(RED);
    const cut = await drawnPixels(stamped(['Boundary="100 50 40 40" Clip="10 0 10 40"']));
    expect(cut.at(105, 70)).toEqual(WHITE);
    expect(cut.at(115, 70)).toEqual(RED);
    expect(cut.at(125, 70)).toEqual(WHITE);
  });

  it('is found in the seal file when the signed value holds no picture', async () => {
    const empty = sequence([der(0x02, Buffer.from([1]))]);
    const page = await drawnPixels(stamped(['Boundary="90 8 30 20"'], { value: empty, seal: value }));
    expect(page.at(100, 15)).toEqual(RED);
  });

  it('is found in a signed value that is wrapped once more', async () => {
    const page = await drawnPixels(stamped(['Boundary="90 8 30 20"'], { value: sequence([der(0x04, value)]) }));
    expect(page.at(100, 15)).toEqual(RED);
  });

  it('may be an OFD of its own, scaled into its place', async () => {
    const inner = anOfd({
      objects:
        '<ofd:PathObject ID="5" Boundary="0 0 105 140" Fill="true" Stroke="false"><ofd:FillColor Value="255 0 0"/><ofd:AbbreviatedData>M 0 0 L 105 0 L 105 140 L 0 140 C</ofd:AbbreviatedData></ofd:PathObject>',
    });
    const page = await drawnPixels(stamped(['Boundary="90 8 30 20"'], { value: aSealValue(inner, { type: 'ofd' }) }));
    expect(page.at(91, 9)).toEqual(RED);
    expect(page.at(104, 27)).toEqual(RED);
    expect(page.at(106, 18)).toEqual(WHITE);
  });

  it('lets the text below show through, also when its picture has a white ground', async () => {
    const text =
      '<ofd:PathObject ID="5" Boundary="100 10 5 5" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L 5 0 L 5 5 L 0 5 C</ofd:AbbreviatedData></ofd:PathObject>';
    const whiteJpeg = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    const white = await drawnPixels(stamped(['Boundary="90 8 30 20"'], { value: aSealValue(whiteJpeg) }, text));
    expect(white.at(102, 12)).toEqual([0, 0, 0]);
    expect(await (await drawnPixels(stamped(['Boundary="90 8 30 20"'], {}, text))).at(102, 12)).toEqual([0, 0, 0]);
  });

  it('leaves the page readable when its picture is damaged', async () => {
    const page = await drawnPixels(stamped(['Boundary="90 8 30 20"'], { value: Buffer.from('no DER') }));
    expect(page.inkIn({ x: 0, y: 0, width: 210, height: 139 })).toBe(0);
  });
});
