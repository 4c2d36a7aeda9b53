export interface Point {
  x: number;
  y: number;
}

/** Four corners, clockwise on the screen from the top left of the text. */
export type Quad = readonly [Point, Point, Point, Point];

/** A rectangle at any angle. `angle` is that of its longer side, in radians, in (-π/2, π/2]. */
export interface TurnedRect {
  center: Point;
  length: number;
  thickness: number;
  angle: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Convex hull by the monotone chain; collinear points are dropped. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function halfHull(sorted: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of sorted) {
    while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
    chain.push(point);
  }
  return chain;
}

function turn(a: Point | undefined, b: Point | undefined, c: Point): number {
  if (a === undefined || b === undefined) return 1;
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The rectangle of least area around the points: one of its sides lies on a side of the hull. */
export function smallestRect(points: readonly Point[]): TurnedRect {
  const hull = convexHull(points);
  let best: TurnedRect | undefined;
  for (let i = 0; i < Math.max(1, hull.length); i++) {
    const a = hull[i] ?? { x: 0, y: 0 };
    const b = hull[(i + 1) % hull.length] ?? a;
    const rect = rectAlong(hull, Math.atan2(b.y - a.y, b.x - a.x));
    if (best === undefined || rect.length * rect.thickness < best.length * best.thickness - 1e-9) best = rect;
  }
  return best ?? { center: { x: 0, y: 0 }, length: 0, thickness: 0, angle: 0 };
}

function rectAlong(hull: readonly Point[], angle: number): TurnedRect {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let [uMin, uMax, vMin, vMax] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const p of hull) {
    const u = p.x * cos + p.y * sin;
    const v = p.y * cos - p.x * sin;
    uMin = Math.min(uMin, u);
    uMax = Math.max(uMax, u);
    vMin = Math.min(vMin, v);
    vMax = Math.max(vMax, v);
  }
  const u = (uMin + uMax) / 2;
  const v = (vMin + vMax) / 2;
  const center = { x: u * cos - v * sin, y: u * sin + v * cos };
  const [along, across] = [uMax - uMin, vMax - vMin];
  return along >= across
    ? { center, length: along, thickness: across, angle: halfTurn(angle) }
    : { center, length: across, thickness: along, angle: halfTurn(angle + Math.PI / 2) };
}

function halfTurn(angle: number): number {
  let a = angle;
  while (a > Math.PI / 2 + 1e-9) a -= Math.PI;
  while (a <= -Math.PI / 2 + 1e-9) a += Math.PI;
  return a;
}

/** Corners of the rectangle read along `angle`, which need not be that of the longer side. */
export function quadOf(center: Point, size: { along: number; across: number }, angle: number): Quad {
  const ux = (Math.cos(angle) * size.along) / 2;
  const uy = (Math.sin(angle) * size.along) / 2;
  const vx = (-Math.sin(angle) * size.across) / 2;
  const vy = (Math.cos(angle) * size.across) / 2;
  return [
    { x: center.x - ux - vx, y: center.y - uy - vy },
    { x: center.x + ux - vx, y: center.y + uy - vy },
    { x: center.x + ux + vx, y: center.y + uy + vy },
    { x: center.x - ux + vx, y: center.y - uy + vy },
  ];
}

export function boundsOf(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const p of points) {
    left = Math.min(left, p.x);
    top = Math.min(top, p.y);
    right = Math.max(right, p.x);
    bottom = Math.max(bottom, p.y);
  }
  return { left, top, right, bottom };
}

export function between(a: Point, b: Point, t: number): Point {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}
