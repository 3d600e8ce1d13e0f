/** Draws a scene on a 2D canvas: where there is no WebGL, and for pictures that are saved. */
import { ADDED, CHANGED, REMOVED, SAME } from "../protocol/messages.js";
import type { Camera } from "./camera.js";
import { css, type Rgb, type Theme } from "./palette.js";
import { arrowOf, edgeAlpha, edgeShape, type Scene, screenRadius, showsArrows } from "./scene.js";

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws in CSS pixels; the transformation of the context is set by the caller. */
export function paintOnCanvas(context: Context, scene: Scene, camera: Camera, theme: Theme): void {
  paintEdges(context, scene, camera, theme);
  paintNodes(context, scene, camera, theme);
}

function paintEdges(context: Context, scene: Scene, camera: Camera, theme: Theme): void {
  const alpha = edgeAlpha(scene, camera, theme);
  const arrows = showsArrows(scene, camera);
  let style = "";
  let width = -1;
  let isOpen = false;
  const finish = () => {
    if (isOpen) context.stroke();
    isOpen = false;
  };
  for (let e = 0; e < scene.edgeCount; e++) {
    const own = scene.edgeColors[4 * e + 3]! / 255;
    if (own === 0) continue;
    const shape = edgeShape(scene, e, camera);
    if (isOutside(shape, camera)) continue;
    const color = css(colorAt(scene.edgeColors, e), own === 1 ? Math.max(alpha, 0.8) : alpha * own);
    // one path for edges of one colour
    if (color !== style || scene.edgeWidths[e] !== width) {
      finish();
      style = color;
      width = scene.edgeWidths[e]!;
      context.strokeStyle = color;
      context.lineWidth = width;
    }
    if (!isOpen) context.beginPath();
    isOpen = true;
    if (shape.isLoop) {
      context.moveTo(shape.cx + shape.radius, shape.cy);
      context.arc(shape.cx, shape.cy, shape.radius, 0, 2 * Math.PI);
    } else {
      context.moveTo(shape.x0, shape.y0);
      if (scene.bends[e] === 0) context.lineTo(shape.x1, shape.y1);
      else context.quadraticCurveTo(shape.cx, shape.cy, shape.x1, shape.y1);
    }
    const arrow = arrows ? arrowOf(scene, e, shape, camera) : undefined;
    if (arrow === undefined) continue;
    finish();
    const { dirX, dirY, length, tipX, tipY } = arrow;
    const [backX, backY, side] = [tipX - dirX * length, tipY - dirY * length, length * 0.4];
    context.fillStyle = color;
    context.beginPath();
    context.moveTo(tipX, tipY);
    context.lineTo(backX - dirY * side, backY + dirX * side);
    context.lineTo(backX + dirY * side, backY - dirX * side);
    context.fill();
  }
  finish();
}

function isOutside(
  { cx, cy, radius, x0, x1, y0, y1 }: ReturnType<typeof edgeShape>,
  { height, width }: Camera,
): boolean {
  return (
    Math.max(x0, x1, cx + radius) < 0 ||
    Math.min(x0, x1, cx - radius) > width ||
    Math.max(y0, y1, cy + radius) < 0 ||
    Math.min(y0, y1, cy - radius) > height
  );
}

function paintNodes(context: Context, scene: Scene, camera: Camera, theme: Theme): void {
  const { byImportance } = scene;
  for (let k = byImportance.length - 1; k >= 0; k--) {
    const i = byImportance[k]!;
    const x = (scene.x[i]! - camera.x) * camera.scale + camera.width / 2;
    const y = (scene.y[i]! - camera.y) * camera.scale + camera.height / 2;
    const radius = screenRadius(scene, i, camera);
    if (x + radius < 0 || y + radius < 0 || x - radius > camera.width || y - radius > camera.height) continue;
    const alpha = scene.nodeColors[4 * i + 3]! / 255;
    const color = css(colorAt(scene.nodeColors, i), alpha);
    const mark = scene.nodeMarks[i];
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (mark === REMOVED) {
      context.fillStyle = css(theme.background);
      context.fill();
      context.strokeStyle = color;
      context.lineWidth = Math.max(1.2, radius * 0.28);
      context.stroke();
      continue;
    }
    context.fillStyle = color;
    context.fill();
    if (radius > 2.5) {
      context.strokeStyle = css(theme.background, alpha);
      context.lineWidth = Math.min(1.5, radius * 0.15);
      context.stroke();
    }
    if (mark !== SAME) paintMark(context, mark!, x, y, radius, theme);
  }
}

/** A plus for what was added, and a ring in the disc for what has changed: colour is not all that tells them. */
function paintMark(context: Context, mark: number, x: number, y: number, radius: number, theme: Theme): void {
  if (radius < 4) return;
  context.strokeStyle = css(theme.background);
  context.lineWidth = Math.max(1, radius * 0.22);
  context.beginPath();
  if (mark === ADDED) {
    const arm = radius * 0.55;
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  } else if (mark === CHANGED) context.arc(x, y, radius * 0.5, 0, 2 * Math.PI);
  context.stroke();
}

export function colorAt(colors: Uint8Array, i: number): Rgb {
  return [colors[4 * i]!, colors[4 * i + 1]!, colors[4 * i + 2]!];
}
