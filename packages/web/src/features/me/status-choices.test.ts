import { describe, expect, it } from 'vitest';
import { statusEnd } from './status-choices.ts';

const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

describe('statusEnd', () => {
  const sunday = new Date(2026, 10, 22, 21, 30);
  const monday = new Date(2026, 10, 23, 9, 0);

  it('counts minutes from now', () => {
    expect(statusEnd('half-hour', sunday)).toBe(local(2026, 10, 22, 22, 0));
    expect(statusEnd('four-hours', sunday)).toBe(local(2026, 10, 23, 1, 30));
  });

  it('ends days at midnight and weeks after Sunday, where the person is', () => {
    expect(statusEnd('today', monday)).toBe(local(2026, 10, 24));
    expect(statusEnd('week', monday)).toBe(local(2026, 10, 30));
    expect(statusEnd('week', sunday)).toBe(local(2026, 10, 23));
  });

  it('may have no end', () => {
    expect(statusEnd('never', monday)).toBeNull();
  });
});
