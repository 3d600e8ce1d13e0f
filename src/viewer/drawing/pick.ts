/** The node, or the edge, at a point of the screen. */
import type { Camera } from "./camera.js";
import { edgeShape, type Scene, screenRadius } from "./scene.js";

const NODE_REACH_PX = 4;
const EDGE_REACH_PX = 5;
/** Points along a curve whose distance is looked at. */
const CURVE_POINTS = 12;

/** The nearest node whose disc, or a little around it, has the point. O(nodes). */
export function pickNode(scene: Scene, camera: Camera, px: number, py: number): number | undefined {
  let best: number | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < scene.nodeCount; i++) {
    const dx = (scene.x[i]! - camera.x) * camera.scale + camera.width / 2 - px;
    const dy = (scene.y[i]! - camera.y) * camera.scale + camera.height / 2 - py;
    const square = dx * dx + dy * dy;
    // none is larger than this, so that most are passed by
    if (square > 10_000) continue;
    const distance = Math.sqrt(square) - screenRadius(scene, i, camera);
    if (distance < NODE_REACH_PX && distance < bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  return best;
}

/** The nearest edge within a few pixels. O(edges). */
export function pickEdge(scene: Scene, camera: Camera, px: number, py: number): number | undefined {
  let best: number | undefined;
  let bestDistance = EDGE_REACH_PX;
  for (let e = 0; e < scene.edgeCount; e++) {
    if (scene.edgeColors[4 * e + 3] === 0) continue;
    const { cx, cy, isLoop, radius, x0, x1, y0, y1 } = edgeShape(scene, e, camera);
    let distance: number;
    if (isLoop) distance = Math.abs(Math.hypot(px - cx, py - cy) - radius);
    else {
      const reach = bestDistance;
      if (px < Math.min(x0, x1, cx) - reach || px > Math.max(x0, x1, cx) + reach) continue;
      if (py < Math.min(y0, y1, cy) - reach || py > Math.max(y0, y1, cy) + reach) continue;
      distance =
        scene.bends[e] === 0 ? toSegment(px, py, x0, y0, x1, y1) : toCurve(px, py, x0, y0, cx, cy, x1, y1);
    }
    if (distance < bestDistance) {
      best = e;
      bestDistance = distance;
    }
  }
  return best;
}

function toSegment(px: number, py: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((px - x0) * dx + (py - y0) * dy) / square));
  return Math.hypot(px - x0 - t * dx, py - y0 - t * dy);
}

function toCurve(
  px: number,
  py: number,
  x0: number,
  y0: number,
  cx: number,
  cy: number,
  x1: number,
  y1: number,
): number {
  let [best, lastX, lastY] = [Number.POSITIVE_INFINITY, x0, y0];
  for (let k = 1; k <= CURVE_POINTS; k++) {
    const t = k / CURVE_POINTS;
    const s = 1 - t;
    const x = s * s * x0 + 2 * s * t * cx + t * t * x1;
    const y = s * s * y0 + 2 * s * t * cy + t * t * y1;
    best = Math.min(best, toSegment(px, py, lastX, lastY, x, y));
    [lastX, lastY] = [x, y];
  }
  return best;
}
