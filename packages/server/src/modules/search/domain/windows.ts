/**
 * Time is divided into windows of 1 hour, 4 hours, 16 hours and so on up to 7.5 years. The index knows of each document
 * in which window of every level it lies, so that a search goes back from now in growing steps and stops as soon as it
 * has enough: common words cost a look at the newest days, rare ones some thirty looks in all.
 */
export interface Window {
  level: number;
  index: number;
}

const levels = 9;
const hourMs = 3_600_000;
/** Two windows of the highest level lie further back than any message. */
const highestWindowsMax = 6;

const sizeMs = (level: number): number => hourMs * 4 ** level;

/** The window of each level in which an instant lies. */
export const windowsOf = (at: Date): Window[] =>
  Array.from({ length: levels }, (_, level) => ({ level, index: Math.floor(at.getTime() / sizeMs(level)) }));

/** Windows that cover `[from, to]` without overlapping, the newest first; without `from` as far back as anything goes. */
export function windowsBack({ from, to }: { from?: Date; to: Date }): Window[] {
  const windows: Window[] = [];
  let level = 0;
  let index = Math.floor(to.getTime() / hourMs);
  let highest = 0;
  for (;;) {
    windows.push({ level, index });
    if (level === levels - 1) highest += 1;
    if (highest >= highestWindowsMax) return windows;
    if (from && index * sizeMs(level) <= from.getTime()) return windows;
    while (level < levels - 1 && index % 4 === 0) {
      level += 1;
      index /= 4;
    }
    index -= 1;
  }
}
