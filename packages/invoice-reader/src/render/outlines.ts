import type { PathStep } from '@countinghouse/typeface';
import { apply } from '../ofd/render/matrix.ts';
import type { Matrix } from '../ofd/text-object.ts';

/** The same outline in another space. */
export function transformSteps(steps: readonly PathStep[], matrix: Matrix): PathStep[] {
  return steps.map(([operator, ...points]): PathStep => {
    const moved: number[] = [];
    for (let index = 0; index + 1 < points.length; index += 2) {
      moved.push(...apply(matrix, [points[index] ?? 0, points[index + 1] ?? 0]));
    }
    return [operator, ...moved];
  });
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box around all points, control points included; null for an empty outline. */
export function boxOf(steps: readonly PathStep[]): Box | null {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [, ...points] of steps) {
    for (let index = 0; index + 1 < points.length; index += 2) {
      const [x = 0, y = 0] = [points[index], points[index + 1]];
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box.left <= box.right ? box : null;
}
