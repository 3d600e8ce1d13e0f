/** Nodes that would lack after a merge what a label requires: conflicts, which can be resolved. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Conflict, Graph, type Resolution } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { runs } from "../../model/arbitrary.js";

const coded = (code: string): object => expect.objectContaining({ code });

const schema = {
  nodes: {
    Person: { name: { type: "utf8", required: true } },
    Author: { name: { type: "utf8", required: true }, works: { type: "float64", required: true } },
  },
} as const;

/** A graph on main, whose branch "side" goes another way. */
function diverged(
  begin: (graph: Graph) => void,
  ours: (graph: Graph) => void,
  theirs: (graph: Graph) => void,
) {
  const graph = new Graph({ schema, clock: () => 0 }) as unknown as Graph;
  begin(graph);
  graph.commit("base");
  graph.branch("side");
  ours(graph);
  graph.commit("ours");
  graph.checkout("side");
  theirs(graph);
  graph.commit("theirs");
  graph.checkout("main");
  return graph;
}

const named = (graph: Graph): void => void graph.addNode({ name: "Ada", born: 1815 });
const label = (graph: Graph): void => graph.nodes.addLabel(0, "Person");
const unname = (graph: Graph): void => graph.nodes.set(0, { name: null, born: 1816 });
const element = { kind: "node", id: 0 } as const;

