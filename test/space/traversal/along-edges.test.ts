// Reads along edges, held against plain loops over lists of edges, on the live graph and on every kind of view.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attribute, type Direction, Graph } from "../../../src/index.js";
import { type PlainEdge, type World, worlds } from "./arbitrary-views.js";

interface Scope {
  readonly direction: Direction;
  readonly types: readonly string[] | undefined;
  readonly where: ((edge: PlainEdge) => boolean) | undefined;
}

/** The arcs that leave a node in a direction, as edge and far end. */
function arcs(world: World, node: number, { direction, types, where }: Scope): [PlainEdge, number][] {
  const found: [PlainEdge, number][] = [];
  for (const edge of world.edges) {
    if (types !== undefined && (edge.type === undefined || !types.includes(edge.type))) continue;
    if (where !== undefined && !where(edge)) continue;
    if (edge.source === node && (!world.directed || direction !== "in")) found.push([edge, edge.target]);
    if (edge.target === node && (!world.directed || direction !== "out")) found.push([edge, edge.source]);
  }
  return found;
}

/** By rounds over all that was reached: how few edges, one at least, lead to each node. */
function depthsFrom(world: World, starts: readonly number[], scope: Scope): Map<number, number> {
  const depths = new Map<number, number>();
  let reached = new Set(starts.filter((id) => world.nodes.has(id)));
  for (let depth = 1; depth <= world.nodes.size + 1; depth++) {
    const next = new Set<number>();
    for (const node of reached) for (const [, far] of arcs(world, node, scope)) next.add(far);
    for (const node of next) if (!depths.has(node)) depths.set(node, depth);
    reached = new Set([...reached, ...next]);
  }
  return depths;
}

const ascending = (ids: Iterable<number>) => [...new Set(ids)].sort((a, b) => a - b);

const cases = worlds.chain((world) =>
  fc.record({
    world: fc.constant(world),
    starts: fc.subarray([...world.nodes.keys()]),
    direction: fc.constantFrom<Direction>("out", "in", "both"),
    types: fc.constantFrom(undefined, ["A"], ["B"], ["A", "B"], [], ["Nobody"], ["C", "Nobody"]),
    least: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    minDepth: fc.integer({ min: 0, max: 3 }),
    further: fc.constantFrom(0, 1, 2, Infinity),
  }),
);

test("out, in and both lead to the nodes that plain loops find", () => {
  fc.assert(
    fc.property(cases, ({ world, starts, direction, types, least, minDepth, further }) => {
      const where = least === undefined ? undefined : (edge: PlainEdge) => Number(edge.attributes.w) >= least;
      const scope = { direction, types, where };
      const maxDepth = minDepth + further;
      const found = world.view.nodes.select(starts)[direction](types?.length === 1 ? types[0] : types, {
        minDepth,
        maxDepth,
        ...(least === undefined ? {} : { where: "w >= $least", parameters: { least } }),
      });
      const depths = depthsFrom(world, starts, scope);
      const expected = [...depths].filter(([, depth]) => depth >= minDepth && depth <= maxDepth);
      const nodes = expected.map(([node]) => node);
      expect([...found]).toEqual(ascending(minDepth === 0 ? [...nodes, ...starts] : nodes));
    }),
    { numRuns: 600 },
  );
});

test("one step is the default, with or without a type before the options", () => {
  fc.assert(
    fc.property(cases, ({ world, starts, direction, types, least = 0 }) => {
      const from = world.view.nodes.select(starts);
      const [any, some] = [undefined, types].map((of) =>
        ascending(
          starts.flatMap((node) =>
            arcs(world, node, { direction, types: of, where: undefined }).map(([, far]) => far),
          ),
        ),
      );
      expect([...from[direction]()]).toEqual(any);
      expect([...from[direction](null)]).toEqual(any);
      expect([...from[direction]({})]).toEqual(any);
      expect([...from[direction](types)]).toEqual(some);
      expect([...from[direction]({ where: attribute("w").atLeast(least) })]).toEqual([
        ...from[direction](undefined, { where: `w >= ${least}` }),
      ]);
    }),
    { numRuns: 300 },
  );
});

