// Long histories, over which walks take many commits in one step, read as short ones do.
import { describe, expect, test } from "vitest";
import { type Commit, type CommitOptions, Graph, type GraphView } from "../../../src/index.js";

const COMMITS = 200;
/** Some in each of several leaves of 1,024 ids. */
const IDS = [0, 1, 1023, 1024, 2500, 4000];

/** One that few commits change. */
const SELDOM = { id: 7, commits: [20, 150] };

/** A line of commits that each change a few of many nodes; what is expected of each. */
function longLine(): { graph: Graph; ids: string[]; roots: string[]; values: (number | undefined)[][] } {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(5000);
  const [ids, roots, values] = [[] as string[], [] as string[], [] as (number | undefined)[][]];
  for (let i = 0; i < COMMITS; i++) {
    const id = IDS[(i * 7) % IDS.length];
    if (SELDOM.commits.includes(i)) graph.nodes.set(SELDOM.id, { seldom: i });
    graph.nodes.set(id, { [i % 3 === 0 ? "m" : "n"]: i % 5 === 4 ? null : i });
    if (i % 10 === 5) graph.nodes.addLabel(id, `L${i % 4}`);
    const commit = graph.commit(`commit ${i}`, { allowEmpty: true });
    ids.push(commit.id);
    roots.push(commit.root);
    values.push(IDS.map((each) => graph.nodes.get(each, "n") as number | undefined));
  }
  return { graph, ids, roots, values };
}

/** A line of commits in which nodes come and go and change; for each what there is, copied. */
function busyLine(commitCount: number): { graph: Graph; ids: string[]; states: Map<number, unknown>[] } {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(300, { attributes: { n: new Float64Array(300) } });
  const [ids, states] = [[] as string[], [] as Map<number, unknown>[]];
  const draw = (below: number, i: number): number => (Math.imul(i + 1, 2_654_435_761) >>> 8) % below;
  for (let i = 0; i < commitCount; i++) {
    const all = graph.nodes.ids();
    const id = all[draw(all.length, i)];
    if (i % 7 === 3) graph.removeNode(id);
    else if (i % 7 === 5) graph.addNode(`L${i % 3}`, { n: i, m: "new" });
    else if (i % 7 === 6) graph.nodes.setLabels(id, [`L${i % 4}`]);
    else graph.nodes.set(id, { n: i % 5 === 0 ? null : i });
    ids.push(graph.commit(`${i}`, { allowEmpty: true }).id);
    const nodes = Array.from(graph.nodes.ids(), (each) => [each, factsOf(graph, each)] as const);
    states.push(new Map(nodes));
  }
  return { graph, ids, states };
}

function factsOf({ nodes }: GraphView, id: number): unknown {
  return [nodes.get(id), nodes.labels(id), nodes.get(id, "n"), nodes.get(id, "m"), nodes.get(id, "none")];
}

test("a view reads cell by cell what it has, however many are read, and after a collection", () => {
  const { graph, ids, states } = busyLine(400);
  const count = graph.nodes.ids().at(-1) as number;
  const check = (view: GraphView, at: number, step: number): void => {
    for (let id = at % step; id <= count; id += step) {
      const expected = states[at].get(id);
      expect(view.nodes.has(id)).toBe(expected !== undefined);
      if (expected !== undefined) expect(factsOf(view, id)).toEqual(expected);
    }
  };
  for (const at of [0, 1, 63, 64, 100, 255, 256, 257, 300, 399]) {
    const view = graph.at(ids[at]);
    // a few are traced; all of them again and again are worked out
    check(view, at, 40);
    for (let round = 0; round < 3; round++) check(view, at, 1);
    expect(view.nodes.count).toBe(states[at].size);
    check(view, at, 40);
  }
  const held = graph.at(ids[120]);
  graph.nodes.set(graph.addNode(), { n: -1 });
  graph.checkout(ids[200], { discard: true });
  graph.history.gc();
  check(held, 120, 7);
  check(graph.at(ids[330]), 330, 7);
  check(graph.at(ids[10]), 10, 7);
});

