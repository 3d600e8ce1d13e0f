// Nodes of one key that a merge makes one, beside a model in which a node is known by its key alone.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type GraphView, type GroggyError, type MergeOptions } from "../../../src/index.js";
import { runs } from "../../model/arbitrary.js";
import { Tape } from "../../model/values.js";
import { naiveRoot } from "../hashing/naive-root.js";

const KEYS = ["ada", "alan", "grace", "kurt", "emmy"];
const TYPES = ["KNOWS", "UNIQUE"];
const NAMES = ["age", "city", "note"];
const LABELS = ["Author", "Reader"];

type Values = Record<string, number>;

interface ModelEdge {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly values: Values;
  /** Its id, while it is known. */
  id: number;
}

interface ModelNode {
  id: number;
  readonly labels: Set<string>;
  readonly values: Values;
}

interface Model {
  readonly nodes: Map<string, ModelNode>;
  edges: ModelEdge[];
}

const copy = ({ nodes, edges }: Model): Model => ({
  nodes: new Map(
    [...nodes].map(([key, { id, labels, values }]) => [
      key,
      { id, labels: new Set(labels), values: { ...values } },
    ]),
  ),
  edges: edges.map((edge) => ({ ...edge, values: { ...edge.values } })),
});

/** What a state says, without ids. */
function text({ nodes, edges }: Pick<Model, "nodes" | "edges">, directed: boolean): string[] {
  const entries = (values: Values) => JSON.stringify(Object.entries(values).sort());
  const people = [...nodes].map(
    ([key, { labels, values }]) => `${key} ${[...labels].sort()} ${entries(values)}`,
  );
  const arcs = edges.map(({ source, target, type, values }) => {
    const ends = directed ? [source, target] : [source, target].sort();
    return `${ends.join(">")} ${type} ${entries(values)}`;
  });
  return [...people.sort(), ...arcs.sort()];
}

/** What a graph shows, by keys. */
function read(view: GraphView, directed: boolean): string[] {
  const keyOf = (id: number): string => view.nodes.get(id, "email") as string;
  const nodes = new Map(
    Array.from(view.nodes, (id): [string, ModelNode] => {
      const { email, ...values } = view.nodes.get(id);
      const labels = new Set(view.nodes.labels(id).filter((label) => label !== "Person"));
      return [email as string, { id, labels, values: values as Values }];
    }),
  );
  expect(nodes.size).toBe(view.nodeCount);
  const edges = Array.from(view.edges, (id) => ({
    source: keyOf(view.source(id)),
    target: keyOf(view.target(id)),
    type: view.edges.type(id) as string,
    values: view.edges.get(id) as Values,
    id,
  }));
  return text({ nodes, edges }, directed);
}

function drawValues(tape: Tape): Values {
  return Object.fromEntries(NAMES.filter(() => tape.chance(2)).map((name) => [name, tape.next(3)]));
}

/** Some additions and changes, on a graph and on a model. */
function edit(graph: Graph, model: Model, tape: Tape, count: number): void {
  for (let i = 0; i < count; i++) {
    const keys = [...model.nodes.keys()];
    const verb = tape.next(4);
    if (verb === 0 || keys.length < 2) {
      const key = tape.pick(KEYS);
      if (model.nodes.has(key)) continue;
      const labels = LABELS.filter(() => tape.chance(2));
      const values = drawValues(tape);
      const id = graph.addNode(["Person", ...labels], { email: key, ...values });
      model.nodes.set(key, { id, labels: new Set(labels), values });
    } else if (verb === 1) {
      const node = model.nodes.get(tape.pick(keys)) as ModelNode;
      const values = drawValues(tape);
      graph.nodes.set(node.id, values);
      Object.assign(node.values, values);
    } else {
      const [source, target] = [tape.pick(keys), tape.pick(keys)];
      const [type, values] = [tape.pick(TYPES), drawValues(tape)];
      const ends = [source, target].map((key) => (model.nodes.get(key) as ModelNode).id);
      const id = graph.addEdge(ends[0], ends[1], type, values);
      model.edges.push({ source, target, type, values, id });
    }
  }
}

