// What is drawn, without a canvas: cameras, bends, captions, what a point hits, and SVG.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundsOf, type Camera, fitTo, toScreen, toWorld, zoomAt } from "../../src/viewer/drawing/camera.js";
import { DARK, LIGHT, type Rgb, sequential } from "../../src/viewer/drawing/palette.js";
import { pickEdge, pickNode } from "../../src/viewer/drawing/pick.js";
import { placeCaptions } from "../../src/viewer/drawing/place-captions.js";
import { bendsOf, type Scene } from "../../src/viewer/drawing/scene.js";
import { writeSvg } from "../../src/viewer/drawing/write-svg.js";
import { saxesParse } from "./saxes-parse.js";

function sceneOf(
  points: readonly (readonly [number, number])[],
  edges: readonly (readonly [number, number])[],
  captions: readonly string[] = points.map((_, i) => `node ${i}`),
): Scene {
  const nodeCount = points.length;
  const sources = Uint32Array.from(edges, ([source]) => source);
  const targets = Uint32Array.from(edges, ([, target]) => target);
  return {
    nodeCount,
    edgeCount: edges.length,
    directed: true,
    x: Float32Array.from(points, ([x]) => x),
    y: Float32Array.from(points, ([, y]) => y),
    radii: new Float32Array(nodeCount).fill(5),
    nodeColors: new Uint8Array(4 * nodeCount).fill(255),
    nodeMarks: Uint8Array.from(points, (_, i) => i % 4),
    sources,
    targets,
    edgeColors: new Uint8Array(4 * edges.length).fill(200),
    edgeWidths: new Float32Array(edges.length).fill(1),
    bends: bendsOf(sources, targets, nodeCount),
    captions,
    byImportance: Uint32Array.from(points, (_, i) => i),
  };
}

const camera = (): Camera => ({ x: 0, y: 0, scale: 1, width: 800, height: 600 });
const measure = (text: string, sizePx: number) => text.length * sizePx * 0.5;

describe("a camera", () => {
  const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });

  test("maps to the screen and back, and keeps the place that is zoomed at", () => {
    fc.assert(
      fc.property(
        number,
        number,
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        number,
        number,
        (x, y, scale, px, py) => {
          const view: Camera = { x, y, scale, width: 800, height: 600 };
          const [wx, wy] = toWorld(view, px, py);
          const [sx, sy] = toScreen(view, wx, wy);
          expect([sx, sy]).toEqual([expect.closeTo(px, 3), expect.closeTo(py, 3)]);
          zoomAt(view, 1.7, px, py);
          const [zx, zy] = toScreen(view, wx, wy);
          expect([zx, zy]).toEqual([expect.closeTo(px, 3), expect.closeTo(py, 3)]);
        },
      ),
    );
  });

  test("shows all of a graph beside the inset, and a single node is not blown up", () => {
    const x = Float32Array.of(-500, 900, 20);
    const y = Float32Array.of(0, 40, -2000);
    const view = camera();
    fitTo(view, boundsOf(x, y), 40, 200);
    for (let i = 0; i < 3; i++) {
      const [sx, sy] = toScreen(view, x[i]!, y[i]!);
      expect(sx).toBeGreaterThanOrEqual(239);
      expect(sx).toBeLessThanOrEqual(761);
      expect(sy).toBeGreaterThanOrEqual(39);
      expect(sy).toBeLessThanOrEqual(561);
    }
    fitTo(view, boundsOf(Float32Array.of(7), Float32Array.of(9)), 40);
    expect([view.x, view.y, view.scale]).toEqual([7, 9, 2.8]);
    fitTo(view, boundsOf(new Float32Array(0), new Float32Array(0)), 40);
    expect([view.x, view.y, view.scale]).toEqual([0, 0, 1]);
  });
});

