import type { Place } from '@countinghouse/protocol';

export interface CssBox {
  left: string;
  top: string;
  width: string;
  height: string;
}

/** Air around the printed value, in fractions of the page, so that the frame does not touch the glyphs. */
const margin = { x: 0.004, y: 0.004 };

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const percent = (fraction: number) => `${Math.round(fraction * 1e4) / 100}%`;

/** The frame of a place, in percent of its page; never outside the page, whatever the reader said. */
export function placeBox(place: Place): CssBox {
  const left = clamp(place.x - margin.x);
  const top = clamp(place.y - margin.y);
  const right = clamp(place.x + place.width + margin.x);
  const bottom = clamp(place.y + place.height + margin.y);
  return {
    left: percent(left),
    top: percent(top),
    width: percent(Math.max(0, right - left)),
    height: percent(Math.max(0, bottom - top)),
  };
}

/** Air around all fields of one invoice among several, in fractions of the page. */
const regionMargin = 0.015;

/** The part of a page that one of several invoices takes; null where none of its fields stands there. */
export function regionOf(places: readonly Place[], page: number): Place | null {
  const here = places.filter((place) => place.page === page);
  if (here.length === 0) return null;
  const left = clamp(Math.min(...here.map((place) => place.x)) - regionMargin);
  const top = clamp(Math.min(...here.map((place) => place.y)) - regionMargin);
  const right = clamp(Math.max(...here.map((place) => place.x + place.width)) + regionMargin);
  const bottom = clamp(Math.max(...here.map((place) => place.y + place.height)) + regionMargin);
  return { page, x: left, y: top, width: right - left, height: bottom - top };
}

/** Where to scroll so that the middle of a place stands in the middle of the window, or its head where it is larger. */
export function scrollToPlace(input: {
  place: Place;
  page: { left: number; top: number; width: number; height: number };
  window: { width: number; height: number };
}): { left: number; top: number } {
  const { place, page, window } = input;
  const middleX = page.left + (place.x + place.width / 2) * page.width;
  const middleY = page.top + (place.y + place.height / 2) * page.height;
  const top = page.top + place.y * page.height;
  const isTaller = place.height * page.height > window.height;
  return {
    left: Math.max(0, middleX - window.width / 2),
    top: Math.max(0, isTaller ? top : middleY - window.height / 2),
  };
}
