// Parts of changes: a commit of some elements, and elements brought back from the past, held to full copies of states.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, GroggyError } from "../../../src/index.js";
import { dump, type Element, KINDS, type OwnerKind, type State } from "../../model/state.js";
import { Tape } from "../../model/values.js";
import { attributesOf, Editor } from "../merge/edits.js";
import { checkEnds, nothing, readState } from "../merge/states.js";

type Chosen = Record<OwnerKind, Set<number>>;

/** A state with some elements as they are in another one; the edges of nodes that go are gone. */
function mix(state: State, from: State, { nodes, edges, graph }: Chosen): State {
  const mixed = nothing();
  const chosen = { nodes, edges: new Set(edges), graph };
  for (const [id, { source, target }] of state.edges.byId) {
    const goes = (node: number) => nodes.has(node) && !from.nodes.byId.has(node);
    if ((goes(source) || goes(target)) && !from.edges.byId.has(id)) chosen.edges.add(id);
  }
  for (const kind of KINDS) {
    const ids = new Set([...state[kind].byId.keys(), ...from[kind].byId.keys()]);
    for (const id of ids) {
      const element = (chosen[kind].has(id) ? from : state)[kind].byId.get(id);
      if (element !== undefined) mixed[kind].byId.set(id, element);
    }
  }
  return mixed;
}

/** As `mix`, for attributes alone. */
function mixAttributes(state: State, from: State, chosen: Chosen, names: readonly string[]): State {
  const mixed = nothing();
  for (const kind of KINDS) {
    for (const [id, element] of state[kind].byId) {
      const cells = new Map(element.cells);
      if (chosen[kind].has(id)) {
        for (const name of names) {
          const cell = (from[kind].byId.get(id) as Element).cells.get(name);
          if (cell === undefined) cells.delete(name);
          else cells.set(name, cell);
        }
      }
      mixed[kind].byId.set(id, { ...element, cells });
    }
  }
  return mixed;
}

/** Whether a state breaks one of the rules that a graph keeps: ends, keys, one type an attribute. */
function isImpossible(state: State, key: string | undefined): boolean {
  const { nodes, edges } = state;
  for (const { source, target } of edges.byId.values()) {
    if (!nodes.byId.has(source) || !nodes.byId.has(target)) return true;
  }
  for (const kind of KINDS) {
    const types = new Map<string, string>();
    for (const { cells } of state[kind].byId.values()) {
      for (const [name, { type }] of cells) {
        if ((types.get(name) ?? type) !== type) return true;
        types.set(name, type);
      }
    }
  }
  if (key === undefined) return false;
  const keys = [...nodes.byId.values()].flatMap(({ cells }) =>
    [cells.get(key)?.value].filter((v) => v !== undefined),
  );
  return new Set(keys.map((value) => String(value))).size < keys.length;
}

function choose(tape: Tape, ...states: State[]): Chosen {
  const some = (kind: "nodes" | "edges") =>
    new Set(states.flatMap((state) => [...state[kind].byId.keys()]).filter(() => tape.next(3) > 0));
  return { nodes: some("nodes"), edges: some("edges"), graph: new Set(tape.chance(2) ? [0] : []) };
}

const asked = ({ nodes, edges, graph }: Chosen) => ({ nodes, edges, graph: graph.size > 0 });

const programs = fc.record({
  keyed: fc.boolean(),
  directed: fc.boolean(),
  numbers: fc.array(fc.nat({ max: 2 ** 31 }), { minLength: 40, maxLength: 60 }),
});

/** A graph with a few commits and uncommitted changes. */
function begin({ keyed, directed, numbers }: { keyed: boolean; directed: boolean; numbers: number[] }) {
  const tape = new Tape(numbers);
  const key = keyed ? "name" : undefined;
  const graph = new Graph({ directed, clock: () => 0, ...(keyed ? { key: "name" } : {}) });
  const editor = new Editor(graph, attributesOf(tape), key);
  const commits = Array.from({ length: 3 }, (_, i) => {
    editor.edit(tape, 6);
    return graph.commit(`commit ${i}`, { allowEmpty: true });
  });
  editor.edit(tape, 6);
  return { graph, tape, key, commits };
}

