import type { PathStep } from '@countinghouse/typeface';
import { pdfNumbers } from './pdf-file.ts';

/** Operators of a path; PDF has cubic curves alone. */
export function pdfPath(steps: readonly PathStep[]): string {
  const parts: string[] = [];
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  for (const [operator, ...points] of steps) {
    const [a = 0, b = 0, c = 0, d = 0] = points;
    switch (operator) {
      case 'M':
        parts.push(`${pdfNumbers([a, b])} m`);
        [startX, startY] = [a, b];
        break;
      case 'L':
        parts.push(`${pdfNumbers([a, b])} l`);
        break;
      case 'Q':
        parts.push(
          `${pdfNumbers([x + (2 * (a - x)) / 3, y + (2 * (b - y)) / 3, c + (2 * (a - c)) / 3, d + (2 * (b - d)) / 3, c, d])} c`,
        );
        break;
      case 'C':
        parts.push(`${pdfNumbers(points)} c`);
        break;
      case 'Z':
        parts.push('h');
        break;
    }
    if (operator === 'Z') [x, y] = [startX, startY];
    else [x, y] = [points.at(-2) ?? 0, points.at(-1) ?? 0];
  }
  return parts.join('\n');
}
