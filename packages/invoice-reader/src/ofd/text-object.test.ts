import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse-xml.ts';
import { expandDeltas, runsOfObject } from './text-object.ts';

const object = (xml: string) => parseXml(Buffer.from(xml), 'test.xml');

describe('DeltaX', () => {
  it('expands runs', () => {
    expect(expandDeltas('g 4 1.5875 3.175 g 2 1.5875')).toEqual([
      1.5875, 1.5875, 1.5875, 1.5875, 3.175, 1.5875, 1.5875,
    ]);
    expect(expandDeltas(undefined)).toEqual([]);
    expect(expandDeltas('1 x 2 g 3')).toEqual([1, 2]);
  });

  it('written as runs says the same as written out', () => {
    const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -20, max: 20 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(runs, (list) => {
        const short = list.map(([count, delta]) => `g ${count} ${delta}`).join(' ');
        const long = list.flatMap(([count, delta]) => Array.from({ length: count }, () => delta));
        expect(expandDeltas(short)).toEqual(long);
        expect(expandDeltas(long.join('  '))).toEqual(long);
      }),
    );
  });

  it('with a hostile count does not grow without end', () => {
    expect(expandDeltas('g 4000000000 1').length).toBeLessThanOrEqual(20_000);
  });
});

describe('a text object', () => {
  it('stands where boundary, base point and deltas say', () => {
    const [run, ...others] = runsOfObject(
      object('<T Boundary="36 30 82 6" Size="4"><TextCode X="1" Y="4" DeltaX="g 1 4">购方</TextCode></T>'),
    );
    expect(others).toEqual([]);
    expect(run).toMatchObject({ text: '购方', left: 37, right: 45 });
    expect(run?.bottom).toBeCloseTo(34.6);
  });

  it('becomes several runs where DeltaY begins a new line', () => {
    const xml =
      '<T Boundary="0 0 9 9" Size="4"><TextCode X="0" Y="4" DeltaX="g 1 2 -4 2" DeltaY="g 1 0 5 0"><![CDATA[ab12]]></TextCode></T>';
    expect(runsOfObject(object(xml)).map((run) => run.text)).toEqual(['ab', '12']);
  });

  it('turned by its matrix is not read as a line', () => {
    const xml = '<T Boundary="0 0 9 9" CTM="0 1 -1 0 3 0" Size="3"><TextCode X="0" Y="2">下载次数</TextCode></T>';
    expect(runsOfObject(object(xml))).toEqual([]);
  });
});
