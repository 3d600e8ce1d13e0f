/**
 * Patterns and graphs for properties, and all matches of a pattern found in the plainest way: every way to follow the
 * pattern from every node, with no relationship twice. Shares nothing with the engine.
 */
import fc from "fast-check";

export interface DrawnNode {
  readonly labels: readonly string[];
  readonly v: number | string | null;
}

export interface DrawnEdge {
  readonly source: number;
  readonly target: number;
  readonly type: string;
  readonly w: number | null;
}

export interface DrawnGraph {
  readonly directed: boolean;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface DrawnStep {
  readonly name: string;
  readonly arrow: "->" | "<-" | "-";
  readonly type: string | undefined;
  readonly w: number | undefined;
  /** How often it is followed; undefined for once, which binds a relationship and no list. */
  readonly length: readonly [from: number, to: number] | undefined;
}

export interface DrawnPlace {
  readonly name: string;
  readonly label: string | undefined;
  readonly v: number | undefined;
}

export interface DrawnPath {
  readonly places: readonly DrawnPlace[];
  readonly steps: readonly DrawnStep[];
}

export type Bindings = Readonly<Record<string, string>>;

const value = fc.constantFrom(0, 1, 2, null);

export const drawnGraphs: fc.Arbitrary<DrawnGraph> = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    directed: fc.boolean(),
    nodes: fc.array(fc.record({ labels: fc.subarray(["A", "B"]), v: fc.oneof(value, fc.constant("x")) }), {
      minLength: count,
      maxLength: count,
    }),
    edges: fc.array(
      fc.record({
        source: fc.nat(count - 1),
        target: fc.nat(count - 1),
        type: fc.constantFrom("T", "U"),
        w: value,
      }),
      { maxLength: 6 },
    ),
  }),
);

const place = fc.record({
  name: fc.constantFrom("a", "b", "c", "d"),
  label: fc.option(fc.constantFrom("A", "B"), { nil: undefined }),
  v: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
});

const length = fc.constantFrom([0, 1], [1, 2], [2, 2], [0, 0]) as fc.Arbitrary<readonly [number, number]>;

const step = fc.record({
  arrow: fc.constantFrom("->", "<-", "-"),
  type: fc.option(fc.constantFrom("T", "U"), { nil: undefined }),
  w: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
  length: fc.option(length, { nil: undefined, freq: 4 }),
});

/** Path patterns whose relationships have names of their own. */
export const drawnPaths: fc.Arbitrary<DrawnPath[]> = fc
  .array(
    fc.array(fc.tuple(step, place), { maxLength: 2 }).chain((rest) => fc.tuple(place, fc.constant(rest))),
    { minLength: 1, maxLength: 2 },
  )
  .map((paths) => {
    let count = 0;
    return paths.map(([first, rest]) => ({
      places: [first, ...rest.map(([, each]) => each)],
      steps: rest.map(([each]) => ({ ...each, name: `r${count++}` }) as DrawnStep),
    }));
  });

export function pathText({ places, steps }: DrawnPath): string {
  return places.map((each, i) => placeText(each) + (i < steps.length ? stepText(steps[i]) : "")).join("");
}

/** The same path, written from its other end. */
export function turned({ places, steps }: DrawnPath): DrawnPath {
  const other = { "->": "<-", "<-": "->", "-": "-" } as const;
  return {
    places: places.toReversed(),
    steps: steps.toReversed().map((each) => ({ ...each, arrow: other[each.arrow] })),
  };
}

function placeText({ name, label, v }: DrawnPlace): string {
  return `(${name}${label === undefined ? "" : `:${label}`}${v === undefined ? "" : ` {v: ${v}}`})`;
}

function stepText({ name, arrow, type, w, length: repeated }: DrawnStep): string {
  const times = repeated === undefined ? "" : `*${repeated[0]}..${repeated[1]}`;
  const inner = `[${name}${type === undefined ? "" : `:${type}`}${times}${w === undefined ? "" : ` {w: ${w}}`}]`;
  return `${arrow === "<-" ? "<" : ""}-${inner}-${arrow === "->" ? ">" : ""}`;
}

/** The names that a match binds: nodes as "n0", relationships as "e0", lists of these with commas. */
export function namesOf(paths: readonly DrawnPath[]): string[] {
  return [
    ...new Set(paths.flatMap(({ places, steps }) => [...places, ...steps].map(({ name }) => name))),
  ].sort();
}

export function naiveMatches(graph: DrawnGraph, paths: readonly DrawnPath[]): Bindings[] {
  const found: Bindings[] = [];
  const goOn = (path: number, bound: Bindings, used: readonly number[]): void => {
    if (path === paths.length) {
      found.push(bound);
      return;
    }
    const { places, steps } = paths[path];
    const walk = (at: number, node: number, before: Bindings, taken: readonly number[]): void => {
      const here = withNode(graph, places[at], node, before);
      if (here === undefined) return;
      if (at === steps.length) {
        goOn(path + 1, here, taken);
        return;
      }
      const next = steps[at];
      const [from, to] = next.length ?? [1, 1];
      const repeat = (
        count: number,
        from_: number,
        edges: readonly number[],
        inUse: readonly number[],
      ): void => {
        if (count >= from) {
          const name = next.length === undefined ? `e${edges[0]}` : edges.map((edge) => `e${edge}`).join();
          walk(at + 1, from_, { ...here, [next.name]: name }, inUse);
        }
        if (count === to) return;
        for (const [edge, other] of waysFrom(graph, next, from_))
          if (!inUse.includes(edge)) repeat(count + 1, other, [...edges, edge], [...inUse, edge]);
      };
      repeat(0, node, [], taken);
    };
    for (const node of graph.nodes.keys()) walk(0, node, bound, used);
  };
  goOn(0, {}, []);
  return found;
}

function withNode(
  { nodes }: DrawnGraph,
  { name, label, v }: DrawnPlace,
  node: number,
  before: Bindings,
): Bindings | undefined {
  if (before[name] !== undefined && before[name] !== `n${node}`) return undefined;
  if (label !== undefined && !nodes[node].labels.includes(label)) return undefined;
  if (v !== undefined && nodes[node].v !== v) return undefined;
  return { ...before, [name]: `n${node}` };
}

function waysFrom(
  { edges, directed }: DrawnGraph,
  { arrow, type, w }: DrawnStep,
  node: number,
): [number, number][] {
  return [...edges.entries()].flatMap(([id, edge]): [number, number][] => {
    if ((type !== undefined && edge.type !== type) || (w !== undefined && edge.w !== w)) return [];
    const isEither = arrow === "-" || !directed;
    const ways: [number, number][] = [];
    if (edge.source === node && (isEither || arrow === "->")) ways.push([id, edge.target]);
    // a loop is one way
    const isLoop = edge.source === edge.target;
    if (edge.target === node && (arrow === "<-" || (isEither && !isLoop))) ways.push([id, edge.source]);
    if (isLoop && ways.length > 1) ways.pop();
    return ways;
  });
}
