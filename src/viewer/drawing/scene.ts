/** The drawing as arrays: positions, sizes and colours of nodes and edges. All painters draw the same scene. */
import { type Camera, RADIUS_MIN, sizeFactor } from "./camera.js";
import type { Rgb, Theme } from "./palette.js";

export interface Scene {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly directed: boolean;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radii: Float32Array;
  /** Red, green, blue and alpha, 0 .. 255, of each node. */
  readonly nodeColors: Uint8Array;
  /** How each node differs in a comparison: SAME, ADDED, REMOVED or CHANGED. */
  readonly nodeMarks: Uint8Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly edgeColors: Uint8Array;
  /** In pixels. */
  readonly edgeWidths: Float32Array;
  /** How far the middle of an edge is beside the straight line, as a part of its length; of a self-loop its number. */
  readonly bends: Float32Array;
  readonly captions: readonly string[];
  /** Nodes in the order in which they get a caption. */
  readonly byImportance: Uint32Array;
}

export function screenRadius(scene: Scene, node: number, camera: Camera): number {
  return Math.max(RADIUS_MIN, scene.radii[node]! * sizeFactor(camera.scale));
}

/** The part of their own alpha that edges are drawn with: many are faint, and fewer of them are seen further in. */
export function edgeAlpha({ edgeCount }: Scene, camera: Camera, theme: Theme): number {
  const crowd = edgeCount <= 400 ? 1 : (400 / edgeCount) ** 0.33;
  const near = Math.max(1, camera.scale / 0.35) ** 0.5;
  return Math.min(0.75, Math.max(0.03, (theme.isDark ? 0.5 : 0.6) * crowd * near));
}

/** Whether arrows can be told: springs are some pixels long. */
export function showsArrows({ directed }: Scene, { scale }: Camera): boolean {
  return directed && scale > 0.55;
}

export function setColor(colors: Uint8Array, i: number, [red, green, blue]: Rgb, alpha: number): void {
  colors[4 * i] = red;
  colors[4 * i + 1] = green;
  colors[4 * i + 2] = blue;
  colors[4 * i + 3] = Math.round(alpha * 255);
}

/** Bends of edges, so that parallel ones and loops at a node lie beside each other. O(edges). */
export function bendsOf(sources: Uint32Array, targets: Uint32Array, nodeCount: number): Float32Array {
  const pairs = new Map<number, number[]>();
  const bends = new Float32Array(sources.length);
  for (let e = 0; e < sources.length; e++) {
    const [low, high] = [Math.min(sources[e]!, targets[e]!), Math.max(sources[e]!, targets[e]!)];
    const key = low * nodeCount + high;
    const list = pairs.get(key);
    if (list === undefined) pairs.set(key, [e]);
    else list.push(e);
  }
  for (const list of pairs.values()) {
    const isLoop = sources[list[0]!] === targets[list[0]!];
    if (list.length === 1 && !isLoop) continue;
    const step = Math.min(0.16, 0.7 / list.length);
    list.forEach((e, i) => {
      const bend = (i - (list.length - 1) / 2) * step;
      // seen from its own source, an edge the other way bends to the other side
      bends[e] = isLoop ? i + 1 : sources[e]! < targets[e]! ? bend : -bend;
    });
  }
  return bends;
}

/** An edge on the screen: a quadratic curve; of a loop a circle. */
export interface EdgeShape {
  readonly isLoop: boolean;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** The control point of the curve, or the middle of the circle. */
  readonly cx: number;
  readonly cy: number;
  /** Of the circle. */
  readonly radius: number;
}

export function edgeShape(scene: Scene, edge: number, camera: Camera): EdgeShape {
  const u = scene.sources[edge]!;
  const v = scene.targets[edge]!;
  const x0 = (scene.x[u]! - camera.x) * camera.scale + camera.width / 2;
  const y0 = (scene.y[u]! - camera.y) * camera.scale + camera.height / 2;
  const x1 = (scene.x[v]! - camera.x) * camera.scale + camera.width / 2;
  const y1 = (scene.y[v]! - camera.y) * camera.scale + camera.height / 2;
  const bend = scene.bends[edge]!;
  if (u === v) {
    const radius = loopRadius(screenRadius(scene, u, camera), bend);
    return { isLoop: true, x0, y0, x1, y1, cx: x0, cy: y0 - radius, radius };
  }
  // the middle of the curve is half as far out as its control point
  const cx = (x0 + x1) / 2 - (y1 - y0) * bend * 2;
  const cy = (y0 + y1) / 2 + (x1 - x0) * bend * 2;
  return { isLoop: false, x0, y0, x1, y1, cx, cy, radius: 0 };
}

export function loopRadius(nodeRadius: number, bend: number): number {
  return nodeRadius * (0.9 + 0.35 * bend) + 3 * bend;
}

export interface Arrow {
  readonly tipX: number;
  readonly tipY: number;
  readonly dirX: number;
  readonly dirY: number;
  readonly length: number;
}

/** The arrow at the target of an edge; undefined for loops and where there is no room for it. */
export function arrowOf(scene: Scene, edge: number, shape: EdgeShape, camera: Camera): Arrow | undefined {
  if (shape.isLoop) return undefined;
  const dx = shape.x1 - shape.cx;
  const dy = shape.y1 - shape.cy;
  const distance = Math.hypot(dx, dy);
  const radius = screenRadius(scene, scene.targets[edge]!, camera);
  const length = arrowLength(camera.scale);
  if (distance < radius + length) return undefined;
  const [dirX, dirY] = [dx / distance, dy / distance];
  return { tipX: shape.x1 - dirX * (radius + 1), tipY: shape.y1 - dirY * (radius + 1), dirX, dirY, length };
}

export function arrowLength(scale: number): number {
  return Math.min(14, 6 * scale ** 0.5);
}
