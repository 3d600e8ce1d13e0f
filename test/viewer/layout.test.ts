// The layout: the same for the same graph, finite for every graph, and such that near nodes lie near each other.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ForceLayout, type LayoutInput } from "../../src/viewer/layout/force-layout.js";
import { Repulsion } from "../../src/viewer/layout/repulsion.js";
import { separateDiscs } from "../../src/viewer/layout/separate-discs.js";

function inputOf(nodeCount: number, edges: readonly (readonly [number, number])[]): LayoutInput {
  return {
    nodeCount,
    sources: Uint32Array.from(edges, ([source]) => source),
    targets: Uint32Array.from(edges, ([, target]) => target),
    radii: new Float32Array(nodeCount).fill(4),
    seed: 1,
  };
}

function settled(input: LayoutInput): ForceLayout {
  const layout = new ForceLayout(input);
  while (!layout.isDone) layout.advance();
  return layout;
}

/** Graphs with loops, parallel edges and parts, of 0 nodes and more. */
const graphs = fc.nat({ max: 40 }).chain((nodeCount) =>
  fc
    .array(
      fc.tuple(fc.nat({ max: Math.max(0, nodeCount - 1) }), fc.nat({ max: Math.max(0, nodeCount - 1) })),
      {
        maxLength: nodeCount === 0 ? 0 : 80,
      },
    )
    .map((edges) => inputOf(nodeCount, edges)),
);

test("each position is finite, and the same in a second run", () => {
  fc.assert(
    fc.property(graphs, (input) => {
      const [first, second] = [settled(input), settled(input)];
      expect(first.x.every(Number.isFinite) && first.y.every(Number.isFinite)).toBe(true);
      expect([first.x, first.y]).toEqual([second.x, second.y]);
    }),
    { numRuns: 40 },
  );
});

test("no two nodes lie on each other", () => {
  fc.assert(
    fc.property(graphs, (input) => {
      const { x, y } = settled(input);
      for (let i = 0; i < x.length; i++)
        for (let j = 0; j < i; j++) expect(Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!)).toBeGreaterThan(1);
    }),
    { numRuns: 30 },
  );
});

test("another seed gives other positions", () => {
  const edges = Array.from({ length: 30 }, (_, i): [number, number] => [i, (i * 7 + 1) % 31]);
  const input = inputOf(31, edges);
  expect(settled({ ...input, seed: 2 }).x).not.toEqual(settled(input).x);
});

test("the ends of edges are nearer than other nodes, and a grid unfolds", () => {
  const side = 12;
  const edges: [number, number][] = [];
  for (let i = 0; i < side * side; i++) {
    if (i % side < side - 1) edges.push([i, i + 1]);
    if (i + side < side * side) edges.push([i, i + side]);
  }
  const { x, y } = settled(inputOf(side * side, edges));
  const distance = (a: number, b: number) => Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);
  const lengths = edges.map(([a, b]) => distance(a, b));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  expect(Math.max(...lengths)).toBeLessThan(2.5 * mean);
  // opposite corners are about as far apart as the sides are long
  expect(distance(0, side * side - 1)).toBeGreaterThan(mean * side);
  expect(distance(side - 1, side * (side - 1))).toBeGreaterThan(mean * side);
});

test("parts of a graph lie apart", () => {
  const edges: [number, number][] = [];
  for (let part = 0; part < 3; part++)
    for (let i = 0; i < 10; i++) for (let j = 0; j < i; j++) edges.push([10 * part + i, 10 * part + j]);
  const { x, y } = settled(inputOf(30, edges));
  const middle = (part: number, of: Float64Array) =>
    of.slice(10 * part, 10 * part + 10).reduce((sum, value) => sum + value, 0) / 10;
  for (let part = 0; part < 3; part++) {
    const widest = Math.max(
      ...Array.from({ length: 10 }, (_, i) =>
        Math.hypot(x[10 * part + i]! - middle(part, x), y[10 * part + i]! - middle(part, y)),
      ),
    );
    for (let other = 0; other < part; other++)
      expect(
        Math.hypot(middle(part, x) - middle(other, x), middle(part, y) - middle(other, y)),
      ).toBeGreaterThan(widest);
  }
});

test("nodes that have a place move little, and a new one comes beside its neighbour", () => {
  const edges = Array.from({ length: 40 }, (_, i): [number, number] => [i, (i + 1) % 41]);
  const before = settled(inputOf(41, edges));
  const x = new Float32Array(42).fill(Number.NaN);
  const y = new Float32Array(42).fill(Number.NaN);
  x.set(before.x);
  y.set(before.y);
  const after = settled({ ...inputOf(42, [...edges, [41, 7]]), x, y });
  const extent = Math.max(...before.x) - Math.min(...before.x);
  for (let i = 0; i < 41; i++)
    expect(Math.hypot(after.x[i]! - before.x[i]!, after.y[i]! - before.y[i]!)).toBeLessThan(extent * 0.2);
  expect(Math.hypot(after.x[41]! - after.x[7]!, after.y[41]! - after.y[7]!)).toBeLessThan(120);
});

test("a node that is held stays where it is held", () => {
  const layout = new ForceLayout(
    inputOf(3, [
      [0, 1],
      [1, 2],
    ]),
  );
  layout.hold(1, [500, -200]);
  while (!layout.isDone) layout.advance();
  expect([layout.x[1], layout.y[1]]).toEqual([500, -200]);
});

test("forces of the tree are near those of all pairs", () => {
  const point = fc.record({
    x: fc.float({ min: -1000, max: 1000, noNaN: true }),
    y: fc.float({ min: -1000, max: 1000, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 300 }), (points) => {
      const n = points.length;
      const x = Float64Array.from(points, (each) => each.x);
      const y = Float64Array.from(points, (each) => each.y);
      const masses = Float64Array.from(points, (_, i) => 1 + (i % 3));
      const vx = new Float64Array(n);
      const vy = new Float64Array(n);
      new Repulsion(n).apply(x, y, masses, 1, vx, vy);
      for (let i = 0; i < n; i++) {
        let [fx, fy, sum] = [0, 0, 0];
        for (let j = 0; j < n; j++) {
          const [dx, dy] = [x[i]! - x[j]!, y[i]! - y[j]!];
          if (i === j || (dx === 0 && dy === 0)) continue;
          const force = (masses[i]! * masses[j]!) / Math.max(1, dx * dx + dy * dy);
          fx += dx * force;
          fy += dy * force;
          sum += Math.hypot(dx, dy) * force;
        }
        // nodes on one place push each other a little; forces of far groups cancel: the error is a part of their sizes, not of their sum
        expect(Math.hypot(vx[i]! - fx, vy[i]! - fy)).toBeLessThan(0.12 * sum + 0.1 * n);
      }
    }),
    { numRuns: 30 },
  );
});

test("discs that cover each other are moved apart", () => {
  const x = Float64Array.of(0, 1, 0, 100);
  const y = Float64Array.of(0, 0, 1, 100);
  const radii = Float32Array.of(5, 5, 5, 5);
  separateDiscs(x, y, radii, 40);
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < i; j++) expect(Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!)).toBeGreaterThan(9.9);
  expect([x[3], y[3]]).toEqual([100, 100]);
});
