// Upserts by key: what they find, what they write, and what they leave as it is.
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/index.js";

describe("mergeNode", () => {
  it("finds keys of every type again, interned or not, before and after they are looked up", () => {
    const keys: Record<string, (i: number) => unknown> = {
      utf8: (i) => `ключ ${i}`,
      int32: (i) => i - 50,
      int64: (i) => BigInt(i) * 2n ** 40n,
      float64: (i) => i / 7,
      timestamp: (i) => new Date(i),
      binary: (i) => Uint8Array.of(i, i >> 8, i >> 16),
    };
    for (const [type, key] of Object.entries(keys)) {
      // strings stop being interned on the way
      const count = type === "utf8" ? 17_000 : 500;
      const graph = new Graph({ key: "k", schema: { nodes: { k: type } } } as never) as Graph;
      for (let i = 0; i < count; i++) expect(graph.mergeNode(key(i), { n: i }, "A")).toBe(i);
      for (let i = 0; i < count; i++) expect(graph.mergeNode(key(i), { n: i + 1 })).toBe(i);
      expect(graph.nodeCount).toBe(count);
      expect(graph.node(key(count))).toBeUndefined();
      expect(graph.nodes.get(count - 1, "n")).toBe(count);
    }
  });

  it("writes nothing where all is as it was", () => {
    const graph = new Graph({ key: "email" });
    const all = { age: 36, city: "London", active: true };
    const id = graph.mergeNode("ada", all, ["Person", "Author"]);
    graph.commit("one");
    const before = graph.nodes.state.attribute("age")?.stored.rowCount;
    expect(graph.mergeNode("ada", { ...all }, "Person")).toBe(id);
    expect(graph.mergeNode("ada", {}, ["Author", "Person"])).toBe(id);
    expect(graph.mergeNode("ada")).toBe(id);
    expect(graph.status().clean).toBe(true);
    expect(graph.nodes.state.attribute("age")?.stored.rowCount).toBe(before);
  });

  it("adds labels to those that are there, and takes values away with null", () => {
    const graph = new Graph({ key: "email" });
    const id = graph.mergeNode("ada", { age: 36 });
    graph.mergeNode("ada", { age: null } as never, "Person");
    expect([graph.nodes.get(id), graph.nodes.labels(id)]).toEqual([{ email: "ada" }, ["Person"]]);
    graph.mergeNode("ada", null, ["Author", "Person"]);
    expect(graph.nodes.labels(id)).toEqual(["Author", "Person"]);
  });

  it("takes the key given, whatever the attributes say of it", () => {
    const graph = new Graph({ key: "email" });
    const id = graph.mergeNode("ada", { email: "alan", age: 36 });
    expect(graph.mergeNode("ada", { email: 5 } as never)).toBe(id);
    expect(graph.nodes.get(id)).toEqual({ email: "ada", age: 36 });
  });

  it("changes nothing where something does not fit", () => {
    const graph = new Graph({ key: "email" });
    const id = graph.mergeNode("ada", { age: 36 });
    for (const [key, attributes, labels] of [
      ["ada", { age: "old" }, "Person"],
      ["alan", { age: "old" }, "Person"],
      ["ada", { age: 1 }, [""]],
      ["ada", [1], undefined],
      ["ada", new Map(), undefined],
      [5, { age: 1 }, undefined],
      [Number.NaN, { age: 1 }, undefined],
    ] as const) {
      expect(() => graph.mergeNode(key, attributes as never, labels as never)).toThrow(TypeError);
    }
    expect([graph.nodeCount, graph.nodes.get(id), graph.nodes.labels(id)]).toEqual([
      1,
      { email: "ada", age: 36 },
      [],
    ]);
  });
});
