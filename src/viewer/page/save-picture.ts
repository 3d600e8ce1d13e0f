/** Saves what is seen as a picture: PNG in double resolution, or SVG. */
import { paintOnCanvas } from "../drawing/canvas-painter.js";
import { css, type Theme } from "../drawing/palette.js";
import { FONT, type LegendRow, writeSvg } from "../drawing/write-svg.js";
import { h } from "./dom.js";
import type { Legend } from "./graph-model.js";
import type { Stage } from "./stage.js";

const RATIO = 2;

export async function savePicture(
  kind: "png" | "svg",
  stage: Stage,
  legends: readonly Legend[],
  title: string,
): Promise<void> {
  const blob = kind === "png" ? await pngOf(stage, legends) : svgOf(stage, legends, title);
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: `${fileName(title)}.${kind}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function pngOf(stage: Stage, legends: readonly Legend[]): Promise<Blob> {
  const { camera, scene, theme } = stage;
  const canvas = h("canvas", {
    width: Math.round(camera.width * RATIO),
    height: Math.round(camera.height * RATIO),
  });
  const context = canvas.getContext("2d")!;
  context.scale(RATIO, RATIO);
  context.fillStyle = css(theme.background);
  context.fillRect(0, 0, camera.width, camera.height);
  paintOnCanvas(context, scene, camera, theme);
  stage.paintAbove(context, camera, theme);
  paintLegend(context, rowsOf(legends), theme);
  return await new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("the picture is too large")) : resolve(blob)),
      "image/png",
    ),
  );
}

function svgOf(stage: Stage, legends: readonly Legend[], title: string): Blob {
  const { camera, scene, theme } = stage;
  const context = h("canvas").getContext("2d")!;
  const text = writeSvg(scene, camera, theme, stage.captions(context, camera), rowsOf(legends), title);
  return new Blob([text], { type: "image/svg+xml" });
}

function rowsOf(legends: readonly Legend[]): LegendRow[] {
  return legends.flatMap(({ entries, ramp, title }) => {
    if (ramp === undefined)
      return entries
        .filter(({ count }) => count !== 0)
        .map(({ color, sign, text }) => ({ color, text: sign ? `${sign} ${text}` : text }));
    return [
      { color: ramp.colors[0]!, text: `${title}: ${ramp.min}` },
      { color: ramp.colors.at(-1)!, text: ramp.max },
    ];
  });
}

function paintLegend(context: CanvasRenderingContext2D, rows: readonly LegendRow[], theme: Theme): void {
  context.font = `12px ${FONT}`;
  context.textAlign = "start";
  context.textBaseline = "middle";
  rows.forEach(({ color, text }, i) => {
    const y = 22 + 20 * i;
    context.fillStyle = color;
    context.beginPath();
    context.arc(20, y, 5, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = css(theme.text);
    context.fillText(text, 32, y);
  });
}

/** A name that every system takes for a file. */
function fileName(title: string): string {
  return (
    title
      .replace(/[^\p{L}\p{N}._-]+/gu, "-")
      .replace(/^[-.]+|[-.]+$/g, "")
      .slice(0, 80) || "graph"
  );
}
