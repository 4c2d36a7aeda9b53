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

/** Where to scroll so that the middle of a place stands in the middle of the window over the page. */
export function scrollToPlace(input: {
  place: Place;
  page: { left: number; top: number; width: number; height: number };
  window: { width: number; height: number };
}): { left: number; top: number } {
  const { place, page, window } = input;
  const middleX = page.left + (place.x + place.width / 2) * page.width;
  const middleY = page.top + (place.y + place.height / 2) * page.height;
  return { left: Math.max(0, middleX - window.width / 2), top: Math.max(0, middleY - window.height / 2) };
}
