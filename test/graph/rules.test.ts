// Keys by label, unique and required attributes: on every write, merge, patch, bundle and reopening.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Graph, type GraphOptions } from "../../src/index.js";
import { type Section, seal, takeApart } from "../history/exchange/forge.js";
import { runs } from "../model/arbitrary.js";
import { dumpGraph } from "./fixture.js";

const folder = mkdtempSync(join(tmpdir(), "groggy-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = (expected: string, data: object = {}) =>
  expect.objectContaining({ code: expected, data: expect.objectContaining(data) });
const any = (value: unknown) => value as never;

const schema = {
  nodes: {
    Person: { email: "utf8", name: { type: "utf8", required: true }, badge: { unique: true } },
    Paper: { venue: "utf8", number: "int32" },
  },
} as const;
const make = (): Graph =>
  new Graph({ keys: { Person: "email", Paper: ["venue", "number"] }, schema }) as unknown as Graph;

describe("the list of rules", () => {
  it("has what was declared, in the graph, its past, its parts and after reopening", () => {
    const path = join(folder, "listed");
    const graph = Graph.open(path, { keys: { Person: "email" }, schema });
    graph.addNode("Person", { email: "a", name: "Ada", badge: 1 });
    graph.commit("one");
    const { rules } = graph;
    expect(rules.unique.map(({ label, attributes, isKey }) => [label, attributes, isKey]).sort()).toEqual([
      ["Person", ["badge"], false],
      ["Person", ["email"], true],
    ]);
    expect(rules.required).toEqual([{ label: "Person", attribute: "name" }]);
    expect(graph.key).toBeUndefined();
    expect(graph.at("HEAD").rules).toEqual(rules);
    expect(graph.subgraph(graph.nodes.all()).rules).toEqual(rules);
    graph.close();
    const again = Graph.open(path, { readOnly: true });
    expect(again.rules).toEqual(rules);
    again.close();
    (rules.unique[0].attributes as string[]).push("other");
    expect(graph.rules.unique[0].attributes).toHaveLength(1);
  });

  it("has the key of all nodes, which graph.key names", () => {
    expect(new Graph().rules).toEqual({ unique: [], required: [] });
    const graph = new Graph({ key: "email" });
    expect(graph.key).toBe("email");
    expect(graph.subgraph(graph.nodes.all()).key).toBe("email");
    expect(graph.rules.unique).toEqual([{ label: undefined, attributes: ["email"], isKey: true }]);
  });

  it("says for any keys what was given", () => {
    const names = fc.uniqueArray(fc.constantFrom("a", "b", "__proto__", "constructor"), { minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("P", "Q", "toString"), names), (keys) => {
        const { rules } = new Graph({ keys } as GraphOptions);
        const listed = rules.unique.map(({ label, attributes }) => [label, attributes]);
        expect(Object.fromEntries(listed)).toEqual({ ...keys });
      }),
      runs(50),
    );
  });
});

describe("keys by label", () => {
  it("find nodes of the label, in the graph and in its views", () => {
    const graph = make();
    const ada = graph.addNode("Person", { email: "a", name: "Ada" });
    const other = graph.addNode("Company", { email: "a" });
    const paper = graph.addNode("Paper", { venue: "VLDB", number: 7 });
    graph.addNode("Paper", { venue: "VLDB", number: 8 });
    graph.addNode("Paper", { venue: "ICDE", number: 7 });
    graph.commit("one");
    graph.nodes.set(paper, { number: 9 });
    expect(graph.node("Person", "a")).toBe(ada);
    expect(graph.node("Paper", ["VLDB", 9])).toBe(paper);
    expect(graph.node("Paper", { number: 9, venue: "VLDB" })).toBe(paper);
    expect(graph.node("Paper", ["VLDB", 7])).toBeUndefined();
    expect(graph.at("HEAD").node("Paper", ["VLDB", 7])).toBe(paper);
    expect(graph.subgraph(graph.nodes.withLabel("Person")).node("Paper", ["VLDB", 9])).toBeUndefined();
    expect(graph.node("Person", null)).toBeUndefined();
    expect(graph.node("Paper", ["VLDB", undefined])).toBeUndefined();
    graph.nodes.removeLabel(ada, "Person");
    expect(graph.node("Person", "a")).toBeUndefined();
    expect(() => graph.nodes.addLabel(other, "Person")).toThrow(
      code("MISSING_ATTRIBUTE", { label: "Person", attribute: "name", id: other }),
    );
    graph.nodes.set(other, { name: "Other" });
    graph.nodes.addLabel(other, "Person");
    expect(() => graph.nodes.addLabel(ada, "Person")).toThrow(
      code("DUPLICATE_KEY", { key: "email", label: "Person", value: "a" }),
    );
  });

  it("refuse what can be no key", () => {
    const graph = make();
    graph.addNode("Person", { email: "a", name: "Ada" });
    expect(() => graph.node("Person", 5)).toThrow('key "email" expected utf8, got 5');
    expect(() => graph.node("Company", "a")).toThrow(code("MISSING_KEY", { label: "Company" }));
    expect(() => graph.node("a")).toThrow(code("MISSING_KEY"));
    expect(() => graph.node("Paper", "VLDB")).toThrow(
      '"key" expected an array or an object of "venue", "number"',
    );
    expect(() => graph.node("Paper", ["VLDB"])).toThrow("got an array of 1");
    expect(() => graph.node("Paper", { venue: "VLDB", no: 1 })).toThrow('got "no"');
    expect(() => new Graph({ key: "k" }).node("Person", 5)).toThrow(code("MISSING_KEY"));
    const one = new Graph({ key: "k" });
    one.addNode({ k: "a" });
    expect(() => one.node(5)).toThrow('key "k" expected utf8, got 5');
    for (const keys of [5, { Person: [] }, { Person: [5] }, { "": "a" }, { Person: ["a", "a"] }, []])
      expect(() => new Graph({ keys: any(keys) })).toThrow(TypeError);
    expect(() => new Graph({ key: "a", keys: { B: "b" } })).toThrow(
      '"options" expected "key" or "keys", got both',
    );
  });

  it("upsert", () => {
    const graph = make();
    const ada = graph.mergeNode("Person", { email: "a", name: "Ada" });
    expect(graph.mergeNode("Person", { email: "a", born: 1815 }, ["Author"])).toBe(ada);
    expect([graph.nodes.get(ada), graph.nodes.labels(ada)]).toEqual([
      { email: "a", name: "Ada", born: 1815 },
      ["Author", "Person"],
    ]);
    const before = dumpGraph(graph);
    expect(() => graph.mergeNode("Person", { email: "b" })).toThrow(code("MISSING_ATTRIBUTE"));
    expect(() => graph.mergeNode("Person", { email: "a", name: null })).toThrow(
      code("MISSING_ATTRIBUTE", { id: ada }),
    );
    expect(() => graph.mergeNode("Person", { name: "x" })).toThrow(
      code("MISSING_KEY", { key: "email", label: "Person" }),
    );
    expect(() => graph.mergeNode("Paper", { venue: "x", number: null })).toThrow(
      code("MISSING_KEY", { key: ["venue", "number"] }),
    );
    expect(() => graph.mergeNode("Nobody", { email: "a" })).toThrow(code("MISSING_KEY"));
    expect(() => graph.mergeNode("Person", { email: 5, name: "x" } as never)).toThrow(
      'attribute "email" expected utf8',
    );
    expect(() => graph.mergeNode(any(5), { email: "a" })).toThrow('"label" expected a name');
    expect(dumpGraph(graph)).toEqual(before);
    const paper = graph.mergeNode("Paper", { venue: "V", number: 1, title: "t" });
    expect(graph.mergeNode("Paper", { number: 1, venue: "V", title: "u" })).toBe(paper);
    expect(graph.nodes.get(paper)).toEqual({ venue: "V", number: 1, title: "u" });
  });
});

describe("every write", () => {
  it("keeps the rules, all or nothing", () => {
    const graph = make();
    const [a, b] = [
      graph.addNode("Person", { email: "a", name: "A", badge: 1 }),
      graph.addNode("Person", { email: "b", name: "B" }),
    ];
    const c = graph.addNode({ email: "a", badge: 1 });
    graph.addNode("Paper", { venue: "V", number: 1 });
    graph.commit("base");
    const before = dumpGraph(graph);
    const wrong: Record<string, [string, () => unknown]> = {
      addNode: ["DUPLICATE_KEY", () => graph.addNode("Person", { email: "a", name: "x" })],
      "addNode, unique": [
        "DUPLICATE_KEY",
        () => graph.addNode(["Author", "Person"], { badge: 1, name: "x" }),
      ],
      "addNode, required": ["MISSING_ATTRIBUTE", () => graph.addNode("Person", { email: "z" })],
      "addNode, composite": ["DUPLICATE_KEY", () => graph.addNode("Paper", { number: 1, venue: "V" })],
      set: ["DUPLICATE_KEY", () => graph.nodes.set(b, { email: "a" })],
      "set, required": ["MISSING_ATTRIBUTE", () => graph.nodes.set(b, { name: null })],
      updateNode: ["DUPLICATE_KEY", () => graph.updateNode(b, () => ({ badge: 1 }))],
      setColumn: ["DUPLICATE_KEY", () => graph.nodes.setColumn("email", [b], ["a"])],
      "setColumn, repeated": ["DUPLICATE_KEY", () => graph.nodes.setColumn("badge", [a, b], [5, 5])],
      "setColumn, required": [
        "MISSING_ATTRIBUTE",
        () => graph.nodes.setColumn("name", [a, b], ["x", null as never]),
      ],
      setLabels: ["MISSING_ATTRIBUTE", () => graph.nodes.setLabels(c, ["Person"])],
      addNodes: [
        "DUPLICATE_KEY",
        () => graph.addNodes(2, { labels: "Person", attributes: { email: ["x", "x"], name: ["1", "2"] } }),
      ],
      "addNodes, present": [
        "DUPLICATE_KEY",
        () =>
          graph.addNodes(2, {
            labels: [["Person"], ["Other"]],
            attributes: { email: ["a", "b"], name: ["1", "2"] },
          }),
      ],
      "addNodes, required": [
        "MISSING_ATTRIBUTE",
        () => graph.addNodes(2, { labels: "Person", attributes: { email: ["x", "y"], name: ["1", null] } }),
      ],
      "addNodes, no column": ["MISSING_ATTRIBUTE", () => graph.addNodes(1, { labels: "Person" })],
      "addNodes, composite": [
        "DUPLICATE_KEY",
        () => graph.addNodes(2, { labels: "Paper", attributes: { venue: ["V", "V"], number: [2, 1] } }),
      ],
      mergeNode: ["DUPLICATE_KEY", () => graph.mergeNode("Person", { email: "b", badge: 1 })],
    };
    for (const [what, [expected, act]] of Object.entries(wrong)) {
      expect(act, what).toThrow(code(expected));
      expect(dumpGraph(graph), what).toEqual(before);
    }
    graph.nodes.setColumn("email", [a, b], ["b", "a"]);
    graph.addNodes(2, {
      labels: [["Other"], ["Person"]],
      attributes: { email: ["a", "c"], name: [null, "C"] },
    });
    expect([graph.node("Person", "a"), graph.node("Person", "b"), graph.node("Person", "c")]).toEqual([
      b,
      a,
      5,
    ]);
  });

  it("is as a naive check of all nodes says", () => {
    const values = fc.record(
      {
        k: fc.constantFrom<unknown>(undefined, null, 1, 2, 0, -0),
        u: fc.constantFrom<unknown>(undefined, null, "x", "y"),
        r: fc.constantFrom<unknown>(undefined, null, "r"),
      },
      { noNullPrototype: true },
    );
    const labels = fc.subarray(["A", "B"]);
    const step = fc.record({
      verb: fc.constantFrom("add", "set", "labels", "many", "column", "merge"),
      at: fc.nat(9),
      values,
      labels,
      more: values,
    });
    type Model = { labels: string[]; values: Record<string, unknown> };
    const rules: [string, string[]][] = [
      ["A", ["k", "u"]],
      ["B", ["k"]],
      ["A", ["r2"]],
    ];
    const isKept = (nodes: readonly Model[]): boolean =>
      nodes.every(({ labels, values }) => !labels.includes("B") || values.r !== undefined) &&
      rules.every(([label, names]) => {
        const held = nodes.filter(
          ({ labels, values }) => labels.includes(label) && names.every((name) => values[name] !== undefined),
        );
        const texts = held.map(({ values }) =>
          JSON.stringify(names.map((name) => (values[name] === 0 ? 0 : values[name]))),
        );
        return new Set(texts).size === texts.length;
      });
    const write = (node: Model, given: Record<string, unknown>, bulk = false): Model => {
      const after = { ...node.values };
      for (const [name, value] of Object.entries(given)) {
        if (value === undefined && !bulk) continue;
        if (value === null || value === undefined) delete after[name];
        else after[name] = value;
      }
      return { labels: node.labels, values: after };
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const graph = new Graph({
          keys: { A: ["k", "u"], B: "k" },
          schema: { nodes: { B: { r: { required: true } }, A: { r2: { unique: true } } } },
        }) as unknown as Graph;
        let model: Model[] = [];
        for (const { verb, at, values, labels, more } of steps) {
          const id = model.length === 0 ? -1 : at % model.length;
          let next: Model[] | undefined;
          let act: () => unknown = () => undefined;
          const put = (node: Model) => model.map((each, i) => (i === id ? node : each));
          const bare: Model = { labels, values: {} };
          if (verb === "add") {
            next = [...model, write(bare, values)];
            act = () => graph.addNode(labels, values);
          } else if (verb === "many") {
            next = [...model, write(bare, values), write(bare, more)];
            const attributes = Object.fromEntries(
              ["k", "u", "r"].map((name) => [name, [values[name as "k"], more[name as "k"]]]),
            );
            act = () => graph.addNodes(2, { labels, attributes });
          } else if (verb === "merge") {
            if (values.k === undefined || values.k === null) continue;
            const same = (node: Model) =>
              node.labels.includes("B") &&
              node.values.k !== undefined &&
              Object.is(Number(node.values.k) + 0, Number(values.k) + 0);
            const found = model.findIndex(same);
            if (found < 0) next = [...model, write({ labels: ["B"], values: {} }, values)];
            else
              next = model.map((each, i) => (i === found ? write(each, { ...values, k: undefined }) : each));
            act = () => graph.mergeNode("B", values);
          } else if (id >= 0) {
            const node = model[id]!;
            if (verb === "set") {
              next = put(write(node, values));
              act = () => graph.nodes.set(id, values);
            } else if (verb === "labels") {
              next = put({ labels, values: node.values });
              act = () => graph.nodes.setLabels(id, labels);
            } else {
              const other = (id + 1) % model.length;
              next = model.map((each, i) =>
                i === id
                  ? write(each, { k: values.k }, true)
                  : i === other && other !== id
                    ? write(each, { k: more.k }, true)
                    : each,
              );
              const ids = other === id ? [id] : [id, other];
              act = () => graph.nodes.setColumn("k", ids, any([values.k, more.k].slice(0, ids.length)));
            }
          }
          if (next === undefined) continue;
          const before = dumpGraph(graph);
          if (isKept(next)) {
            act();
            model = next;
          } else {
            expect(act).toThrow(/expected a value/);
            expect(dumpGraph(graph)).toEqual(before);
          }
          expect(model.map((_, i) => graph.nodes.get(i))).toEqual(model.map(({ values }) => values));
        }
      }),
      runs(150),
    );
  });
});

