import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawnPixels } from '../../render/testing/pixels.ts';
import { renderOfdPage } from '../render-svg.ts';
import { anOfd } from '../testing/an-ofd.ts';
import { aBmp } from './testing/a-bmp.ts';

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const [WHITE, BLACK, RED, BLUE] = [
  [255, 255, 255],
  [0, 0, 0],
  [255, 0, 0],
  [0, 0, 255],
];

/** A document with resources: `res` is what stands in `ofd:Res`, beside the files it names. */
function withResources(objects: string, res: string, files: Record<string, string | Uint8Array> = {}): Uint8Array {
  return anOfd({
    objects,
    files: {
      'Doc_0/Document.xml': `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
      'Doc_0/Res.xml': `<ofd:Res ${NAMESPACE}>${res}</ofd:Res>`,
      ...files,
    },
  });
}

const SQUARE = '<ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C</ofd:AbbreviatedData>';
const square = (attributes: string, inside: string) =>
  `<ofd:PathObject ID="5" Boundary="10 10 40 40" Fill="true" Stroke="false" ${attributes}>${inside}${SQUARE}</ofd:PathObject>`;
const draw = (objects: string) => drawnPixels(anOfd({ objects }));

describe('colours', () => {
  it('come from grey, RGB and CMYK spaces, palettes and hexadecimal values', async () => {
    const res =
      '<ofd:ColorSpaces><ofd:ColorSpace ID="1" Type="GRAY"/><ofd:ColorSpace ID="2" Type="CMYK"/><ofd:ColorSpace ID="3" Type="RGB"><ofd:Palette><ofd:CV>255 0 0</ofd:CV><ofd:CV>0 0 255</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces>';
    const colourOf = async (fill: string) =>
      (await drawnPixels(withResources(square('', `<ofd:FillColor ${fill}/>`), res))).at(30, 30);
    expect(await colourOf('ColorSpace="1" Value="128"')).toEqual([128, 128, 128]);
    expect(await colourOf('ColorSpace="2" Value="0 255 255 0"')).toEqual(RED);
    expect(await colourOf('ColorSpace="3" Index="1"')).toEqual(BLUE);
    expect(await colourOf('Value="#ff #00 #00"')).toEqual(RED);
    expect(await colourOf('Value="0 0 255" Alpha="127"')).toEqual([128, 128, 255]);
  });

  it('are inherited from drawing parameters, also from those that these stand on, and the object comes first', async () => {
    const res =
      '<ofd:DrawParams><ofd:DrawParam ID="1"><ofd:FillColor Value="255 0 0"/></ofd:DrawParam><ofd:DrawParam ID="2" Relative="1" LineWidth="4"/></ofd:DrawParams>';
    expect((await drawnPixels(withResources(square('DrawParam="2"', ''), res))).at(30, 30)).toEqual(RED);
    const own = square('DrawParam="2"', '<ofd:FillColor Value="0 0 255"/>');
    expect((await drawnPixels(withResources(own, res))).at(30, 30)).toEqual(BLUE);
  });

  it('run along the axis of a shading', async () => {
    const stop = (at: number, colour: string) =>
      `<ofd:Segment Position="${at}"><ofd:Color Value="${colour}"/></ofd:Segment>`;
    const page = await draw(
      square(
        '',
        `<ofd:FillColor><ofd:AxialShd StartPoint="10 0" EndPoint="30 0" Extend="1">${stop(0, '255 0 0')}${stop(1, '0 0 255')}</ofd:AxialShd></ofd:FillColor>`,
      ),
    );
    expect(page.at(15, 30)).toEqual(RED);
    const [red, , blue] = page.at(30, 30);
    expect(Math.abs(red - blue)).toBeLessThan(10);
    // Extended at the start alone.
    expect(page.at(45, 30)).toEqual(WHITE);
  });

  it('go round in a radial shading', async () => {
    const page = await draw(
      square(
        '',
        '<ofd:FillColor><ofd:RadialShd StartPoint="20 20" EndPoint="20 20" StartRadius="0" EndRadius="20" Extend="3"><ofd:Segment><ofd:Color Value="255 0 0"/></ofd:Segment><ofd:Segment><ofd:Color Value="0 0 255"/></ofd:Segment></ofd:RadialShd></ofd:FillColor>',
      ),
    );
    expect(page.at(30, 30)[0]).toBeGreaterThan(240);
    expect(page.at(49, 49)).toEqual(BLUE);
  });

  it('repeat in a pattern', async () => {
    const cell =
      '<ofd:PathObject ID="9" Boundary="0 0 5 10" Fill="true" Stroke="false"><ofd:FillColor Value="255 0 0"/><ofd:AbbreviatedData>M 0 0 L 5 0 L 5 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>';
    const page = await draw(
      square(
        '',
        `<ofd:FillColor><ofd:Pattern Width="10" Height="10"><ofd:CellContent>${cell}</ofd:CellContent></ofd:Pattern></ofd:FillColor>`,
      ),
    );
    expect([12, 22, 32, 42].map((x) => page.at(x, 30))).toEqual([RED, RED, RED, RED]);
    expect([17, 27, 37, 47].map((x) => page.at(x, 30))).toEqual([WHITE, WHITE, WHITE, WHITE]);
  });
});

describe('paths', () => {
  it('keep their rule, line, dashes and matrix', async () => {
    const ring =
      '<ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C M 10 10 L 30 10 L 30 30 L 10 30 C</ofd:AbbreviatedData>';
    const path = (attributes: string, data: string) =>
      draw(
        `<ofd:PathObject ID="5" Boundary="10 10 40 40" ${attributes}><ofd:FillColor Value="0 0 0"/>${data}</ofd:PathObject>`,
      );
    expect((await path('Fill="true" Rule="Even-Odd"', ring)).at(30, 30)).toEqual(WHITE);
    expect((await path('Fill="true"', ring)).at(30, 30)).toEqual(BLACK);
    const line = '<ofd:AbbreviatedData>M 0 5 L 40 5</ofd:AbbreviatedData>';
    const dashed = await path('LineWidth="2" DashPattern="10 10"', line);
    expect([dashed.at(15, 15), dashed.at(25, 15), dashed.at(35, 15)]).toEqual([BLACK, WHITE, BLACK]);
    const turned = await path('LineWidth="2" CTM="0 1 -1 0 10 0"', line);
    expect([turned.at(15, 30), turned.at(30, 15)]).toEqual([BLACK, WHITE]);
  });

  it('outside of their clips are hidden', async () => {
    const clip = (attributes: string, data: string) =>
      `<ofd:Clips ${attributes}><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 40 40"><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`;
    const page = await draw(square('', `<ofd:FillColor Value="255 0 0"/>${clip('', 'M 0 0 L 20 0 L 20 40 L 0 40 C')}`));
    expect([page.at(20, 30), page.at(40, 30)]).toEqual([RED, WHITE]);
  });

  it('may be clipped to the shape of text', async () => {
    const clip =
      '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Text Boundary="0 0 40 40" Size="40"><ofd:TextCode X="0" Y="35">田</ofd:TextCode></ofd:Text></ofd:Area></ofd:Clip></ofd:Clips>';
    const page = await draw(square('', `<ofd:FillColor Value="255 0 0"/>${clip}`));
    const ink = page.inkIn({ x: 10, y: 10, width: 40, height: 40 });
    expect(ink).toBeGreaterThan(0.05);
    expect(ink).toBeLessThan(0.6);
  });

  it('lie in layers: background, body, foreground, whatever their order in the file', async () => {
    const filled = (colour: string) => square('', `<ofd:FillColor Value="${colour}"/>`);
    const content = `<ofd:Page ${NAMESPACE}><ofd:Content><ofd:Layer Type="Foreground">${filled('255 0 0')}</ofd:Layer><ofd:Layer>${filled('0 0 255')}</ofd:Layer><ofd:Layer Type="Background">${filled('0 0 0')}</ofd:Layer></ofd:Content></ofd:Page>`;
    const page = await drawnPixels(anOfd({ files: { 'Doc_0/Pages/Page_0/Content.xml': content } }));
    expect(page.at(30, 30)).toEqual(RED);
  });

  it('of composite objects are drawn in their place', async () => {
    const res = `<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8" Width="40" Height="40"><ofd:Content>${square('', '<ofd:FillColor Value="255 0 0"/>')}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>`;
    const use = '<ofd:CompositeObject ID="9" ResourceID="8" Boundary="100 50 50 50" CTM="0.5 0 0 0.5 0 0"/>';
    const page = await drawnPixels(withResources(use, res));
    expect(page.at(106, 56)).toEqual(RED);
    expect(page.at(124, 74)).toEqual(RED);
    expect(page.at(126, 76)).toEqual(WHITE);
  });
});

