/** Which captions are shown, and where: the important nodes first, none over another, so many as the room allows. */
import type { Camera } from "./camera.js";
import { type Scene, screenRadius } from "./scene.js";

export interface PlacedCaption {
  readonly node: number;
  readonly text: string;
  /** The middle of the text. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly sizePx: number;
}

const LENGTH_MAX = 36;
/** Pixels of the screen for each caption. */
const AREA = 11_000;
const COUNT_MAX = 220;
const BUCKET = 96;

/**
 * @param always nodes whose caption is shown whatever it covers.
 * @param measure the width of a text in pixels, in a font of a size.
 */
export function placeCaptions(
  scene: Scene,
  camera: Camera,
  always: ReadonlySet<number>,
  isShown: (node: number) => boolean,
  measure: (text: string, sizePx: number) => number,
): PlacedCaption[] {
  const taken = new Map<number, [number, number, number, number][]>();
  const placed: PlacedCaption[] = [];
  const max = Math.min(COUNT_MAX, Math.ceil((camera.width * camera.height) / AREA));
  const isFree = (box: [number, number, number, number]): boolean => {
    // cut off by the edge of the screen it could not be read
    if (box[0] < 0 || box[2] > camera.width || box[1] < 0 || box[3] > camera.height) return false;
    for (const key of bucketsOf(box))
      for (const other of taken.get(key) ?? []) if (overlap(box, other)) return false;
    return true;
  };
  const take = (box: [number, number, number, number]): void => {
    for (const key of bucketsOf(box)) {
      const list = taken.get(key);
      if (list === undefined) taken.set(key, [box]);
      else list.push(box);
    }
  };
  const tryNode = (node: number, isForced: boolean): void => {
    const x = (scene.x[node]! - camera.x) * camera.scale + camera.width / 2;
    const y = (scene.y[node]! - camera.y) * camera.scale + camera.height / 2;
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) return;
    const radius = screenRadius(scene, node, camera);
    const sizePx = Math.round(Math.min(16, Math.max(11, 9 + radius * 0.35)));
    const text = shortened(scene.captions[node]!);
    const width = measure(text, sizePx);
    const places: [number, number][] = [
      [x, y + radius + sizePx * 0.75],
      [x, y - radius - sizePx * 0.75],
      [x + radius + 4 + width / 2, y],
      [x - radius - 4 - width / 2, y],
    ];
    const boxes = places.map(([px, py]): [number, number, number, number] => [
      px - width / 2 - 2,
      py - sizePx * 0.62,
      px + width / 2 + 2,
      py + sizePx * 0.62,
    ]);
    const free = boxes.findIndex(isFree);
    if (free < 0 && !isForced) return;
    const i = Math.max(0, free);
    take(boxes[i]!);
    // the disc itself is not written over
    take([x - radius, y - radius, x + radius, y + radius]);
    placed.push({ node, text, x: places[i]![0], y: places[i]![1], width, sizePx });
  };
  for (const node of always) tryNode(node, true);
  for (const node of scene.byImportance) {
    if (placed.length >= max + always.size) break;
    if (!always.has(node) && isShown(node)) tryNode(node, false);
  }
  return placed;
}

/** Cut between characters as they are seen, so that no emoji falls apart. */
function shortened(text: string): string {
  if (text.length <= LENGTH_MAX) return text;
  let [short, count] = ["", 0];
  for (const { segment } of segmenter.segment(text)) {
    if (++count >= LENGTH_MAX) break;
    short += segment;
  }
  return short.length < text.length ? `${short.trimEnd()}…` : text;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function* bucketsOf([x0, y0, x1, y1]: readonly [number, number, number, number]): Generator<number> {
  for (let bx = Math.floor(x0 / BUCKET); bx <= Math.floor(x1 / BUCKET); bx++)
    for (let by = Math.floor(y0 / BUCKET); by <= Math.floor(y1 / BUCKET); by++) yield bx * 65_536 + by;
}

function overlap(a: readonly number[], b: readonly number[]): boolean {
  return a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!;
}
