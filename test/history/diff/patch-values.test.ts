/** Any value goes through a patch, its text, and back; through bundles, series and timelines as well. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Graph,
  invertPatch,
  type Patch,
  type ValueType,
  valueFromJson,
  valueToJson,
} from "../../../src/index.js";

const numbers = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 2 ** 53 + 2),
);
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", "-0", "NaN", "\u0000", "\u2028", "__proto__", "$json"),
);
const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n)),
);
const moment = fc.date({ noInvalidDate: true });
const bytes = fc.uint8Array({ maxLength: 20 });
/** Documents, those that look like something of a patch among them. */
const documents: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom<unknown>(
      -0,
      0,
      null,
      true,
      false,
      "-0",
      "NaN",
      { $json: "[-0]" },
      { $json: "no text" },
      { $json: 5 },
    ),
    texts,
  ),
  node: fc.oneof(
    { maxDepth: 4 },
    tie("leaf"),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(texts, tie("node"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).node;

const VALUES: Partial<Record<ValueType, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int32: fc.integer(),
  int64: long,
  float32: numbers.map(Math.fround),
  float64: numbers,
  utf8: texts,
  binary: bytes,
  timestamp: moment,
  json: documents.filter((value) => value !== null),
  "list<bool>": fc.array(fc.boolean()),
  "list<int32>": fc.array(fc.integer()),
  "list<int64>": fc.array(long),
  "list<float32>": fc.array(numbers.map(Math.fround)),
  "list<float64>": fc.array(numbers),
  "list<utf8>": fc.array(texts),
  "list<binary>": fc.array(bytes),
  "list<timestamp>": fc.array(moment),
  "list<json>": fc.array(documents.filter((value) => value !== null)),
  "vector<float32, 3>": fc.array(numbers.map(Math.fround), { minLength: 3, maxLength: 3 }),
};

function graphOf(type: ValueType, value: unknown): Graph {
  const graph = new Graph({ clock: () => 0, schema: { nodes: { v: type }, edges: { v: type } } });
  graph.addNodes(2, { attributes: { v: [value, null] } });
  graph.addEdge(0, 1, { v: value });
  graph.commit("value");
  return graph;
}

const throughText = (patch: Patch): Patch => JSON.parse(JSON.stringify(patch));

describe.each(Object.entries(VALUES) as [ValueType, fc.Arbitrary<unknown>][])("%s", (type, arbitrary) => {
  test("is the same after a patch as text, and so is what was before", () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (first, second) => {
        const source = graphOf(type, first);
        source.nodes.set(0, { v: second });
        source.nodes.set(1, { v: first });
        source.edges.set(0, { v: second });
        source.commit("changed", { allowEmpty: true });
        const patch = source.history.diff("main~1", "main").toPatch();
        for (const given of [patch, throughText(patch)]) {
          const target = graphOf(type, first);
          target.history.apply(given);
          expect(target.commit("changed", { allowEmpty: true }).root).toBe(source.head.commit?.root);
          target.history.apply(invertPatch(given));
          expect(target.commit("back", { allowEmpty: true }).root).toBe(
            source.history.resolve("main~1").root,
          );
        }
        const whole = throughText(source.history.diff("main~1").invert().invert().toPatch());
        const again = graphOf(type, first);
        again.history.apply(whole);
        expect(again.history.diff().toPatch()).toEqual(patch);
      }),
      { numRuns: 30 },
    );
  });

  test("is the same as a single value through text, and stands there as in a patch", () => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        const graph = graphOf(type, value);
        const held = graph.nodes.get(0, "v");
        const json = JSON.parse(JSON.stringify(valueToJson(type, value)));
        expect(valueFromJson(type, json)).toEqual(held);
        expect(valueToJson(type, held)).toEqual(json);
        graph.removeNode(0);
        const patch = throughText(graph.history.diff().toPatch());
        expect(patch.nodes.attributes.v[0].before[0]).toEqual(json);
      }),
      { numRuns: 30 },
    );
  });

  test("is the same in bundles, series and timelines", () => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        const graph = graphOf(type, value);
        const restored = Graph.fromBundle(graph.history.bundle());
        expect(restored.head.commit?.root).toBe(graph.head.commit?.root);
        const held = graph.nodes.get(0, "v");
        expect(restored.nodes.get(0, "v")).toEqual(held);
        expect(restored.history.series(0, "v").column.get(0)).toEqual(held);
        expect(restored.history.timeline((view) => view.nodes.get(0, "v")).values).toEqual([held]);
        expect(restored.edges.get(0, "v")).toEqual(held);
      }),
      { numRuns: 10 },
    );
  });
});