describe('pictures', () => {
  const image = (attributes = '', inside = '') =>
    `<ofd:ImageObject ID="5" ResourceID="7" Boundary="10 10 40 40" CTM="40 0 0 40 0 0" ${attributes}>${inside}</ofd:ImageObject>`;
  const media = (id: number, file: string) =>
    `<ofd:MultiMedia ID="${id}" Type="Image"><ofd:MediaFile>${file}</ofd:MediaFile></ofd:MultiMedia>`;
  const withPicture = (bytes: Uint8Array, objects = image()) =>
    drawnPixels(
      withResources(objects, `<ofd:MultiMedias>${media(7, 'picture')}${media(8, 'mask')}</ofd:MultiMedias>`, {
        'Doc_0/picture': bytes,
        'Doc_0/mask': halfMask,
      }),
    );
  const plain = (background: string) => sharp({ create: { width: 16, height: 16, channels: 3, background } });
  let halfMask: Uint8Array = new Uint8Array();

  it('of every kind that producers use are shown', async () => {
    const kinds = [
      await plain('#00f').png().toBuffer(),
      await plain('#00f').gif().toBuffer(),
      await plain('#00f').tiff().toBuffer(),
      await plain('#00f').webp({ lossless: true }).toBuffer(),
      aBmp({ bits: 24, pixels: [[0, 0, 255]] }),
      aBmp({ bits: 32, pixels: [[0, 0, 255]] }),
      aBmp({ bits: 8, pixels: [[0, 0, 255]] }),
      aBmp({ bits: 1, pixels: [[0, 0, 255]] }),
    ];
    for (const bytes of [...kinds, await plain('#00f').jpeg().toBuffer()]) {
      const [red, green, blue] = (await withPicture(bytes)).at(30, 30);
      expect(Math.max(red, green)).toBeLessThan(5);
      expect(blue).toBeGreaterThan(250);
    }
  });

  it('that are heavy scans still make a light page', async () => {
    const noise = Buffer.from(
      Array.from({ length: 1500 * 1000 * 3 }, (_, index) => (index * index * 31 + index * 7) % 251),
    );
    const scan = await sharp(noise, { raw: { width: 1500, height: 1000, channels: 3 } })
      .tiff()
      .toBuffer();
    const ofd = withResources(image(), `<ofd:MultiMedias>${media(7, 'picture')}</ofd:MultiMedias>`, {
      'Doc_0/picture': scan,
    });
    const svg = (await renderOfdPage(ofd, 0))?.svg ?? '';
    expect(svg).toContain('data:image/jpeg');
  });

  it('may be drawings', async () => {
    const page = await withPicture(
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="#00f"/></svg>',
      ),
    );
    expect(page.at(30, 30)).toEqual(BLUE);
  });

  it('are hidden where their mask is black', async () => {
    const half = await sharp({ create: { width: 8, height: 16, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    halfMask = await plain('#000')
      .composite([{ input: half, left: 0, top: 0 }])
      .png()
      .toBuffer();
    const page = await withPicture(await plain('#00f').png().toBuffer(), image('ImageMask="8"'));
    expect(page.at(15, 30)).toEqual(BLUE);
    expect(page.at(45, 30)).toEqual(WHITE);
  });

  it('are cut by clips in millimetres as well as by those in the picture’s own space', async () => {
    const clip = (data: string) =>
      `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 1 1"><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`;
    const bytes = await plain('#00f').png().toBuffer();
    for (const data of ['M 0 0 L 0.5 0 L 0.5 1 L 0 1 C', 'M 0 0 L 20 0 L 20 40 L 0 40 C']) {
      const page = await withPicture(bytes, image('', clip(data)));
      expect([page.at(20, 30), page.at(40, 30)]).toEqual([BLUE, WHITE]);
    }
  });

  it('keep their place visible when they are missing or damaged', async () => {
    for (const bytes of [Buffer.from('no picture'), (await plain('#00f').png().toBuffer()).subarray(0, 40)]) {
      const page = await withPicture(bytes);
      expect(page.inkIn({ x: 9, y: 9, width: 2, height: 42 })).toBeGreaterThan(0.05);
    }
  });

  it('have the border that the page gives them', async () => {
    const border = '<ofd:Border LineWidth="2"><ofd:BorderColor Value="255 0 0"/></ofd:Border>';
    const page = await withPicture(await plain('#00f').png().toBuffer(), image('', border));
    expect(page.at(10, 30)).toEqual(RED);
    expect(page.at(30, 30)).toEqual(BLUE);
  });
});
