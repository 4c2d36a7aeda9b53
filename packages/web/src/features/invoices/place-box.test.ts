import { describe, expect, it } from 'vitest';
import { placeBox, regionOf, scrollToPlace } from './place-box.ts';

describe('placeBox', () => {
  it('frames the value with a little air', () => {
    expect(placeBox({ page: 0, x: 0.5, y: 0.25, width: 0.1, height: 0.02 })).toEqual({
      left: '49.6%',
      top: '24.6%',
      width: '10.8%',
      height: '2.8%',
    });
  });

  it('never leaves the page', () => {
    expect(placeBox({ page: 0, x: -1, y: 0.99, width: 5, height: 5 })).toEqual({
      left: '0%',
      top: '98.6%',
      width: '100%',
      height: '1.4%',
    });
  });
});

describe('scrollToPlace', () => {
  const page = { left: 10, top: 1000, width: 800, height: 1200 };

  it('brings the middle of the place to the middle of the window', () => {
    const place = { page: 1, x: 0.75, y: 0.5, width: 0.1, height: 0.1 };
    expect(scrollToPlace({ place, page, window: { width: 400, height: 300 } })).toEqual({ left: 450, top: 1510 });
  });

  it('does not scroll before the start', () => {
    const place = { page: 0, x: 0, y: 0, width: 0.1, height: 0.02 };
    const first = { left: 0, top: 0, width: 300, height: 400 };
    expect(scrollToPlace({ place, page: first, window: { width: 400, height: 600 } })).toEqual({ left: 0, top: 0 });
  });
});

describe('regionOf', () => {
  const place = (x: number, y: number, page = 0) => ({ page, x, y, width: 0.1, height: 0.05 });

  it('holds all fields of one invoice on its page, with some air, and nothing of other pages', () => {
    const region = regionOf([place(0.2, 0.3), place(0.5, 0.6), place(0, 0, 1)], 0);
    expect(region).toMatchObject({ page: 0 });
    expect(region?.x).toBeCloseTo(0.185);
    expect(region?.y).toBeCloseTo(0.285);
    expect((region?.x ?? 0) + (region?.width ?? 0)).toBeCloseTo(0.615);
    expect((region?.y ?? 0) + (region?.height ?? 0)).toBeCloseTo(0.665);
  });

  it('stays on the page, and is nothing where no field stands', () => {
    expect(regionOf([place(0.95, 0.97)], 0)).toMatchObject({ width: expect.closeTo(0.065) });
    expect(regionOf([place(0.2, 0.3)], 3)).toBeNull();
  });
});
