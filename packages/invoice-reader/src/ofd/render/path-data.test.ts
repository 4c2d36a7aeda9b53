import { svgPath } from '@countinghouse/typeface';
import { describe, expect, it } from 'vitest';
import { parsePathData } from './path-data.ts';

const path = (data: string) => svgPath(parsePathData(data), 2);

describe('path data', () => {
  it('understands every command', () => {
    expect(path('S 0 0 M 1 2 L 3 4 Q 1 2 3 4 B 1 2 3 4 5 6 C')).toBe('M0 0M1 2L3 4Q1 2 3 4C1 2 3 4 5 6Z');
  });

  it('turns arcs into curves that end where the arc ends', () => {
    expect(path('M 0 0 A 5 5 0 0 1 10 0')).toBe('M0 0C0-2.76 2.24-5 5-5C7.76-5 10-2.76 10 0');
    expect(path('M 0 0 A 5 5 0 0 0 10 0')).toBe('M0 0C0 2.76 2.24 5 5 5C7.76 5 10 2.76 10 0');
    expect(path('M 0 0 A 5 5 0 1 1 5 5')).toMatch(/^M0 0(C[^C]+){3}$/);
    expect(path('M 0 0 A 0 5 0 0 1 10 0')).toBe('M0 0L10 0');
  });

  it('stops at what it does not understand', () => {
    expect(path('M 1 2 L 3 url(#x)')).toBe('M1 2');
    expect(path('alert(1)')).toBe('');
    expect(path('M 0 0 L NaN 1')).toBe('M0 0');
  });

  it('reads numbers in every form that producers write', () => {
    expect(path('M1,2L-3-4 L .5 1e1')).toBe('M1 2L-3-4L0.5 10');
  });
});
