/** The part of the plane that is seen: its middle, and pixels for each unit. */

export interface Camera {
  x: number;
  y: number;
  scale: number;
  /** In CSS pixels. */
  width: number;
  height: number;
}

export const SCALE_LEAST = 1e-4;
export const SCALE_GREATEST = 40;
const SCALE_FIT_MAX = 2.8;

export function toScreen(camera: Camera, x: number, y: number): [number, number] {
  return [
    (x - camera.x) * camera.scale + camera.width / 2,
    (y - camera.y) * camera.scale + camera.height / 2,
  ];
}

export function toWorld(camera: Camera, x: number, y: number): [number, number] {
  return [
    (x - camera.width / 2) / camera.scale + camera.x,
    (y - camera.height / 2) / camera.scale + camera.y,
  ];
}

/** Zooms so that the place below a point of the screen stays there. */
export function zoomAt(camera: Camera, factor: number, screenX: number, screenY: number): void {
  const [x, y] = toWorld(camera, screenX, screenY);
  camera.scale = Math.min(SCALE_GREATEST, Math.max(SCALE_LEAST, camera.scale * factor));
  camera.x = x - (screenX - camera.width / 2) / camera.scale;
  camera.y = y - (screenY - camera.height / 2) / camera.scale;
}

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** The box around the middles of nodes; undefined of none. */
export function boundsOf(x: Float32Array, y: Float32Array, nodes?: Iterable<number>): Bounds | undefined {
  let [minX, minY, maxX, maxY] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const i of nodes ?? x.keys()) {
    minX = Math.min(minX, x[i]!);
    maxX = Math.max(maxX, x[i]!);
    minY = Math.min(minY, y[i]!);
    maxY = Math.max(maxY, y[i]!);
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : undefined;
}

/**
 * Shows a box as large as it can be with a margin in pixels; a few nodes are not blown up.
 *
 * @param inset pixels at the left that something else covers.
 */
export function fitTo(camera: Camera, bounds: Bounds | undefined, margin: number, inset = 0): void {
  if (bounds === undefined) {
    Object.assign(camera, { x: 0, y: 0, scale: 1 });
    return;
  }
  const { maxX, maxY, minX, minY } = bounds;
  const width = Math.max(40, camera.width - inset - 2 * margin);
  const height = Math.max(40, camera.height - 2 * margin);
  const scale = Math.min(
    width / Math.max(1e-9, maxX - minX),
    height / Math.max(1e-9, maxY - minY),
    SCALE_FIT_MAX,
  );
  camera.scale = Math.max(SCALE_LEAST, scale);
  camera.x = (minX + maxX) / 2 - inset / 2 / camera.scale;
  camera.y = (minY + maxY) / 2;
}

/** Pixels of a node's radius for each unit: nodes grow and shrink more slowly than distances, so that they stay to be seen. */
export function sizeFactor(scale: number): number {
  return scale < 1 ? scale ** 0.6 : scale ** 0.7;
}

export const RADIUS_MIN = 1;