/** The state that a merge comes to, where conflicts of values go to our side. */
function mergeModels(base: Model, ours: Model, theirs: Model, directed: boolean, unique: string[]): Model {
  const nodes = new Map<string, ModelNode>();
  const gone = new Set<number>();
  for (const key of new Set([...ours.nodes.keys(), ...theirs.nodes.keys()])) {
    const [b, o, t] = [base, ours, theirs].map((model) => model.nodes.get(key));
    if (o === undefined || t === undefined) {
      nodes.set(key, { ...((o ?? t) as ModelNode) });
      continue;
    }
    const values: Values = {};
    for (const name of NAMES) {
      const [was, mine, other] = [b, o, t].map((node) => node?.values[name]);
      const value = mine === was ? other : mine;
      if (value !== undefined) values[name] = value;
    }
    const id = Math.min(o.id, t.id);
    if (o.id !== t.id) gone.add(Math.max(o.id, t.id));
    nodes.set(key, { id, labels: new Set([...o.labels, ...t.labels]), values });
  }
  const known = new Set(base.edges.map(({ id }) => id));
  const coming = theirs.edges.filter(({ id }) => !known.has(id));
  const isMoved = (edge: ModelEdge, side: Model): boolean =>
    [edge.source, edge.target].some((key) => gone.has((side.nodes.get(key) as ModelNode).id));
  const all = [
    ...ours.edges.map((edge) => ({ edge, comes: false, moved: isMoved(edge, ours) })),
    ...coming.map((edge) => ({ edge, comes: true, moved: isMoved(edge, theirs) })),
  ];
  const groups = new Map<string, typeof all>();
  for (const [i, each] of all.entries()) {
    const { source, target, type } = each.edge;
    const ends = directed ? [source, target] : [source, target].sort();
    const name = unique.includes(type) ? `${ends} ${type}` : String(i);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  const edges: ModelEdge[] = [];
  for (const group of groups.values()) {
    if (!group.some(({ comes, moved }) => comes || moved)) {
      for (const { edge } of group) edges.push({ ...edge });
      continue;
    }
    const sorted = group.sort((a, b) => Number(a.moved) - Number(b.moved) || a.edge.id - b.edge.id);
    const values = Object.assign({}, ...sorted.toReversed().map(({ edge }) => edge.values));
    edges.push({ ...sorted[0].edge, values });
  }
  return { nodes, edges };
}

/** The ids that a model's edges and nodes have in a graph by now. */
function learnIds(model: Model, graph: GraphView): void {
  for (const id of graph.nodes) {
    const node = model.nodes.get(graph.nodes.get(id, "email") as string) as ModelNode;
    node.id = id;
  }
  const left = new Map<string, number[]>();
  const name = (source: unknown, target: unknown, type: unknown, values: object): string =>
    JSON.stringify([[source, target].sort(), type, Object.entries(values).sort()]);
  const keyOf = (id: number) => graph.nodes.get(id, "email");
  for (const id of graph.edges) {
    const key = name(
      keyOf(graph.source(id)),
      keyOf(graph.target(id)),
      graph.edges.type(id),
      graph.edges.get(id),
    );
    left.set(key, [...(left.get(key) ?? []), id]);
  }
  for (const edge of model.edges)
    edge.id = left.get(name(edge.source, edge.target, edge.type, edge.values))?.shift() as number;
}

const programs = fc.record({
  directed: fc.boolean(),
  byLabel: fc.boolean(),
  heads: fc.boolean(),
  unique: fc.constantFrom<MergeOptions["uniqueEdges"][]>(false, true, "UNIQUE", ["UNIQUE"]),
  numbers: fc.array(fc.nat({ max: 2 ** 31 }), { minLength: 60, maxLength: 90 }),
});

function begin({ directed, byLabel }: { directed: boolean; byLabel: boolean }): Graph {
  const key = byLabel ? { keys: { Person: "email" } } : { key: "email" };
  return new Graph({ directed, clock: () => 0, ...key });
}

const typesOf = (unique: MergeOptions["uniqueEdges"]): string[] =>
  unique === true ? TYPES : unique === false ? [] : [unique as string].flat();

describe("a merge that unifies nodes of one key", () => {
  test("comes to what a model without ids comes to, also a second time", () => {
    let unified = 0;
    fc.assert(
      fc.property(programs, ({ numbers, unique, heads, ...options }) => {
        const { directed } = options;
        const tape = new Tape(numbers);
        const graph = begin(options);
        const base: Model = { nodes: new Map(), edges: [] };
        edit(graph, base, tape, 5);
        graph.commit("base", { allowEmpty: true });
        graph.branch("side");
        const side = heads ? graph.worktree("side") : graph;
        const on = (branch: string): Graph => {
          if (!heads) graph.checkout(branch);
          return branch === "side" ? side : graph;
        };
        let ours = copy(base);
        let theirs = copy(base);
        let before = base;
        for (let round = 0; round < 3; round++) {
          edit(on("main"), ours, tape, 6);
          graph.commit("ours", { allowEmpty: true });
          edit(on("side"), theirs, tape, 6);
          side.commit("theirs", { allowEmpty: true });
          on("main");
          const merge = graph.merge("side", {
            fastForward: "never",
            unify: true,
            policy: "ours",
            uniqueEdges: unique ?? false,
          });
          const wanted = mergeModels(before, ours, theirs, directed, typesOf(unique));
          expect(merge.unresolved).toEqual([]);
          unified += merge.conflicts.filter(({ kind }) => kind === "key").length;
          const present = read(graph, directed);
          expect(read(merge.preview(), directed)).toEqual(text(wanted, directed));
          expect(read(graph, directed)).toEqual(present);
          const { root } = merge.commit("merged");
          expect(read(graph, directed)).toEqual(text(wanted, directed));
          expect(root).toBe(naiveRoot(graph));
          for (const [key, { id }] of wanted.nodes)
            expect(options.byLabel ? graph.node("Person", key) : graph.node(key)).toBe(id);
          expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
          learnIds(wanted, graph);
          before = copy(theirs);
          ours = wanted;
          theirs = copy(theirs);
        }
      }),
      runs(60),
    );
    expect(unified).toBeGreaterThan(50);
  });

  test("leaves one node of each key where branches merge each other, back and forth", () => {
    fc.assert(
      fc.property(programs, ({ numbers, ...options }) => {
        const tape = new Tape(numbers);
        const graph = begin(options);
        const models: Record<string, Model> = {};
        const base: Model = { nodes: new Map(), edges: [] };
        edit(graph, base, tape, 5);
        graph.commit("base", { allowEmpty: true });
        graph.branch("side");
        const kinds = new Set<string>();
        for (const branch of ["main", "side"]) {
          graph.checkout(branch);
          models[branch] = copy(base);
          edit(graph, models[branch], tape, 8);
          graph.commit(branch, { allowEmpty: true });
          for (const { source, target, type } of models[branch].edges)
            kinds.add([...(options.directed ? [source, target] : [source, target].sort()), type].join());
        }
        const [main, side] = ["main", "side"].map((name) => graph.history.resolve(name).id);
        const all = { unify: true, uniqueEdges: true, policy: "ours" } as const;
        graph.checkout("main");
        graph.merge(side, all).commit();
        graph.checkout("side");
        graph.merge(main, all).commit();
        graph.merge("main", all).commit();
        const keys = new Set([...models.main.nodes.keys(), ...models.side.nodes.keys()]);
        expect(Array.from(graph.nodes, (id) => graph.nodes.get(id, "email")).sort()).toEqual(
          [...keys].sort(),
        );
        const found = Array.from(graph.edges, (id) => {
          const ends = [graph.source(id), graph.target(id)].map((end) => graph.nodes.get(end, "email"));
          return [...(options.directed ? ends : ends.sort()), graph.edges.type(id)].join();
        });
        expect(new Set(found)).toEqual(kinds);
        expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
      }),
      runs(60),
    );
  });
});

/** Ada on both sides of a branch, with a friend on each. */
function twoAdas(options: object = { key: "email" }): Graph {
  const graph = new Graph({ clock: () => 0, ...options });
  graph.addNode("Place", { name: "London" });
  graph.commit("base");
  graph.branch("side");
  for (const [branch, age] of [
    ["main", 36],
    ["side", 37],
  ] as const) {
    graph.checkout(branch);
    const ada = graph.addNode(["Person", branch], { email: "ada", age, [branch]: true });
    graph.addEdge(ada, 0, "LIVES_IN", { since: age });
    graph.commit(branch);
  }
  graph.checkout("main");
  return graph;
}

describe("a conflict of keys", () => {
  test("is resolved by unify, and values that differ are conflicts then", () => {
    const graph = twoAdas();
    const merge = graph.merge("side");
    expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["key"]);
    merge.resolve(merge.conflicts[0], "unify");
    expect(merge.unresolved).toEqual([
      {
        kind: "attribute",
        element: { kind: "node", id: 1 },
        attribute: "age",
        base: undefined,
        ours: 36,
        theirs: 37,
      },
    ]);
    merge.resolve(merge.unresolved[0], { value: 40 });
    merge.commit();
    expect(graph.nodes.get(1)).toEqual({ email: "ada", age: 40, main: true, side: true });
    expect(graph.nodes.labels(1)).toEqual(["Person", "main", "side"]);
    expect([graph.nodeCount, graph.edgeCount]).toEqual([2, 2]);
    graph.history.undo();
    graph
      .merge("side", { unify: true, attributes: { age: "max", since: "min" }, uniqueEdges: true })
      .commit();
    expect(graph.nodes.get(1, "age")).toBe(37);
    expect(graph.edges.ids().length).toBe(1);
    expect(graph.edges.get(graph.edges.ids()[0])).toEqual({ since: 36 });
  });

  test("of keys by label, several at once, is one node in the end", () => {
    const graph = new Graph({
      clock: () => 0,
      keys: { Person: "email", Author: ["first", "last"] },
    });
    graph.commit("base", { allowEmpty: true });
    graph.branch("side");
    graph.addNode(["Person"], { email: "ada@x" });
    graph.addNode(["Author"], { first: "Ada", last: "L" });
    graph.commit("ours");
    graph.checkout("side");
    graph.addNode(["Person", "Author"], { email: "ada@x", first: "Ada", last: "L" });
    graph.commit("theirs");
    graph.checkout("main");
    graph.merge("side", { unify: true }).commit();
    expect([...graph.nodes]).toEqual([0]);
    expect(graph.nodes.get(0)).toEqual({ email: "ada@x", first: "Ada", last: "L" });
    expect(graph.nodes.labels(0)).toEqual(["Author", "Person"]);
  });

  test("may be left to one side for one key and unified by another", () => {
    const graph = new Graph({ clock: () => 0, keys: { Person: "email", Author: "orcid" } });
    graph.commit("base", { allowEmpty: true });
    graph.branch("side");
    const a = graph.addNode(["Person", "Author"], { email: "ada" });
    const other = graph.addNode(["Author"], { orcid: 1 });
    graph.commit("ours");
    graph.checkout("side");
    graph.addNode(["Person", "Author"], { email: "ada", orcid: 1 });
    graph.commit("theirs");
    graph.checkout("main");
    const merge = graph.merge("side", {
      policy: (conflict) =>
        conflict.kind === "key" ? (conflict.attribute === "email" ? "unify" : "ours") : undefined,
    });
    expect(merge.unresolved).toEqual([]);
    merge.commit();
    expect([graph.nodes.get(a), graph.nodes.get(other)]).toEqual([{ email: "ada" }, { orcid: 1 }]);
    expect(graph.nodeCount).toBe(2);
  });

  test("is unified by pulls, cherry-picks and rebases as well", () => {
    const graph = twoAdas();
    graph.history.cherryPick("side", { unify: true, policy: "theirs" });
    expect(graph.nodes.get(1, "age")).toBe(37);
    const again = twoAdas();
    again.history.rebase("side", { unify: true, policy: "theirs" });
    expect(again.nodeCount).toBe(2);
    const clone = Graph.clone(twoAdas());
    const source = twoAdas();
    source.checkout("side");
    source.nodes.set(2, { note: 1 });
    source.commit("note");
    expect(clone.nodeCount).toBe(2);
    clone.history.pull(source, { branch: "side", unify: true, policy: "ours" });
    expect(clone.nodes.get(1)).toMatchObject({ email: "ada", age: 36, note: 1 });
  });

  test("a store keeps what came of it", () => {
    const graph = twoAdas();
    graph.merge("side", { unify: true, policy: "ours" }).commit();
    const copied = Graph.fromBundle(graph.history.bundle(), { key: "email" });
    expect(copied.head.commit?.root).toBe(graph.head.commit?.root);
    expect(copied.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("refuses options and resolutions that mean nothing", () => {
    const graph = twoAdas();
    const codeOf = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as GroggyError).code ?? (error as Error).name;
      }
      return "";
    };
    expect(codeOf(() => graph.merge("side", { unify: 1 as never }))).toBe("TypeError");
    expect(codeOf(() => graph.merge("side", { uniqueEdges: 1 as never }))).toBe("TypeError");
    expect(codeOf(() => graph.merge("side", { uniqueEdges: [1] as never }))).toBe("TypeError");
    const merge = graph.merge("side", { unify: true });
    const open = merge.unresolved[0];
    expect(() => merge.resolve(open, "unify")).toThrow('expected "ours", "theirs" or { value }, got "unify"');
    expect(() => merge.resolve(open, { value: "text" })).toThrow(TypeError);
    merge.resolve(open, "theirs");
    merge.commit();
    expect(graph.nodes.get(1, "age")).toBe(37);
  });
});
