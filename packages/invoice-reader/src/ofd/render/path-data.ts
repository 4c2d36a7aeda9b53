import type { PathStep } from '@countinghouse/typeface';

/** Operands of each command of `AbbreviatedData` (GB/T 33190-2016, table 36). `S` starts a path as `M` starts a part. */
const OPERANDS: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };

// A page of handwriting as one path has some 50 000 steps.
const STEPS_MAX = 200_000;

/** Steps of a path; stops at the first part that is not understood. Arcs become cubic curves. */
export function parsePathData(source: string): PathStep[] {
  const tokens = source.match(/[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[^\s,]/g) ?? [];
  const steps: PathStep[] = [];
  let point: readonly [number, number] = [0, 0];
  let start = point;
  for (let index = 0; index < tokens.length && steps.length < STEPS_MAX; ) {
    const command = tokens[index] ?? '';
    const count = OPERANDS[command];
    if (count === undefined) break;
    const operands = tokens.slice(index + 1, index + 1 + count).map(Number);
    if (operands.length < count || !operands.every(Number.isFinite)) break;
    index += 1 + count;
    const end: readonly [number, number] = count === 0 ? start : [operands[count - 2] ?? 0, operands[count - 1] ?? 0];
    // A path that begins with a line begins at the origin.
    if (steps.length === 0 && command !== 'S' && command !== 'M') steps.push(['M', 0, 0]);
    steps.push(...stepsOf(command, operands, point));
    if (command === 'S' || command === 'M') start = end;
    point = end;
  }
  return steps;
}

function stepsOf(command: string, operands: readonly number[], from: readonly [number, number]): PathStep[] {
  switch (command) {
    case 'S':
    case 'M':
      return [['M', ...operands]];
    case 'L':
      return [['L', ...operands]];
    case 'Q':
      return [['Q', ...operands]];
    case 'B':
      return [['C', ...operands]];
    case 'A':
      return arcSteps(from, operands);
    default:
      return [['Z']];
  }
}

/**
 * An elliptic arc as cubic curves, each at most a quarter long: end point form to centre form as in SVG 2, appendix
 * B.2.4. Operands: radii, rotation in degrees, large arc, sweep (1 clockwise), end.
 */
function arcSteps([x1, y1]: readonly [number, number], operands: readonly number[]): PathStep[] {
  const [radiusX = 0, radiusY = 0, degrees = 0, large = 0, sweep = 0, x2 = 0, y2 = 0] = operands;
  let [rx, ry] = [Math.abs(radiusX), Math.abs(radiusY)];
  if (x1 === x2 && y1 === y2) return [];
  if (rx === 0 || ry === 0) return [['L', x2, y2]];
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [halfX, halfY] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [px, py] = [cos * halfX + sin * halfY, -sin * halfX + cos * halfY];
  // Radii that cannot reach are enlarged until they do.
  const reach = Math.sqrt((px / rx) ** 2 + (py / ry) ** 2);
  if (reach > 1) [rx, ry] = [rx * reach, ry * reach];
  const numerator = Math.max(0, (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2);
  const factor = Math.sqrt(numerator / ((rx * py) ** 2 + (ry * px) ** 2)) * ((large !== 0) === (sweep !== 0) ? -1 : 1);
  const [qx, qy] = [(factor * rx * py) / ry, (-factor * ry * px) / rx];
  const [cx, cy] = [cos * qx - sin * qy + (x1 + x2) / 2, sin * qx + cos * qy + (y1 + y2) / 2];
  const startAngle = Math.atan2((py - qy) / ry, (px - qx) / rx);
  let sweepAngle = Math.atan2((-py - qy) / ry, (-px - qx) / rx) - startAngle;
  if (sweep !== 0 && sweepAngle < 0) sweepAngle += 2 * Math.PI;
  if (sweep === 0 && sweepAngle > 0) sweepAngle -= 2 * Math.PI;
  const pieces = Math.max(1, Math.ceil(Math.abs(sweepAngle) / (Math.PI / 2) - 1e-9));
  const part = sweepAngle / pieces;
  const handle = (4 / 3) * Math.tan(part / 4);
  const at = (x: number, y: number): [number, number] => [
    cx + cos * rx * x - sin * ry * y,
    cy + sin * rx * x + cos * ry * y,
  ];
  return Array.from({ length: pieces }, (_, index): PathStep => {
    const [from, to] = [startAngle + index * part, startAngle + (index + 1) * part];
    const [cosFrom, sinFrom, cosTo, sinTo] = [Math.cos(from), Math.sin(from), Math.cos(to), Math.sin(to)];
    const end = index === pieces - 1 ? [x2, y2] : at(cosTo, sinTo);
    return [
      'C',
      ...at(cosFrom - handle * sinFrom, sinFrom + handle * cosFrom),
      ...at(cosTo + handle * sinTo, sinTo - handle * cosTo),
      ...end,
    ];
  });
}

/** The path of a rectangle with rounded corners. */
export function roundedRectangle(options: {
  width: number;
  height: number;
  radiusX: number;
  radiusY: number;
}): PathStep[] {
  const { width, height } = options;
  const [rx, ry] = [Math.min(options.radiusX, width / 2), Math.min(options.radiusY, height / 2)];
  const corner = (x: number, y: number, from: readonly [number, number]) => arcSteps(from, [rx, ry, 0, 0, 1, x, y]);
  return [
    ['M', rx, 0],
    ['L', width - rx, 0],
    ...corner(width, ry, [width - rx, 0]),
    ['L', width, height - ry],
    ...corner(width - rx, height, [width, height - ry]),
    ['L', rx, height],
    ...corner(0, height - ry, [rx, height]),
    ['L', 0, ry],
    ...corner(rx, 0, [0, ry]),
    ['Z'],
  ];
}