describe("a label that one side gave, and an attribute that the other took away", () => {
  test.each<[boolean, Resolution, object, string[]]>([
    [true, "ours", { name: "Ada", born: 1816 }, ["Person"]],
    [true, "theirs", { born: 1816 }, []],
    [true, { value: "Augusta" }, { name: "Augusta", born: 1816 }, ["Person"]],
    [false, "theirs", { name: "Ada", born: 1816 }, ["Person"]],
    [false, "ours", { born: 1816 }, []],
    [false, { value: "Augusta" }, { name: "Augusta", born: 1816 }, ["Person"]],
  ])("labelled by us: %j, resolved %j", (isOurs, resolution, values, labels) => {
    const graph = isOurs ? diverged(named, label, unname) : diverged(named, unname, label);
    const merge = graph.merge("side");
    expect(merge.status).toBe("conflicted");
    const sides = isOurs ? { ours: "Ada", theirs: undefined } : { ours: undefined, theirs: "Ada" };
    const [conflict] = merge.conflicts;
    expect(merge.conflicts).toEqual([
      { kind: "required", element, attribute: "name", label: "Person", base: "Ada", ...sides },
    ]);
    expect(Object.isFrozen(conflict)).toBe(true);
    expect(JSON.parse(JSON.stringify(merge)).conflicts[0].label).toBe("Person");
    expect(() => merge.commit()).toThrow(
      /"merge" expected no conflicts, got 1 unresolved, the first one of required \(node 0, "name"\)/,
    );
    merge.resolve(conflict, resolution);
    expect(merge.status).toBe("clean");
    expect(merge.conflicts).toEqual([conflict]);
    expect(merge.resolutionOf(conflict)).toEqual(resolution);
    const preview = merge.preview();
    merge.commit();
    for (const view of [preview, graph]) {
      expect(view.nodes.get(0)).toEqual(values);
      expect(view.nodes.labels(0)).toEqual(labels);
    }
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  test("is settled by a policy, and stays open where the policy says nothing that keeps the rule", () => {
    const graph = diverged(named, label, unname);
    expect(graph.merge("side", { policy: "ours" }).preview().nodes.get(0, "name")).toBe("Ada");
    expect(graph.merge("side", { policy: "theirs" }).preview().nodes.labels(0)).toEqual([]);
    const asked: Conflict[] = [];
    const merge = graph.merge("side", {
      policy: (conflict) => {
        asked.push(conflict);
        return { value: "by function" };
      },
    });
    expect(merge.status).toBe("clean");
    expect(asked).toEqual(merge.conflicts);
    expect(merge.preview().nodes.get(0, "name")).toBe("by function");
    graph.history.policies = { policy: "ours" };
    graph.merge("side").commit();
    expect(graph.nodes.get(0)).toEqual({ name: "Ada", born: 1816 });
  });

  test("stops cherry-picks, rebases and reverts, whose merge can be resolved", () => {
    const graph = diverged(named, label, unname);
    for (const verb of ["cherryPick", "rebase"] as const) {
      let conflicts: readonly Conflict[] = [];
      try {
        graph.history[verb]("side");
      } catch (error) {
        expect(error).toEqual(coded("MERGE_CONFLICT"));
        ({ conflicts } = (error as { data: { conflicts: Conflict[] } }).data);
      }
      expect(conflicts.map(({ kind }) => kind)).toEqual(["required"]);
      expect(graph.nodes.get(0)).toEqual({ name: "Ada", born: 1815 });
    }
    graph.history.cherryPick("side", { policy: "ours" });
    expect([graph.nodes.get(0), graph.nodes.labels(0)]).toEqual([{ name: "Ada", born: 1816 }, ["Person"]]);
  });

  test("refuses what would not keep the rule", () => {
    const graph = diverged(named, label, unname);
    const merge = graph.merge("side");
    const [conflict] = merge.conflicts;
    for (const wrong of [
      { value: null },
      { value: undefined },
      { value: 5 },
      { value: {} },
      "dropEdge",
      "resurrect",
      "unify",
      "",
      null,
      undefined,
      5,
    ])
      expect(() => merge.resolve(conflict, wrong as never)).toThrow(TypeError);
    expect(() => merge.resolve(conflict, { value: null })).toThrow(
      'resolution of attribute "name", which "Person" requires, expected a value, got { value: null }',
    );
    expect(() => merge.resolve({ ...conflict }, "ours")).toThrow(/expected one of this merge's 1 conflicts/);
    expect(merge.unresolved).toEqual([conflict]);
    merge.abort();
  });
});

test("comes and goes as others are resolved", () => {
  const graph = diverged(
    named,
    (on) => {
      on.nodes.addLabel(0, "Person");
      on.nodes.set(0, { name: "Ada L." });
    },
    unname,
  );
  const merge = graph.merge("side");
  expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["attribute"]);
  const [attribute] = merge.conflicts;
  merge.resolve(attribute, "theirs");
  expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["attribute", "required"]);
  expect(merge.status).toBe("conflicted");
  merge.resolve(attribute, "ours");
  expect(merge.conflicts).toEqual([attribute]);
  merge.resolve(attribute, { value: null });
  const [, lack] = merge.unresolved.length === 1 ? merge.conflicts : [];
  merge.resolve(lack, { value: "A." });
  merge.commit();
  expect(graph.nodes.get(0, "name")).toBe("A.");
});

test("a key that a node gives up, and that is required, is given anew", () => {
  const keyed = { nodes: { Person: { email: { type: "utf8", required: true } } } } as const;
  const graph = new Graph({ keys: { Person: "email" }, schema: keyed }) as unknown as Graph;
  graph.commit("base", { allowEmpty: true });
  graph.branch("side");
  graph.addNode("Person", { email: "a", name: "ours" });
  graph.commit("ours");
  graph.checkout("side");
  graph.addNode("Person", { email: "a", name: "theirs" });
  graph.commit("theirs");
  graph.checkout("main");
  const merge = graph.merge("side");
  expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["key", "required"]);
  merge.resolve(merge.conflicts[0], "ours");
  expect(merge.unresolved).toMatchObject([
    { kind: "required", element: { id: 1 }, ours: undefined, theirs: "a" },
  ]);
  expect(() => merge.commit()).toThrow(coded("MERGE_CONFLICT"));
  merge.resolve(merge.unresolved[0], { value: "b" });
  merge.commit();
  expect([graph.node("Person", "a"), graph.node("Person", "b")]).toEqual([0, 1]);
  expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  graph.history.undo();
  const joined = graph.merge("side", { unify: true });
  expect(joined.conflicts.map(({ kind }) => kind)).toEqual(["key", "attribute"]);
});

test("a rule that is younger than a branch is kept by what the branch brings", () => {
  const path = join(mkdtempSync(join(tmpdir(), "groggy-required-")), "store");
  const old = Graph.open(path);
  old.addNode();
  old.commit("base");
  old.branch("side");
  old.addNode("City");
  old.commit("main");
  old.checkout("side");
  old.addNodes(2, { labels: "Person" });
  old.commit("side");
  old.checkout("main");
  old.close();
  const graph = Graph.open(path, { schema }) as unknown as Graph;
  const merge = graph.merge("side");
  expect(merge.conflicts).toMatchObject([
    { kind: "required", element: { id: 2 }, base: undefined, ours: undefined, theirs: undefined },
    { kind: "required", element: { id: 3 } },
  ]);
  for (const side of ["ours", "theirs"] as const) {
    expect(() => merge.resolve(merge.conflicts[0], side)).toThrow(
      `resolution of attribute "name", which "Person" requires, expected { value }, or a side on which the node keeps the rule, got "${side}"`,
    );
    merge.resolveAll(side);
  }
  expect(merge.unresolved).toHaveLength(2);
  // in no state of either side there is such an attribute
  for (const [i, conflict] of merge.conflicts.entries()) merge.resolve(conflict, { value: `P${i}` });
  merge.commit();
  expect([graph.nodes.get(2), graph.nodes.get(3)]).toEqual([{ name: "P0" }, { name: "P1" }]);
  expect(graph.nodes.schema.name).toBe("utf8");
  expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  graph.close();
  const again = Graph.open(path);
  expect([again.nodes.get(2), again.nodes.get(3)]).toEqual([{ name: "P0" }, { name: "P1" }]);
  // where nothing is to be merged, the branch cannot be moved to what breaks the rule; a merge of its own can
  again.checkout("main~2");
  expect(() => again.merge("side").commit()).toThrow(coded("CONSTRAINT_VIOLATION"));
  const never = again.merge("side", { fastForward: "never" });
  for (const conflict of never.conflicts) never.resolve(conflict, { value: "P" });
  never.commit();
  expect(again.nodes.get(3, "name")).toBe("P");
  again.close();
  rmSync(join(path, ".."), { recursive: true });
});

