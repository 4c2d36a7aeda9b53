import { expect, test } from 'vitest';
import { barChart, lineChart, niceTop } from './svg-chart.ts';

test('a chart shows title, unit, every name and every figure', () => {
  const svg = barChart({ title: 'Acknowledged <messages>', yLabel: 'per second' }, [
    { name: 'ours', value: 7421 },
    { name: 'ejabberd', value: 2154, color: 1 },
  ]);
  for (const shown of ['Acknowledged &lt;messages&gt;', 'per second', 'ours', 'ejabberd', '7421', '2154']) {
    expect(svg).toContain(`>${shown}<`);
  }
});

test('points at zero have a place on the logarithmic axis', () => {
  const svg = lineChart({ title: 'Latency', yLabel: 'ms', xLabel: 'people on the line' }, [
    { name: 'p99', points: [0, 100, 10_000].map((x) => ({ x, y: 5 })) },
  ]);
  expect(svg).not.toMatch(/NaN|Infinity/);
  const places = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map((match) => Number(match[1]));
  expect(places).toEqual([...places].sort((left, right) => left - right));
  expect(new Set(places).size).toBe(3);
});

test('an axis ends at a round number above the largest value', () => {
  expect([0, 3, 10, 41, 99, 450_000].map(niceTop)).toEqual([1, 4, 10, 50, 100, 500_000]);
});