describe("documents in patches", () => {
  const changed = (before: unknown, after: unknown): Patch => {
    const graph = graphOf("json", before);
    graph.nodes.set(0, { v: after });
    return graph.history.diff().toPatch();
  };

  test("stand as they are where text keeps them, and as their text where there is a -0", () => {
    const plain = changed({ x: 1 }, { x: 2 });
    expect([plain.format, plain.nodes.attributes.v[0].after]).toEqual(["groggy patch 1", [{ x: 2 }]]);
    const text = changed({ x: 1 }, { x: [-0] });
    expect([text.format, text.nodes.attributes.v[0].after]).toEqual([
      "groggy patch 2",
      [{ $json: '{"x":[-0]}' }],
    ]);
    expect(invertPatch(text).format).toBe("groggy patch 2");
  });

  test("of the plain format mean what they say, even if they look like a text", () => {
    const patch = changed({ x: 1 }, { x: 2 });
    const literal = throughText(patch) as unknown as { nodes: { attributes: { v: { after: unknown[] }[] } } };
    literal.nodes.attributes.v[0].after = [{ $json: "[-0]" }];
    const target = graphOf("json", { x: 1 });
    target.history.apply(literal as never);
    expect(target.nodes.get(0, "v")).toEqual({ $json: "[-0]" });
  });

  test("are compared with what is there whatever the order of their keys, and 0 is not -0", () => {
    const patch = throughText(changed({ b: 1, a: { d: 1, c: 2 } }, { x: 2 })) as unknown as {
      nodes: { attributes: { v: { before: unknown[] }[] } };
    };
    patch.nodes.attributes.v[0].before = [{ a: { d: 1, c: 2 }, b: 1 }];
    const target = graphOf("json", { b: 1, a: { d: 1, c: 2 } });
    target.history.apply(patch as never);
    expect(target.nodes.get(0, "v")).toEqual({ x: 2 });
    expect(() => graphOf("json", { z: 0 }).history.apply(changed({ z: -0 }, 1))).toThrow(
      expect.objectContaining({ code: "PATCH_CONFLICT" }),
    );
  });

  test("whose text is none are refused", () => {
    const patch = changed(1, { x: -0 }) as unknown as {
      nodes: { attributes: { v: { after: unknown[] }[] } };
    };
    patch.nodes.attributes.v[0].after = [{ $json: "{" }];
    const target = graphOf("json", 1);
    expect(() => target.history.apply(patch as never)).toThrow(
      expect.objectContaining({ code: "INVALID_PATCH" }),
    );
    expect(target.status().clean).toBe(true);
  });
});

describe("single values as JSON", () => {
  test("an absent value is null, and null is an absent value", () => {
    expect(valueToJson("int64", undefined)).toBe(null);
    expect(valueToJson("utf8", null)).toBe(null);
    expect(valueFromJson("json", null)).toBe(undefined);
    expect(valueFromJson("json", undefined)).toBe(undefined);
  });

  test.each<[ValueType, unknown, string]>([
    ["int64", 5, "value of type int64 expected its form in JSON, got 5"],
    ["int64", "9223372036854775808", '"json" expected a value of int64, got "9223372036854775808"'],
    ["int32", 1.5, '"json" expected a value of int32, got 1.5'],
    ["int32", "1", '"json" expected a value of int32, got "1"'],
    ["bool", 1, '"json" expected a value of bool, got 1'],
    ["utf8", 5, '"json" expected a value of utf8, got 5'],
    ["float64", "1", 'value of type float64 expected its form in JSON, got "1"'],
    ["timestamp", "2025-01-06", 'value of type timestamp expected its form in JSON, got "2025-01-06"'],
    ["binary", "%", 'value of type binary expected base64, got "%"'],
    ["date", "the first", 'value of type date expected its form in JSON, got "the first"'],
    ["list<utf8>", "a", 'value of type list<utf8> expected its form in JSON, got "a"'],
    ["list<bool>", [1], '"json" expected a value of list<bool>, got an array'],
    ["vector<float32, 2>", [1], '"json" expected a value of vector<float32, 2>, got an array'],
    ["text" as never, "a", '"type" expected a type such as "float64" or "list<utf8>", got "text"'],
    ["union<int64, utf8>" as never, "a", "union<int64, utf8>"],
  ])("%s does not read %j", (type, json, message) => {
    expect(() => valueFromJson(type, json)).toThrow(TypeError);
    expect(() => valueFromJson(type, json)).toThrow(message);
  });

  test("a value that the type cannot hold is refused", () => {
    expect(() => valueToJson("int32", 1.5)).toThrow('"value" expected int32, got 1.5');
    expect(() => valueToJson("utf8", "\ud800")).toThrow(TypeError);
    expect(() => valueToJson("x" as never, 1)).toThrow('"type" expected a type such as');
  });
});