const outcomeOf = (run: () => void): unknown => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe("a commit of some elements", () => {
  test("has their changes and no others, which stay", () => {
    const seen = { made: 0, refused: 0 };
    fc.assert(
      fc.property(programs, (program) => {
        const { graph, tape, key } = begin(program);
        const before = readState(graph.at("HEAD"));
        const present = readState(graph);
        const status = graph.status();
        // what went before the choice can be chosen by its id alone: a selection of an earlier state has it
        const chosen = choose(tape, before, present);
        const old = graph.at("HEAD");
        const only = [
          graph.nodes.select([...chosen.nodes].filter((id) => graph.hasNode(id))),
          graph.edges.select([...chosen.edges].filter((id) => graph.hasEdge(id))),
          old.nodes.select([...chosen.nodes].filter((id) => old.hasNode(id))),
          old.edges.select([...chosen.edges].filter((id) => old.hasEdge(id))),
          ...(chosen.graph.size > 0 ? [graph.attributes] : []),
        ];
        const wanted = mix(before, present, chosen);
        const failed = outcomeOf(() => graph.commit("part", { only, allowEmpty: true }));
        expect(dump(readState(graph))).toBe(dump(present));
        if (failed !== undefined) {
          seen.refused++;
          expect(isImpossible(wanted, key) || failed instanceof TypeError, String(failed)).toBe(true);
          expect(graph.status()).toEqual(status);
          expect(dump(readState(graph.at("HEAD")))).toBe(dump(before));
          return;
        }
        seen.made++;
        checkEnds("the part", wanted);
        expect(dump(readState(graph.at("HEAD")))).toBe(dump(wanted));
        expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
        // the rest is a commit as well, and both can be taken back
        graph.commit("rest", { allowEmpty: true });
        expect(dump(readState(graph.at("HEAD")))).toBe(dump(present));
        graph.history.undo();
        graph.history.undo();
        expect(graph.status()).toEqual(status);
        expect(dump(readState(graph))).toBe(dump(present));
      }),
      { numRuns: 300 },
    );
    expect(seen.made).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(5);
  });

  test("says what is missing or wrong, and changes nothing", () => {
    const graph = new Graph({ clock: () => 0, key: "name" });
    const [a, b] = graph.addNodes(2, { attributes: { name: ["a", "b"] } });
    graph.addEdge(a, b);
    const status = graph.status();
    const edges = graph.edges.select([0]);
    expect(() => graph.commit("edge alone", { only: edges })).toThrow(
      '"only" expected the ends of each new edge with it, got edge 0 without its new end 0',
    );
    expect(() => graph.commit("none", { only: graph.nodes.select([]) })).toThrow(/EMPTY|expected changes/);
    expect(() => graph.commit("ids", { only: [0] as never })).toThrow(
      '"only" expected a selection, or an array of them, got 0',
    );
    expect(() => graph.commit("foreign", { only: new Graph().nodes.select([]) })).toThrow(GroggyError);
    expect(graph.status()).toEqual(status);
    graph.commit("all", { only: [graph.nodes.select([a, b]), edges] });
    expect(graph.status().clean).toBe(true);
    graph.nodes.set(a, { name: "c" });
    graph.nodes.set(b, { name: "a" });
    const swapped = graph.status();
    expect(() => graph.commit("half", { only: graph.nodes.select([b]) })).toThrow(
      '"only" expected changes that give no key twice',
    );
    expect(graph.status()).toEqual(swapped);
  });

  test("shows hooks the part, and what they write is part of it", () => {
    const graph = new Graph({ clock: () => 0 });
    graph.addNodes(2, { attributes: { n: [1, 2] } });
    graph.commit("base");
    graph.nodes.set(0, { n: 10 });
    graph.nodes.set(1, { n: 20 });
    const seen: number[] = [];
    const stop = graph.history.onBeforeCommit(({ diff }) => {
      seen.push([...diff.nodes.changes()].length);
      graph.nodes.set(0, { stamped: true });
    });
    graph.commit("part", { only: graph.nodes.select([0]) });
    stop();
    expect(seen).toEqual([1]);
    expect(graph.at("HEAD").nodes.get(0)).toEqual({ n: 10, stamped: true });
    expect(graph.at("HEAD").nodes.get(1)).toEqual({ n: 2 });
    expect(graph.nodes.get(1)).toEqual({ n: 20 });
    expect(graph.status().nodes.changed).toBe(1);
  });
});