test("edges at a selection, and their ends, are those that plain loops find", () => {
  fc.assert(
    fc.property(cases, ({ world, starts, direction, types }) => {
      const scope = { direction, types, where: undefined };
      const edges = world.view.nodes.select(starts).edges(direction, types);
      const expected = starts.flatMap((node) => arcs(world, node, scope).map(([edge]) => edge));
      expect([...edges]).toEqual(ascending(expected.map(({ id }) => id)));
      expect(edges.kind).toBe("edge");
      expect([...edges.sources()]).toEqual(ascending(expected.map(({ source }) => source)));
      expect([...edges.targets()]).toEqual(ascending(expected.map(({ target }) => target)));
      expect([...edges.where("w > 2")]).toEqual(
        ascending(expected.filter(({ attributes }) => Number(attributes.w) > 2).map(({ id }) => id)),
      );
    }),
    { numRuns: 300 },
  );
});

test("neighbors, incidentEdges, degree and edgesBetween take a direction and types", () => {
  fc.assert(
    fc.property(cases, ({ world, direction, types }) => {
      const { view } = world;
      const scope = { direction, types, where: undefined };
      const along = types?.length === 1 ? { direction, type: types[0]! } : { direction, type: types };
      const nodes = [...world.nodes.keys()];
      for (const node of nodes) {
        const found = arcs(world, node, scope);
        const edges = ascending(found.map(([{ id }]) => id));
        expect([...view.incidentEdges(node, along)]).toEqual(edges);
        expect(view.degree(node, along)).toBe(found.length);
        const first = [...found].sort(([a], [b]) => a.id - b.id).map(([, far]) => far);
        expect([...view.neighbors(node, along)]).toEqual([...new Set(first)]);
        for (const other of nodes) {
          const between = found.filter(([, far]) => far === other).map(([{ id }]) => id);
          expect([...view.edgesBetween(node, other, along)]).toEqual(ascending(between));
        }
        if (types !== undefined) continue;
        expect(view.neighbors(node, direction)).toEqual(view.neighbors(node, along));
        expect(view.incidentEdges(node, direction)).toEqual(view.incidentEdges(node, along));
        expect(view.degree(node, direction)).toBe(view.degree(node, along));
      }
    }),
    { numRuns: 150 },
  );
});

test("degrees, sources and targets answer for many, aligned with what was asked", () => {
  fc.assert(
    fc.property(cases, fc.array(fc.nat(), { maxLength: 6 }), ({ world, starts, direction, types }, picks) => {
      const { view } = world;
      const along = { direction, type: types };
      const degrees = (ids: readonly number[]) => Uint32Array.from(ids, (id) => view.degree(id, along));
      const nodes = [...world.nodes.keys()];
      const some = nodes.length === 0 ? [] : picks.map((pick) => nodes[pick % nodes.length]!);
      expect(view.degrees(some, along)).toEqual(degrees(some));
      expect(view.degrees(view.nodes.select(starts), along)).toEqual(degrees(ascending(starts)));
      expect(view.degrees(undefined, along)).toEqual(degrees(nodes));
      expect(view.degrees(new Set(starts), direction)).toEqual(
        Uint32Array.from(starts, (id) => view.degree(id, direction)),
      );
      expect([...view.edges.sources()]).toEqual(world.edges.map(({ source }) => source));
      expect([...view.edges.targets(view.edges.all())]).toEqual(world.edges.map(({ target }) => target));
      if (world.edges.length === 0) return;
      const edges = picks.map((pick) => world.edges[pick % world.edges.length]!);
      const ids = edges.map(({ id }) => id);
      expect([...view.edges.sources(ids)]).toEqual(edges.map(({ source }) => source));
      expect([...view.edges.targets(Uint32Array.from(ids))]).toEqual(edges.map(({ target }) => target));
    }),
    { numRuns: 200 },
  );
});

/** Papers: 0 and 1 by Ada, 2 by Alan and Grace, 3 by Grace; 2 cites 0, 3 cites 1 and 2. */
function papers() {
  const graph = new Graph();
  graph.addNodes(4, { labels: "Paper" });
  const authors = graph.addNodes(3, { labels: "Author", attributes: { iri: ["ada", "alan", "grace"] } });
  const [ada, alan, grace] = authors;
  graph.addEdges([ada, ada, alan, grace, grace], [0, 1, 2, 2, 3], { type: "WROTE" });
  graph.addEdges([2, 3, 3], [0, 1, 2], { type: "CITES" });
  return graph;
}