describe("merges and what comes from elsewhere", () => {
  /** Two branches from one base; on main at last. */
  const fork = (graph: Graph, ours: () => void, theirs: () => void): void => {
    graph.commit("base", { allowEmpty: true });
    graph.branch("side");
    ours();
    graph.commit("ours");
    graph.checkout("side");
    theirs();
    graph.commit("theirs");
    graph.checkout("main");
  };

  it("make conflicts of keys by label, one and several attributes", () => {
    const graph = make();
    fork(
      graph,
      () => {
        graph.addNode("Person", { email: "a", name: "ours" });
        graph.addNode("Paper", { venue: "V", number: 1 });
        graph.addNode("Company", { email: "b" });
      },
      () => {
        graph.addNode("Person", { email: "a", name: "theirs" });
        graph.addNode("Paper", { venue: "V", number: 1 });
        graph.addNode("Person", { email: "b", name: "b" });
      },
    );
    const merge = graph.merge("side");
    expect(merge.conflicts).toEqual([
      expect.objectContaining({
        kind: "key",
        attribute: "email",
        value: "a",
        label: "Person",
        key: ["email"],
      }),
      expect.objectContaining({
        kind: "key",
        attribute: "number",
        value: 1,
        label: "Paper",
        key: ["venue", "number"],
      }),
    ]);
    merge.resolve(merge.conflicts[0]!, { value: "c" });
    merge.resolve(merge.conflicts[1]!, "theirs");
    merge.commit();
    expect(graph.node("Person", "c")).toBe(3);
    expect(graph.node("Paper", ["V", 1])).toBe(4);
    expect(graph.nodes.get(1)).toEqual({ venue: "V" });
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
  });

  it("make a conflict where one side gives the label and the other the value", () => {
    const graph = make();
    graph.addNode("Person", { email: "a", name: "A" });
    const other = graph.addNode({ email: "b", name: "B" });
    fork(
      graph,
      () => graph.nodes.addLabel(other, "Person"),
      () => graph.nodes.set(other, { email: "a" }),
    );
    expect(graph.merge("side").conflicts).toMatchObject([
      { kind: "key", label: "Person", ours: 0, theirs: other },
    ]);
  });

  it("refuse a state that lacks what is required", () => {
    const graph = make();
    const node = graph.addNode({ name: "A" });
    fork(
      graph,
      () => graph.nodes.addLabel(node, "Person"),
      () => graph.nodes.set(node, { name: null }),
    );
    const before = [dumpGraph(graph), graph.head.commit?.id];
    const violations = [{ kind: "required", label: "Person", attributes: ["name"], ids: [node] }];
    const lack = {
      kind: "required",
      element: { kind: "node", id: node },
      attribute: "name",
      label: "Person",
    };
    const conflicts = [{ ...lack, base: "A", ours: "A", theirs: undefined }];
    expect(graph.merge("side").conflicts).toEqual(conflicts);
    expect(() => graph.merge("side").commit()).toThrow(code("MERGE_CONFLICT", { conflicts }));
    expect(() => graph.history.cherryPick("side")).toThrow(code("MERGE_CONFLICT", { conflicts }));
    expect(() => graph.history.rebase("side")).toThrow(code("MERGE_CONFLICT"));
    expect([dumpGraph(graph), graph.head.commit?.id]).toEqual(before);
    const patch = graph.history.diff("side~1", "side").toPatch();
    expect(() => graph.history.apply(patch)).toThrow(code("CONSTRAINT_VIOLATION", { violations }));
    expect([dumpGraph(graph), graph.head.commit?.id]).toEqual(before);
    graph.nodes.set(node, { name: "again" });
  });

  it("refuse patches, stashes and carried changes that double a key", () => {
    const graph = make();
    graph.commit("empty", { allowEmpty: true });
    graph.branch("side");
    graph.addNode("Person", { email: "a", name: "A" });
    graph.addNode("Paper", { venue: "V", number: 1 });
    const patch = graph.history.diff().toPatch();
    graph.history.stash("mine");
    graph.addNode("Paper", { venue: "V", number: 1 });
    graph.commit("paper");
    const before = dumpGraph(graph);
    expect(() => graph.history.stashPop()).toThrow(code("STASH_CONFLICT"));
    // the same with ids that nobody has yet
    const shift = (value: unknown): unknown =>
      Array.isArray(value) && value.every((each) => typeof each === "number")
        ? value.map((id) => id + 10)
        : value;
    const moved = JSON.parse(JSON.stringify(patch), (key, value) =>
      key === "ids" || key === "added" ? shift(value) : value,
    );
    expect(() => graph.history.apply(any(moved))).toThrow(
      code("DUPLICATE_KEY", { key: ["venue", "number"], label: "Paper" }),
    );
    expect(dumpGraph(graph)).toEqual(before);
    expect(graph.status().clean).toBe(true);
  });

  it("go with clones; bundles and fetches are checked", () => {
    const graph = make();
    graph.addNode("Person", { email: "a", name: "A" });
    graph.commit("one");
    const clone = Graph.clone(graph);
    expect(clone.node("Person", "a")).toBe(0);
    expect(() => clone.addNode("Person", { email: "a", name: "x" })).toThrow(code("DUPLICATE_KEY"));
    const loose = Graph.clone(new Graph());
    loose.addNodes(2, { labels: "Person", attributes: { email: ["a", "a"], name: ["1", "2"] } });
    loose.commit("twice");
    const bytes = loose.history.bundle();
    const keys = { Person: "email" };
    expect(() => Graph.fromBundle(bytes, { keys })).toThrow(code("CONSTRAINT_VIOLATION"));
    const required = { nodes: { Person: { born: { required: true } } } } as const;
    expect(() => Graph.fromBundle(bytes, { schema: required })).toThrow(code("CONSTRAINT_VIOLATION"));
    expect(Graph.fromBundle(bytes).nodeCount).toBe(2);
    expect(() => Graph.clone(loose, { keys })).toThrow(code("CONSTRAINT_VIOLATION"));
    expect(() => Graph.clone(loose, { schema: required })).toThrow(code("CONSTRAINT_VIOLATION"));
  });

  it.each(["in memory", "in a store"])(
    "of a clone %s hold from its head on, whatever old commits have",
    (where) => {
      const source = new Graph();
      source.addNodes(3, { labels: "Person", attributes: { email: ["a", "a", "b"] } });
      source.commit("twice");
      source.branch("old");
      source.nodes.set(1, { email: "c" });
      source.commit("once each");
      // what is uncommitted is not part of a clone
      source.nodes.set(1, { email: "b" });
      const keys = { Person: "email" };
      const schema = { nodes: { Person: { email: { type: "utf8", required: true } } } } as const;
      const ways = [
        (options: object) => Graph.clone(source, options),
        (options: object) => Graph.fromBundle(source.history.bundle(), options),
      ];
      for (const [i, make] of ways.entries()) {
        const path = join(folder, `own-${i}`);
        const clone = make(where === "in memory" ? { keys, schema } : { keys, schema, path });
        expect([clone.node("Person", "a"), clone.node("Person", "c")]).toEqual([0, 1]);
        expect(() => clone.addNode("Person", { email: "a" })).toThrow(code("DUPLICATE_KEY"));
        expect(() => clone.addNode("Person")).toThrow(code("MISSING_ATTRIBUTE"));
        expect(clone.at("main~1").nodeCount).toBe(3);
        expect(clone.rules.unique).toEqual([{ label: "Person", attributes: ["email"], isKey: true }]);
        clone.close();
        if (where === "in memory") continue;
        const again = Graph.open(path, { create: false });
        expect(() => again.addNode("Person", { email: "a" })).toThrow(code("DUPLICATE_KEY"));
        expect(again.rules.required).toEqual([{ label: "Person", attribute: "email" }]);
        again.close();
      }
      source.nodes.set(2, { email: null });
      source.nodes.set(1, { email: "a" });
      source.commit("twice again");
      for (const [i, make] of ways.entries()) {
        const path = join(folder, `refused-${i}`);
        expect(() => make({ keys, schema, path })).toThrow(code("CONSTRAINT_VIOLATION"));
        expect(existsSync(path)).toBe(false);
      }
    },
  );
});