describe("what is restored", () => {
  test("is as it was, and all else is as it is", () => {
    const seen = { made: 0, refused: 0 };
    fc.assert(
      fc.property(programs, (program) => {
        const { graph, tape, key, commits } = begin(program);
        const revision = tape.pick(commits);
        const then = readState(graph.at(revision));
        const present = readState(graph);
        const chosen = choose(tape, then, present);
        const wanted = mix(present, then, chosen);
        const failed = outcomeOf(() => graph.history.restore(revision, asked(chosen)));
        if (failed !== undefined) {
          seen.refused++;
          expect(isImpossible(wanted, key), String(failed)).toBe(true);
          expect(dump(readState(graph))).toBe(dump(present));
          return;
        }
        seen.made++;
        expect(dump(readState(graph))).toBe(dump(wanted));
        graph.commit("restored", { allowEmpty: true });
        expect(dump(readState(graph.at("HEAD")))).toBe(dump(wanted));
        expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(seen.made).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(5);
  });

  test("can be single attributes", () => {
    let made = 0;
    fc.assert(
      fc.property(programs, (program) => {
        const { graph, tape, key, commits } = begin(program);
        const revision = tape.pick(commits);
        const then = readState(graph.at(revision));
        const present = readState(graph);
        const both = (kind: OwnerKind) =>
          [...present[kind].byId.keys()].filter((id) => then[kind].byId.has(id) && tape.next(3) > 0);
        const chosen = {
          nodes: new Set(both("nodes")),
          edges: new Set(both("edges")),
          graph: new Set(both("graph")),
        };
        const attributes = ["float", "mixed"];
        const wanted = mixAttributes(present, then, chosen, attributes);
        const failed = outcomeOf(() => graph.history.restore(revision, { ...asked(chosen), attributes }));
        const now = failed === undefined ? wanted : present;
        if (failed === undefined) made++;
        else expect(isImpossible(wanted, key), String(failed)).toBe(true);
        expect(dump(readState(graph))).toBe(dump(now));
      }),
      { numRuns: 200 },
    );
    expect(made).toBeGreaterThan(100);
  });

  test("says what is missing or wrong, and changes nothing", () => {
    const graph = new Graph({ clock: () => 0, key: "name" });
    const [a, b] = graph.addNodes(2, { attributes: { name: ["a", "b"], n: [1, 2] } });
    const edge = graph.addEdge(a, b);
    graph.commit("base");
    graph.removeNode(a);
    graph.nodes.set(b, { name: "a" });
    const status = graph.status();
    const { history } = graph;
    expect(() => history.restore("main", {})).toThrow(
      '"restore" expected "nodes", "edges" or "graph" to bring back, got none of them',
    );
    expect(() => history.restore("main", { nodes: 7 })).toThrow(
      '"nodes" expected nodes that are in the graph',
    );
    expect(() => history.restore("main", { nodes: ["0"] as never })).toThrow(/got "0"/);
    expect(() => history.restore("main", { edges: edge })).toThrow("whose end 0 is neither");
    expect(() => history.restore("main", { nodes: a, attributes: "n" })).toThrow("got 0");
    expect(() => history.restore("main", { nodes: b, attributes: 5 as never })).toThrow(
      '"attributes" expected a name or an array of names, got 5',
    );
    expect(() => history.restore("main", { nodes: [a] })).toThrow(
      '"restore" expected keys that no other node has',
    );
    expect(() => history.restore("main", { edges: graph.nodes.select([]) as never })).toThrow(GroggyError);
    expect(graph.status()).toEqual(status);
    history.restore("main", { nodes: [a, b], edges: [edge] });
    expect(graph.status().clean).toBe(true);
  });
});
