import { inFrame, partOf, type SlipLine } from './slip-line.ts';

const SHORT = 1;

/** What a label announces and `holds` fits: the rest of its line, or the next text to its right on the same level. */
export function labelledPart(lines: readonly SlipLine[], label: RegExp, holds: RegExp = /./): SlipLine | undefined {
  for (const line of lines) {
    const match = label.exec(line.text);
    if (match === null) continue;
    const start = match.index + match[0].length;
    const isInline = line.text.length - start > SHORT;
    const part = isInline ? partOf(line, start, line.glyphs.length) : nextOnLevel(lines, line);
    if (part !== undefined && holds.test(part.text)) return part;
  }
  return undefined;
}

function nextOnLevel(lines: readonly SlipLine[], from: SlipLine): SlipLine | undefined {
  let best: { line: SlipLine; away: number } | undefined;
  for (const line of lines) {
    if (line === from) continue;
    const at = inFrame(line.center, { origin: from.center, angle: from.angle });
    const away = at.x - (from.length + line.length) / 2;
    if (Math.abs(at.y) > 0.6 * from.height || away < -0.5 * from.height) continue;
    if (best === undefined || away < best.away) best = { line, away };
  }
  return best?.line;
}