describe("a store", () => {
  it("keeps the rules", () => {
    const path = join(folder, "kept");
    const first = Graph.open(path, {
      keys: { Person: "email", Paper: ["venue", "number"] },
      schema: any(schema),
    });
    first.addNode("Person", { email: "a", name: "A" });
    first.commit("one");
    first.close();
    for (const end of ["close", "compact", "none"]) {
      const again = Graph.open(path);
      expect(again.node("Person", "a")).toBe(0);
      expect(() => again.addNode("Person", { email: "b" })).toThrow(code("MISSING_ATTRIBUTE"));
      expect(() => again.addNode("Person", { email: "a", name: "x" })).toThrow(code("DUPLICATE_KEY"));
      if (end === "compact") again.history.gc();
      again.close();
    }
    const reader = Graph.open(path, { readOnly: true });
    expect(reader.node("Person", "a")).toBe(0);
    reader.close();
    expect(() => Graph.open(path, { keys: { Person: "name" } })).toThrow(
      '"keys" of "Person" expected "email", as in the store',
    );
    const clone = Graph.clone(path);
    expect(clone.node("Person", "a")).toBe(0);
  });

  it("takes rules later, if its nodes keep them, and else lists those that do not", () => {
    const path = join(folder, "later");
    const first = Graph.open(path);
    first.addNodes(4, { labels: "Person", attributes: { email: ["a", "b", "a", null] } });
    first.commit("one");
    first.close();
    const violations = [{ kind: "unique", label: "Person", attributes: ["email"], ids: [0, 2] }];
    expect(() => Graph.open(path, { keys: { Person: "email" } })).toThrow(
      code("CONSTRAINT_VIOLATION", { violations }),
    );
    const schema = { nodes: { Person: { email: { required: true } } } } as const;
    const missing = [{ kind: "required", label: "Person", attributes: ["email"], ids: [3] }];
    expect(() => Graph.open(path, { schema })).toThrow(code("CONSTRAINT_VIOLATION", { violations: missing }));
    const mend = Graph.open(path);
    mend.nodes.setColumn("email", [2, 3], ["c", "d"]);
    mend.commit("mended");
    mend.close();
    const strict = Graph.open(path, { keys: { Person: "email" }, schema });
    expect(strict.node("Person", "d")).toBe(3);
    strict.close();
    const again = Graph.open(path);
    expect(() => again.nodes.set(0, { email: null })).toThrow(code("MISSING_ATTRIBUTE"));
    // a state of before, which does not keep them, can still be looked at and checked out
    again.checkout("HEAD~1");
    expect(again.at("HEAD").nodeCount).toBe(4);
    again.checkout("main");
    const clone = Graph.clone(again);
    expect(clone.node("Person", "d")).toBe(3);
    again.close();
  });
});

