import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml } from '../render/svg-text.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { renderOfdPage } from './render-svg.ts';
import { anOfd, VISIBLE } from './testing/an-ofd.ts';

const draw = async (objects: string) => (await renderOfdPage(anOfd({ objects }), 0))?.svg ?? '';

describe('a drawn page', () => {
  it('has the size of the page', async () => {
    const page = await renderOfdPage(anOfd({ texts: VISIBLE }), 0);
    expect(page).toMatchObject({ widthMm: 210, heightMm: 140 });
    expect(page?.svg).toContain('width="210mm" height="140mm" viewBox="0 0 210 140"');
  });

  it('is null beyond the last page', async () => {
    expect(await renderOfdPage(anOfd(), 1)).toBeNull();
  });

  it('shows Chinese text without any font of the viewer', async () => {
    const { svg } = (await renderOfdPage(anOfd({ texts: VISIBLE }), 0)) ?? { svg: '' };
    expect(svg).not.toContain('<text');
    expect(svg).not.toContain('font-family');
    expect(svg.match(/<use href="#g/g)?.length).toBe(VISIBLE.reduce((sum, { text }) => sum + [...text].length, 0));
  });

  it('defines the outline of a character once, however often it occurs', async () => {
    const svg = await draw(
      '<ofd:TextObject ID="5" Boundary="1 2 9 9" Size="3"><ofd:TextCode X="0" Y="3">发票发票发</ofd:TextCode></ofd:TextObject>',
    );
    expect(svg.match(/<path id="g/g)?.length).toBe(2);
    expect(svg.match(/<use href="#g/g)?.length).toBe(5);
  });

  it('leaves a character that no face has to the viewer, at its place', async () => {
    const svg = await draw(
      '<ofd:TextObject ID="5" Boundary="10 20 9 9" Size="4"><ofd:TextCode X="0" Y="3" DeltaX="4">一😀</ofd:TextCode></ofd:TextObject>',
    );
    expect(svg).toMatch(/<text transform="matrix\(0\.04 0 0 0\.04 4 3\)" font-size="100"[^>]*>😀<\/text>/);
  });

  it('carries nothing that could run or load', async () => {
    const svg = await draw(
      '<ofd:TextObject ID="5" Boundary="&quot; onload=&quot;alert(1) 0 0" Size="3"><ofd:TextCode X="0" Y="2">&lt;script&gt;alert(1)&lt;/script&gt;</ofd:TextCode></ofd:TextObject>' +
        '<ofd:ImageObject ID="7" ResourceID="javascript:alert(1)" Boundary="0 0 1 1"/>' +
        '<ofd:PathObject ID="6" Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 0 L &quot;/&gt;&lt;script&gt; 1</ofd:AbbreviatedData></ofd:PathObject>',
    );
    expect(svg).not.toMatch(/<script|onload|javascript:|href="(?!#|data:image\/(png|jpeg);base64,)/);
    expect(parseXml(Buffer.from(svg), 'page.svg').name).toBe('svg');
  });

  it('is well-formed whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(parseXml(Buffer.from(`<t a="${escapeXml(text)}">${escapeXml(text)}</t>`), 't').name).toBe('t');
      }),
    );
  });
});
