import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse-xml.ts';
import { renderOfdPage } from './render-svg.ts';
import { escapeXml, pathData } from './svg-objects.ts';
import { anOfd, VISIBLE } from './testing/an-ofd.ts';

const draw = async (objects: string) => (await renderOfdPage(anOfd({ objects }), 0))?.svg ?? '';

describe('a drawn page', () => {
  it('has the size of the page and its text at its place', async () => {
    const page = await renderOfdPage(anOfd({ texts: VISIBLE }), 0);
    expect(page).toMatchObject({ widthMm: 210, heightMm: 140 });
    expect(page?.svg).toContain('viewBox="0 0 210 140"');
    expect(page?.svg).toMatch(/<g transform="translate\(170 98\)"[^>]*><text x="0 [^"]*" y="3">¥526\.00<\/text>/);
  });

  it('is null beyond the last page', async () => {
    expect(await renderOfdPage(anOfd(), 1)).toBeNull();
  });

  it('keeps deltas, matrices, colours and lines', async () => {
    const svg = await draw(
      '<ofd:TextObject ID="5" Boundary="1 2 9 9" CTM="0 1 -1 0 3 0" Size="3"><ofd:FillColor Value="156 82 35"/><ofd:TextCode X="0" Y="2" DeltaX="g 1 5">购方</ofd:TextCode></ofd:TextObject>' +
        '<ofd:PathObject ID="6" Boundary="4 5 6 7" LineWidth="0.25"><ofd:AbbreviatedData>M 0 0.2 L 73 0.2 B 1 2 3 4 5 6 C</ofd:AbbreviatedData></ofd:PathObject>',
    );
    expect(svg).toContain('transform="translate(1 2) matrix(0 1 -1 0 3 0)"');
    expect(svg).toContain('fill="rgb(156,82,35)"');
    expect(svg).toContain('<text x="0 5" y="2">购方</text>');
    expect(svg).toContain('d="M0 0.2L73 0.2C1 2 3 4 5 6Z"');
  });

  it('carries nothing that could run or load', async () => {
    const svg = await draw(
      '<ofd:TextObject ID="5" Boundary="&quot; onload=&quot;alert(1) 0 0" Size="3"><ofd:TextCode X="0" Y="2">&lt;script&gt;alert(1)&lt;/script&gt;</ofd:TextCode></ofd:TextObject>' +
        '<ofd:ImageObject ID="7" ResourceID="javascript:alert(1)" Boundary="0 0 1 1"/>' +
        '<ofd:PathObject ID="6" Boundary="0 0 1 1"><ofd:AbbreviatedData>M 0 0 L &quot;/&gt;&lt;script&gt; 1</ofd:AbbreviatedData></ofd:PathObject>',
    );
    expect(svg).not.toMatch(/<script|onload|javascript:/);
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

describe('path data', () => {
  it('stops at what it does not understand', () => {
    expect(pathData('M 1 2 L 3 url(#x)')).toBe('M1 2');
    expect(pathData('alert(1)')).toBe('');
    expect(pathData('S 0 0 Q 1 2 3 4 A 1 1 0 1 0 5 5')).toBe('M0 0Q1 2 3 4A1 1 0 1 0 5 5');
  });
});