describe("a schema by label", () => {
  it("is refused where it is none", () => {
    const wrong: [unknown, string][] = [
      [{ nodes: { Person: { name: "text" } } }, 'schema of attribute "name" expected a type'],
      [{ nodes: { Person: { name: "utf8" }, age: "int32" } }, '"schema.nodes" expected attributes by label'],
      [{ nodes: { age: "int32", Person: { name: "utf8" } } }, 'schema of attribute "Person" expected a type'],
      [{ nodes: { A: { n: "utf8" }, B: { n: "int32" } } }, 'schema of attribute "n" of "B" expected utf8'],
      [
        { nodes: { A: { n: { type: "utf8", needed: true } } } },
        'expected "type", "required" and "unique", got "needed"',
      ],
      [{ nodes: { A: { n: { required: 1 } } } }, '"required" of attribute "n" of "A" expected a boolean'],
      [{ edges: { A: { n: { required: true } } } }, 'schema of attribute "n" of edges expected a type'],
      [{ nodes: { A: 5, B: {} } }, 'schema of attribute "A" expected a type'],
    ];
    for (const [schema, message] of wrong)
      expect(() => new Graph({ schema: any(schema) }), message).toThrow(message);
  });
});

describe("rules in a bundle", () => {
  it("are those of the graph that is made of it, also in a store, and hold there", () => {
    const graph = make();
    const ada = graph.addNode("Person", { email: "a", name: "Ada", badge: 1 });
    graph.addNode("Paper", { venue: "VLDB", number: 7 });
    graph.commit("one");
    const bytes = graph.history.bundle();
    const path = join(folder, "bundled");
    for (const options of [{}, { path }]) {
      const copy = Graph.fromBundle(bytes, options);
      expect(copy.node("Person", "a")).toBe(ada);
      expect(copy.node("Paper", ["VLDB", 7])).toBe(1);
      expect(() => copy.addNode("Person", { email: "a", name: "B" })).toThrow(code("DUPLICATE_KEY"));
      expect(() => copy.addNode("Person", { email: "b", name: "B", badge: 1 })).toThrow(
        code("DUPLICATE_KEY"),
      );
      expect(() => copy.addNode("Person", { email: "b" })).toThrow(code("MISSING_ATTRIBUTE"));
      expect(copy.history.bundle()).toEqual(bytes);
      copy.close();
    }
    const again = Graph.open(path);
    expect(again.node("Person", "a")).toBe(ada);
    expect(() => again.addNode("Person", { email: "b" })).toThrow(code("MISSING_ATTRIBUTE"));
    again.close();
    const keyed = Graph.fromBundle(bytes, { key: "email" });
    expect(keyed.node("a")).toBe(ada);
    expect(() => keyed.addNode("Paper", { venue: "VLDB", number: 7 })).toThrow(code("DUPLICATE_KEY"));
    const fetching = new Graph();
    fetching.history.fetch(bytes);
    expect(() => fetching.addNode("Person", { email: "b" })).not.toThrow();
  });

  it("come with a head from before them", () => {
    const path = join(folder, "before");
    const first = Graph.open(path);
    first.addNodes(2, { labels: "Person", attributes: { email: ["a", "a"] } });
    first.commit("two");
    first.removeNode(1);
    first.commit("one");
    first.close();
    const graph = Graph.open(path, { keys: { Person: "email" } });
    graph.branch("old", { at: "HEAD~1" });
    for (const revision of ["HEAD~1", "old", "main"]) {
      graph.checkout(revision);
      const copy = Graph.fromBundle(graph.history.bundle());
      expect(copy.nodeCount).toBe(graph.nodeCount);
      expect(copy.rules).toEqual(graph.rules);
      expect(copy.history.verify({ level: "deep" }).ok).toBe(true);
      expect(Graph.clone(graph).nodeCount).toBe(graph.nodeCount);
    }
    graph.close();
  });

  it("that are none, or that its own nodes break, are refused", () => {
    const graph = make();
    graph.addNode("Person", { email: "a", name: "Ada" });
    graph.commit("one");
    const sections = takeApart(graph.history.bundle());
    const last = sections.at(-1) as Section;
    expect(last.kind).toBe(5);
    const sealed = (body: Uint8Array): Uint8Array =>
      seal([...sections.slice(0, -1), { kind: 5, body }], { format: 4 });
    expect(Graph.fromBundle(sealed(last.body)).node("Person", "a")).toBe(0);
    for (let i = 0; i < last.body.length; i++) {
      expect(() => Graph.fromBundle(sealed(last.body.subarray(0, i)))).toThrow(code("INVALID_BUNDLE"));
      const body = last.body.slice();
      body[i] ^= 1;
      try {
        Graph.fromBundle(sealed(body));
      } catch (error) {
        expect(["INVALID_BUNDLE", "CONSTRAINT_VIOLATION"]).toContain((error as { code?: string }).code);
      }
    }
    const text = (value: string): Uint8Array =>
      Uint8Array.of(value.length, 0, 0, 0, ...new TextEncoder().encode(value));
    const broken = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, ...text("Person"), ...text("missing"));
    expect(() => Graph.fromBundle(sealed(broken))).toThrow(code("CONSTRAINT_VIOLATION"));
    expect(() => Graph.fromBundle(seal(sections, { format: 3 }))).toThrow(code("INVALID_BUNDLE"));
  });
});
