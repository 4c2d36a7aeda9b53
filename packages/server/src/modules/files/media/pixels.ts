export interface Pixels {
  width: number;
  height: number;
}

/** What a file's header says of it. Nothing of it is believed to be right: it only keeps a place on the screen. */
export interface MediaFacts {
  image?: Pixels;
  durationMs?: number;
  /** The type by what the container holds, where it differs from the type of the container. */
  mediaType?: string;
}

/** Larger than any screen or camera: what claims more is not believed. */
const sideMax = 100_000;
const durationMsMax = 30 * 24 * 3_600_000;

export const imageFact = (width: number, height: number): Pick<MediaFacts, 'image'> =>
  [width, height].every((side) => Number.isInteger(side) && side > 0 && side <= sideMax)
    ? { image: { width, height } }
    : {};

/** Zero and nonsense are no length: live recordings write them. */
export function durationFact(ms: number): Pick<MediaFacts, 'durationMs'> {
  const durationMs = Math.round(ms);
  return durationMs > 0 && durationMs <= durationMsMax ? { durationMs } : {};
}
