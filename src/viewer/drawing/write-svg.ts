/** A scene as a file of SVG: what is seen, with its captions and a legend. */
import { ADDED, CHANGED, REMOVED } from "../protocol/messages.js";
import type { Camera } from "./camera.js";
import { colorAt } from "./canvas-painter.js";
import { css, type Theme } from "./palette.js";
import type { PlacedCaption } from "./place-captions.js";
import { arrowOf, edgeAlpha, edgeShape, type Scene, screenRadius, showsArrows } from "./scene.js";

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export interface LegendRow {
  readonly color: string;
  readonly text: string;
}

export function writeSvg(
  scene: Scene,
  camera: Camera,
  theme: Theme,
  captions: readonly PlacedCaption[],
  legend: readonly LegendRow[],
  title: string,
): string {
  const { height, width } = camera;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-family="${attribute(FONT)}">`,
    `<title>${text(title)}</title>`,
    `<rect width="100%" height="100%" fill="${css(theme.background)}"/>`,
    ...edgeParts(scene, camera, theme),
    ...nodeParts(scene, camera, theme),
    ...captions.map(
      ({ sizePx, text: caption, x, y }) =>
        `<text x="${round(x)}" y="${round(y)}" font-size="${sizePx}" text-anchor="middle" dominant-baseline="central" fill="${css(theme.text)}" stroke="${css(theme.background)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">${text(caption)}</text>`,
    ),
    ...legend.map(
      ({ color, text: caption }, i) =>
        `<circle cx="20" cy="${22 + 20 * i}" r="5" fill="${attribute(color)}"/><text x="32" y="${22 + 20 * i}" font-size="12" dominant-baseline="central" fill="${css(theme.text)}">${text(caption)}</text>`,
    ),
    "</svg>",
  ];
  return parts.join("\n");
}

function* edgeParts(scene: Scene, camera: Camera, theme: Theme): Generator<string> {
  const alpha = edgeAlpha(scene, camera, theme);
  const arrows = showsArrows(scene, camera);
  yield '<g fill="none">';
  for (let e = 0; e < scene.edgeCount; e++) {
    const own = scene.edgeColors[4 * e + 3]! / 255;
    if (own === 0) continue;
    const shape = edgeShape(scene, e, camera);
    const { cx, cy, isLoop, radius, x0, x1, y0, y1 } = shape;
    const outside =
      Math.max(x0, x1, cx + radius) < 0 ||
      Math.min(x0, x1, cx - radius) > camera.width ||
      Math.max(y0, y1, cy + radius) < 0 ||
      Math.min(y0, y1, cy - radius) > camera.height;
    if (outside) continue;
    const paint = `stroke="${css(colorAt(scene.edgeColors, e))}" stroke-opacity="${round(own === 1 ? Math.max(alpha, 0.8) : alpha * own)}" stroke-width="${round(scene.edgeWidths[e]!)}"`;
    if (isLoop) yield `<circle cx="${round(cx)}" cy="${round(cy)}" r="${round(radius)}" ${paint}/>`;
    else if (scene.bends[e] === 0)
      yield `<path d="M${round(x0)} ${round(y0)}L${round(x1)} ${round(y1)}" ${paint}/>`;
    else
      yield `<path d="M${round(x0)} ${round(y0)}Q${round(cx)} ${round(cy)} ${round(x1)} ${round(y1)}" ${paint}/>`;
    const arrow = arrows ? arrowOf(scene, e, shape, camera) : undefined;
    if (arrow === undefined) continue;
    const { dirX, dirY, length, tipX, tipY } = arrow;
    const [backX, backY, side] = [tipX - dirX * length, tipY - dirY * length, length * 0.4];
    yield `<path d="M${round(tipX)} ${round(tipY)}L${round(backX - dirY * side)} ${round(backY + dirX * side)}L${round(backX + dirY * side)} ${round(backY - dirX * side)}Z" fill="${css(colorAt(scene.edgeColors, e))}" fill-opacity="${round(own === 1 ? Math.max(alpha, 0.8) : alpha * own)}"/>`;
  }
  yield "</g>";
}

function* nodeParts(scene: Scene, camera: Camera, theme: Theme): Generator<string> {
  for (let k = scene.byImportance.length - 1; k >= 0; k--) {
    const i = scene.byImportance[k]!;
    const x = (scene.x[i]! - camera.x) * camera.scale + camera.width / 2;
    const y = (scene.y[i]! - camera.y) * camera.scale + camera.height / 2;
    const radius = screenRadius(scene, i, camera);
    if (x + radius < 0 || y + radius < 0 || x - radius > camera.width || y - radius > camera.height) continue;
    const color = css(colorAt(scene.nodeColors, i));
    const opacity = round(scene.nodeColors[4 * i + 3]! / 255);
    const disc = `cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"`;
    const name = `<title>${text(scene.captions[i]!)}</title>`;
    const mark = scene.nodeMarks[i];
    if (mark === REMOVED) {
      yield `<circle ${disc} fill="${css(theme.background)}" stroke="${color}" stroke-opacity="${opacity}" stroke-width="${round(Math.max(1.2, radius * 0.28))}">${name}</circle>`;
      continue;
    }
    const rim =
      radius > 2.5
        ? ` stroke="${css(theme.background)}" stroke-width="${round(Math.min(1.5, radius * 0.15))}"`
        : "";
    yield `<circle ${disc} fill="${color}" fill-opacity="${opacity}"${rim}>${name}</circle>`;
    if (radius < 4) continue;
    const pen = `fill="none" stroke="${css(theme.background)}" stroke-width="${round(Math.max(1, radius * 0.22))}"`;
    const arm = radius * 0.55;
    if (mark === ADDED)
      yield `<path d="M${round(x - arm)} ${round(y)}H${round(x + arm)}M${round(x)} ${round(y - arm)}V${round(y + arm)}" ${pen}/>`;
    if (mark === CHANGED)
      yield `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius * 0.5)}" ${pen}/>`;
  }
}

/** Text of XML: without the characters that it cannot have. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

function attribute(value: string): string {
  return text(value).replace(/"/g, "&quot;");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