describe("edges", () => {
  test("of one pair lie beside each other whichever way they lead, and loops are of different sizes", () => {
    const edges = [
      [0, 1],
      [1, 0],
      [0, 1],
      [2, 2],
      [2, 2],
      [0, 2],
    ] as const;
    const scene = sceneOf(
      [
        [0, 0],
        [100, 0],
        [50, 80],
      ],
      edges,
    );
    // the side of an edge from 1 to 0 is that of the opposite sign
    const sides = [scene.bends[0]!, -scene.bends[1]!, scene.bends[2]!];
    expect(new Set(sides.map((side) => side.toFixed(4))).size).toBe(3);
    expect(scene.bends[3]).not.toBe(scene.bends[4]);
    expect(scene.bends[5]).toBe(0);
  });

  test("and nodes are hit where they are drawn, nodes before edges", () => {
    const scene = sceneOf(
      [
        [-100, 0],
        [100, 0],
        [0, 100],
      ],
      [
        [0, 1],
        [0, 1],
        [2, 2],
      ],
    );
    const view = camera();
    expect(pickNode(scene, view, 300, 302)).toBe(0);
    expect(pickNode(scene, view, 400, 300)).toBeUndefined();
    const [first, second] = [0, 1].map((e) => 300 + 200 * scene.bends[e]!);
    expect(first).not.toBe(second);
    expect(pickEdge(scene, view, 400, first!)).toBe(0);
    expect(pickEdge(scene, view, 400, second!)).toBe(1);
    expect(pickEdge(scene, view, 400, 390 - 12)).toBe(2);
    expect(pickEdge(scene, view, 10, 10)).toBeUndefined();
  });
});

describe("captions", () => {
  test("cover neither each other nor a disc that has one, and the important ones come first", () => {
    const point = fc.tuple(
      fc.double({ min: -400, max: 400, noNaN: true }),
      fc.double({ min: -300, max: 300, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 150 }), (points) => {
        const scene = sceneOf(points, []);
        const placed = placeCaptions(scene, camera(), new Set(), () => true, measure);
        expect(placed.length).toBeLessThanOrEqual(44);
        const boxes = placed.map(({ sizePx, width, x, y }) => [
          x - width / 2,
          y - sizePx / 2,
          x + width / 2,
          y + sizePx / 2,
        ]);
        for (let i = 0; i < boxes.length; i++)
          for (let j = 0; j < i; j++) {
            const [a, b] = [boxes[i]!, boxes[j]!];
            expect(a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!).toBe(false);
          }
        if (points.length > 0) expect(placed[0]?.node).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("of what is selected are always there, and long ones are cut between characters as they are seen", () => {
    const family = "👩‍👩‍👧‍👦";
    const scene = sceneOf(
      [
        [0, 0],
        [1, 1],
      ],
      [],
      ["a", family.repeat(50)],
    );
    const placed = placeCaptions(scene, camera(), new Set([1]), () => false, measure);
    expect(placed.map(({ node }) => node)).toEqual([1]);
    expect(placed[0]!.text).toBe(`${family.repeat(35)}…`);
  });
});

describe("colours", () => {
  /** The contrast of WCAG 2. */
  const luminance = (rgb: Rgb) => {
    const [red, green, blue] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: Rgb, b: Rgb) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  test.each([LIGHT, DARK])("stand out from the background, the text the most", (theme) => {
    expect(contrast(theme.text, theme.background)).toBeGreaterThan(12);
    for (const color of [...theme.categories, theme.added, theme.removed, theme.changed, theme.plain])
      expect(contrast(color, theme.background)).toBeGreaterThan(2.3);
    for (let i = 0; i <= 10; i++)
      expect(contrast(sequential(i / 10, theme), theme.background)).toBeGreaterThan(1.2);
  });
});

describe("SVG", () => {
  test("is well-formed whatever the names are, and has them as they are", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (names) => {
        const scene = sceneOf(
          names.map((_, i) => [30 * i, 0]),
          names.map((_, i) => [i, 0]),
          names,
        );
        const view = camera();
        const captions = placeCaptions(scene, view, new Set(), () => true, measure);
        const legend = [{ color: 'rgb(1,2,3)" onload="alert(1)', text: "</text><script>" }];
        const svg = writeSvg(scene, view, LIGHT, captions, legend, "<title> & more");
        const { elements, titles } = saxesParse(svg);
        expect(elements.has("script")).toBe(false);
        expect(titles[0]).toBe("<title> & more");
        expect(titles.length).toBe(1 + names.length);
      }),
      { numRuns: 60 },
    );
  });
});