describe("chains of steps", () => {
  test("find the authors of papers that cite a paper by someone", () => {
    const graph = papers();
    const cited = graph.nodes.where("iri = $x", { x: "ada" }).out("WROTE");
    const authors = cited.in("CITES").in("WROTE");
    expect([...authors.column("iri")]).toEqual(["alan", "grace"]);
    expect([...graph.nodes.where("iri = 'alan'").out("WROTE").edges("in", "CITES").sources()]).toEqual([3]);
  });

  test("go on from a selection whose nodes have been removed in the meantime", () => {
    const graph = papers();
    const cited = graph.nodes.select([0, 1]);
    const edges = graph.edges.withType("CITES");
    graph.removeNode(1);
    expect([...cited.in("CITES")]).toEqual([2]);
    expect([...cited.edges("in")]).toEqual([0, 5]);
    expect([...cited.both({ minDepth: 0, maxDepth: 0 })]).toEqual([0]);
    expect([...edges.targets()]).toEqual([0, 2]);
  });
});

describe("what has no meaning is refused", () => {
  const graph = papers();
  const papersOnly = graph.nodes.withLabel("Paper");

  test.each<[string, () => unknown, string]>([
    ["out of edges", () => graph.edges.all().out(), '"out" expected a selection of nodes, got one of edges'],
    ["edges of edges", () => graph.edges.all().edges(), '"edges" expected a selection of nodes'],
    [
      "sources of nodes",
      () => papersOnly.sources(),
      '"sources" expected a selection of edges, got one of nodes',
    ],
    ["a type that is none", () => papersOnly.out(5 as never), '"type" expected a type of edges or an array'],
    ["one of several", () => papersOnly.out(["A", 5 as never]), '"type[1]" expected a string, got 5'],
    ["an unknown option", () => papersOnly.out("A", { depth: 2 } as never), '"options" expected only'],
    ["options twice", () => papersOnly.out({} as never, {}), '"type" expected a type of edges'],
    ["a depth below 0", () => papersOnly.out({ minDepth: -1 }), '"minDepth" expected a whole number'],
    ["half a step", () => papersOnly.out({ maxDepth: 1.5 }), '"maxDepth" expected a whole number'],
    [
      "an infinite minimum",
      () => papersOnly.out({ minDepth: Infinity }),
      '"minDepth" expected a whole number',
    ],
    [
      "depths turned round",
      () => papersOnly.out({ minDepth: 3, maxDepth: 2 }),
      '"maxDepth" expected at least',
    ],
    [
      "a filter that is none",
      () => papersOnly.out({ where: 5 as never }),
      '"filter" expected text or an expression',
    ],
    [
      "a missing parameter",
      () => papersOnly.out({ where: "w = $w" }),
      "parameter $w expected a value, got none",
    ],
    [
      "a direction that is none",
      () => papersOnly.edges("up" as never),
      '"direction" expected "out", "in" or "both"',
    ],
    [
      "a type after a direction",
      () => (graph.neighbors as (...given: unknown[]) => unknown).call(graph, 0, "out", "CITES"),
      'arguments expected to end with { direction, type }, got "CITES" after it',
    ],
    [
      "an unknown name",
      () => graph.degree(0, { types: "A" } as never),
      '"options" expected only "direction" and "type"',
    ],
    ["degrees of a number", () => graph.degrees(5 as never), '"ids" expected ids that can be iterated over'],
    ["degrees of edges", () => graph.degrees(graph.edges.all()), '"ids" expected a selection of nodes'],
    ["degrees of a stranger", () => graph.degrees([0, 99]), '"ids[1]" expected a node of this graph, got 99'],
    [
      "sources of nodes in bulk",
      () => graph.nodes.sources([0]),
      '"sources" expected to be asked of edges, got nodes',
    ],
    [
      "sources of a stranger",
      () => graph.edges.sources([99]),
      '"ids[0]" expected an edge of this graph, got 99',
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  test("options are read once, before the graph is looked at", () => {
    const live = papers();
    let reads = 0;
    const found = live.nodes.select([2]).out("CITES", {
      get maxDepth() {
        if (reads++ === 0) live.addEdge(2, 1, "CITES");
        return 1;
      },
    });
    expect(reads).toBe(1);
    expect([...found]).toEqual([0, 1]);
  });
});