/** Labels and attributes at random, each state of which keeps the rules, or need not. */
function world(seed: number, hasRules: boolean): { graph: Graph; prng: Prng } {
  const prng = new Prng(seed);
  const rules = hasRules ? { schema } : {};
  const graph = new Graph({ ...rules, clock: () => 0 }) as Graph;
  for (let i = 0; i < 5; i++) graph.addNode({ name: `n${i}`, works: i });
  graph.commit("base");
  graph.branch("side");
  const values = (id: number): [boolean, boolean] => [
    graph.nodes.get(id, "name") !== undefined,
    graph.nodes.get(id, "works") !== undefined,
  ];
  for (const branch of ["main", "side"]) {
    graph.checkout(branch);
    for (let left = 8; left > 0; left--) {
      const id = prng.below(5);
      const verb = prng.below(5);
      if (!graph.hasNode(id)) continue;
      const labels = graph.nodes.labels(id);
      const [hasName, hasWorks] = values(id);
      if (verb === 0 && hasName) graph.nodes.addLabel(id, "Person");
      else if (verb === 1 && hasName && hasWorks) graph.nodes.addLabel(id, "Author");
      else if (verb === 2 && labels.length === 0) graph.nodes.set(id, { name: null });
      else if (verb === 3 && !labels.includes("Author")) graph.nodes.set(id, { works: null });
      else if (verb === 4 && prng.below(4) === 0) graph.removeNode(id);
      else if (labels.length > 0) graph.nodes.removeLabel(id, labels[0]);
    }
    graph.commit(branch, { allowEmpty: true });
  }
  graph.checkout("main");
  return { graph, prng };
}

const REQUIRED = { Person: ["name"], Author: ["name", "works"] };

test("those that a merge without rules would leave are the conflicts, and none is left whatever is said", () => {
  let count = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const free = world(seed, false).graph;
      const plain = free.merge("side", { policy: "ours" });
      const wanted = Array.from(plain.preview().nodes.ids(), (id) => {
        const view = plain.preview().nodes;
        return view
          .labels(id)
          .flatMap((each) =>
            REQUIRED[each as "Person"]
              .filter((name) => view.get(id, name as never) === undefined)
              .map((name) => `${id} ${each} ${name}`),
          );
      }).flat();
      const { graph, prng } = world(seed, true);
      const merge = graph.merge("side", {
        policy: (conflict) => (conflict.kind === "required" ? undefined : "ours"),
      });
      const lacks = merge.conflicts.filter((each) => each.kind === "required");
      count += lacks.length;
      const found = lacks.map((each) => `${each.element.id} ${each.label} ${each.attribute}`);
      expect(found.sort()).toEqual(wanted.sort());
      for (let open = merge.unresolved; open.length > 0; open = merge.unresolved) {
        const conflict = open[prng.below(open.length)] as Conflict & { kind: "required" };
        const { attribute } = conflict;
        const value = { value: attribute === "name" ? "given" : 7 };
        const said = ([value, "ours", "theirs"] as const)[prng.below(3)];
        try {
          merge.resolve(conflict, said);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          merge.resolve(conflict, value);
        }
      }
      if (merge.status !== "upToDate") merge.commit();
      for (const id of graph.nodes.ids())
        for (const each of graph.nodes.labels(id))
          for (const name of REQUIRED[each as "Person"])
            expect(graph.nodes.get(id, name as never)).not.toBeUndefined();
      expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    }),
    runs(60),
  );
  expect(count).toBeGreaterThan(5);
});
