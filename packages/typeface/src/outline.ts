/**
 * A step of an outline with its points: move, line, quadratic and cubic curve, close. In font units, y up, when it comes
 * from a face.
 */
export type PathStep = readonly [operator: 'M' | 'L' | 'Q' | 'C' | 'Z', ...points: number[]];

const OPERATORS: Record<string, PathStep[0]> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
};

/** Null when a step is unknown or a point is no number: a damaged font draws nothing rather than something else. */
export function outlineFrom(commands: readonly { command: string; args: readonly number[] }[]): PathStep[] | null {
  const steps: PathStep[] = [];
  for (const { command, args } of commands) {
    const operator = OPERATORS[command];
    if (operator === undefined || !args.every(Number.isFinite)) return null;
    steps.push([operator, ...args]);
  }
  return steps;
}

/** The `d` of an SVG path; `decimals` are kept behind the point. */
export function svgPath(steps: readonly PathStep[], decimals: number): string {
  const scale = 10 ** decimals;
  let data = '';
  for (const [operator, ...points] of steps) {
    data += operator;
    let isFirst = true;
    for (const point of points) {
      const rounded = Math.round(point * scale) / scale;
      // A minus sign parts two numbers as well as a blank does.
      data += isFirst || rounded < 0 ? rounded : ` ${rounded}`;
      isFirst = false;
    }
  }
  return data;
}