describe("over many commits at once", () => {
  const { graph, ids, roots, values } = longLine();
  const read = (): unknown[] => IDS.map((id) => graph.nodes.get(id, "n"));

  test("a checkout gives the state and the root of the commit, from wherever it comes", () => {
    for (let i = 0, at = 0; i < 60; i++, at = (at * 53 + 71) % COMMITS) {
      graph.checkout(ids[at]);
      expect(read()).toEqual(values[at]);
      expect(graph.commit("the same", { allowEmpty: true }).root).toBe(roots[at]);
    }
    for (const at of [0, 63, 64, 65, 127, 128, 191, 192, 199]) {
      for (const from of [0, COMMITS - 1]) {
        graph.checkout(ids[from]);
        graph.checkout(ids[at]);
        expect(read()).toEqual(values[at]);
        graph.nodes.set(IDS[0], { n: -1 });
        const changed = graph.commit("changed").root;
        graph.history.revert("HEAD");
        expect(graph.head.commit?.root).toBe(roots[at]);
        expect(changed).not.toBe(roots[at]);
      }
    }
  });

  test("a series has the value in each commit", () => {
    graph.checkout(ids[COMMITS - 1]);
    for (const [i, id] of IDS.entries()) {
      const found = graph.history.series(id, "n", { kind: "node" });
      expect([...found.column]).toEqual(values.map((each) => each[i]));
    }
    const seldom = graph.history.series(SELDOM.id, "seldom", { kind: "node" });
    expect([...seldom.column]).toEqual(ids.map((_, i) => SELDOM.commits.findLast((at) => at <= i)));
  });

  test("diffs name what differs, each way", () => {
    for (const [a, b] of [
      [0, 199],
      [199, 0],
      [130, 3],
      [64, 128],
    ]) {
      const patch = graph.history.diff(ids[a], ids[b]).toPatch();
      const columns = patch.nodes.attributes.n ?? [];
      const differing = IDS.filter((_, i) => values[a][i] !== values[b][i]);
      expect(columns.flatMap((column) => column.ids)).toEqual(differing);
      expect(columns.flatMap(({ after }) => after)).toEqual(
        differing.map((id) => values[b][IDS.indexOf(id)] ?? null),
      );
    }
  });
});

describe("over many commits, some of which touched many elements", () => {
  // more than a list holds
  const MANY = 5000;
  const SCATTERED = [MANY + 1, MANY + 3, MANY + 6];
  // without labels or values, so that its going is all there is to see
  const BARE = MANY + 8;
  const graph = new Graph({ clock: () => 0 });
  const stretch = (name: string): void => {
    for (let i = 0; i < 70; i++) graph.commit(`${name} ${i}`, { allowEmpty: true });
  };
  graph.addNodes(MANY + 10);
  graph.commit("nodes");
  stretch("a");
  graph.nodes.setColumn("x", graph.nodes.ids().slice(0, MANY), new Float64Array(MANY));
  graph.commit("set many");
  stretch("b");
  for (const id of graph.nodes.ids().slice(0, MANY - 1)) graph.removeNode(id);
  graph.commit("removed many");
  stretch("c");
  graph.nodes.addLabel(MANY + 5, "L");
  graph.commit("label one");
  stretch("d");
  for (const id of SCATTERED) graph.nodes.addLabel(id, "M");
  graph.removeNode(BARE);
  graph.commit("scattered");
  stretch("e");

  const touching = (id: number): string[] =>
    graph.history.log({ touching: { id, kind: "node" } }).map(({ message }) => message);

  test("the log knows who touched an element", () => {
    expect(touching(0)).toEqual(["removed many", "set many", "nodes"]);
    expect(touching(MANY - 1)).toEqual(["set many", "nodes"]);
    expect(touching(MANY + 5)).toEqual(["label one", "nodes"]);
    expect(touching(MANY)).toEqual(["nodes"]);
    for (const id of [...SCATTERED, BARE]) expect(touching(id)).toEqual(["scattered", "nodes"]);
    for (const id of [MANY + 2, MANY + 4, MANY + 7, MANY + 9]) expect(touching(id)).toEqual(["nodes"]);
  });

  test("lifetimes and blame know it as well", () => {
    expect(graph.history.lifetimes(0, { kind: "node" })).toMatchObject([
      { from: { message: "nodes" }, to: { message: "removed many" } },
    ]);
    expect(graph.history.blame(MANY - 1, "x", { kind: "node" })?.message).toBe("set many");
    expect(graph.history.blame(MANY + 5, undefined, { kind: "node" })).toMatchObject({
      labels: { message: "label one" },
      presence: { message: "nodes" },
    });
  });
});

test("a collection that moves values leaves ways over many commits as they were", () => {
  const graph = new Graph({ clock: () => 0 });
  graph.addNode({ n: -1 });
  graph.commit("first");
  for (let n = 0; n < 140; n++) {
    // a value that no commit has, for the collection to take away
    graph.nodes.set(0, { n: 1000 + n });
    graph.nodes.set(0, { n });
    graph.commit(`n = ${n}`);
  }
  const walk = (): unknown[] =>
    ["main~140", "main~3", "main~70", "main"].map((revision) => {
      graph.checkout(revision);
      return graph.nodes.get(0, "n");
    });
  expect(walk()).toEqual([-1, 136, 69, 139]);
  const { sizeBytesBefore, sizeBytesAfter } = graph.history.gc({ keepOperations: false });
  expect(sizeBytesAfter).toBeLessThan(sizeBytesBefore);
  expect(walk()).toEqual([-1, 136, 69, 139]);
});

describe("commits that are no longer among the newest", () => {
  /** As many as stay objects, and some. */
  const LATER = 140;
  const graph = new Graph({ clock: () => 0 });
  const [a, b, c] = graph.addNodes(3);
  const made: Commit[] = [];
  const add = (message: string, options: CommitOptions = {}): void => {
    made.push(graph.commit(message, { allowEmpty: true, ...options }));
  };
  const write = (value: unknown): void => graph.nodes.set(a, { value: value as number });
  add("nodes", { author: "Zoë 🦊", time: 1.5 });
  write(1);
  add("", { meta: { "b\u2028": [1, null, { deep: [-0, 1e300] }], a: "ä" }, time: -12 });
  graph.addEdge(a, b, "KNOWS", { since: 3 });
  graph.nodes.setLabels(b, ["A", "B"]);
  graph.attributes.set("name", "graph");
  graph.removeNode(c);
  add("\ufeffa long one ".repeat(40), { author: "x".repeat(300) });
  add("longer than is packed ".repeat(100));
  graph.addNodes(100, { attributes: { more: Float64Array.from({ length: 100 }, (_, i) => i) } });
  add("many");
  graph.branch("side");
  write(2);
  add("ours", { time: new Date("2024-02-29") });
  graph.checkout("side");
  graph.nodes.set(b, { other: "theirs" });
  add("theirs");
  graph.checkout("main");
  made.push(graph.merge("side").commit());
  graph.nodes.set(a, { value: null });
  add("dropped");
  const copies = made.map((commit) => structuredClone({ ...commit }));
  const before = made.map(({ id }) => factsOf(graph.at(id)));
  for (let i = 0; i < LATER; i++) add(`later ${i}`);

  function factsOf(view: GraphView): unknown {
    const { nodes, edges, attributes } = view;
    const each = (id: number): unknown => [nodes.get(id), nodes.labels(id)];
    return [[...nodes].map(each), [...edges].map((id) => [edges.get(id), view.source(id)]), [...attributes]];
  }

  const check = (): void => {
    for (const [i, copy] of copies.entries()) {
      expect(graph.history.resolve(copy.id)).toEqual(copy);
      expect(graph.history.resolve(copy.id.slice(0, 12))).toEqual(copy);
      expect(Object.isFrozen(graph.history.resolve(copy.id).parents)).toBe(true);
      expect(factsOf(graph.at(copy.id))).toEqual(before[i]);
    }
    const all = new Map(graph.history.log({ all: true }).map((commit) => [commit.id, commit]));
    for (const copy of copies) expect(all.get(copy.id)).toEqual(copy);
    // works all roots out anew
    expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
  };

  test("say what they said", check);

  test("do so after a collection that moved rows, and that dropped commits between", () => {
    for (let i = 0; i < 5; i++) {
      graph.nodes.set(a, { value: i, more: -i });
      graph.commit(`gone ${i}`);
    }
    graph.history.reset("main~5");
    expect(graph.history.gc({ keepOperations: false }).commitsDropped).toBe(5);
    check();
    write(7);
    add("more");
    for (let i = 0; i < LATER; i++) graph.commit(`again ${i}`, { allowEmpty: true });
    check();
  });
});
