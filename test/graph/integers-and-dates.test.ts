// Attributes that are integers, dates, times and durations, through all that a graph does with attributes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type ValueType } from "../../src/index.js";
import { DateTime } from "../../src/temporal/date-time.js";
import { Duration } from "../../src/temporal/duration.js";
import { LocalDate } from "../../src/temporal/local-date.js";
import { LocalTime } from "../../src/temporal/local-time.js";
import { runs } from "../model/arbitrary.js";
import { show } from "../model/show.js";
import { integers, temporalValues } from "../pool/temporal-values.js";

const TYPES: readonly (readonly [ValueType, fc.Arbitrary<unknown>])[] = [
  ["integer", integers],
  ...(Object.entries(temporalValues) as [ValueType, fc.Arbitrary<unknown>][]),
];

function graphOf(type: ValueType): Graph {
  return new Graph({ schema: { nodes: { v: type, list: `list<${type}>` as ValueType } } });
}

describe.each(TYPES)("an attribute of type %s", (type, value) => {
  test("reads as it was written, one by one, in bulk and in the past", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
        const graph = graphOf(type);
        const ids = graph.addNodes(values.length, {
          attributes: { v: values, list: values.map((each) => [each]) },
        });
        const one = graph.addNode("A", { v: values[0], list: [] });
        graph.commit("first");
        const expected = [...values, values[0]].map(show);
        expect(Array.from(graph.nodes.column("v"), show)).toEqual(expected);
        expect(graph.nodes.get(one, "list")).toEqual([]);
        expect(show(graph.nodes.get(ids[0]!))).toBe(show({ v: values[0], list: [values[0]] }));
        graph.nodes.set(ids[0]!, { v: null });
        graph.removeNode(one);
        expect(graph.nodes.get(ids[0]!, "v")).toBeUndefined();
        expect(Array.from(graph.at("main").nodes.column("v"), show)).toEqual(expected);
      }),
      runs(60),
    );
  });

  test("is found by its value, with and without indices, and is a key", () => {
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 1, maxLength: 8, selector: show }), (values) => {
        const graph = graphOf(type);
        const keyed = new Graph({ key: "v", schema: { nodes: { v: type } } });
        for (const each of values) {
          graph.addNode("A", { v: each });
          keyed.addNode("A", { v: each });
          expect(() => keyed.addNode("A", { v: each })).toThrow(/of its own/);
        }
        const found = (): string =>
          show(
            values.map((each) => graph.nodes.where("v = $v", { v: each }).ids()).flatMap((ids) => [...ids]),
          );
        const everyOne = show(values.map((_, i) => i));
        expect(found()).toBe(everyOne);
        const ranges = (): string =>
          show(values.map((each) => graph.nodes.where("v >= $v", { v: each }).count).sort((a, b) => a - b));
        const plain = ranges();
        expect(plain).toBe(show(values.map((_, i) => i + 1)));
        for (const kind of ["hash", "sorted"] as const) {
          graph.nodes.createIndex("v", { kind });
          expect([found(), ranges()]).toEqual([everyOne, plain]);
        }
        values.forEach((each, i) => {
          expect(keyed.node(each as string)).toBe(i);
        });
      }),
      runs(40),
    );
  });

  test("survives patches as JSON text, bundles and merges, with the same root", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 4 }), (values) => {
        const graph = graphOf(type);
        const id = graph.addNode("A", { v: values[0] });
        graph.commit("first");
        graph.branch("side");
        graph.nodes.set(id, { v: values[1], list: values });
        graph.addNode("A", { v: values[1] });
        const commit = graph.commit("second", { allowEmpty: true });
        graph.checkout("side");
        const patch = JSON.parse(JSON.stringify(graph.history.diff("side", "main").toPatch()));
        graph.history.apply(patch);
        expect(graph.commit("applied", { allowEmpty: true }).root).toBe(commit.root);
        const bundle = graph.history.bundle();
        expect(bundle[8]).toBe(3);
        const again = Graph.fromBundle(bundle);
        expect(again.history.resolve("main").root).toBe(commit.root);
        expect(again.history.verify().ok).toBe(true);
      }),
      runs(30),
    );
  });
});

test("the type of a first value is that of its class", () => {
  const graph = new Graph();
  graph.addNode("A", {
    day: new LocalDate(0),
    at: new DateTime(0, 0, 0),
    length: new Duration(1, 0, 0, 0),
    times: [new LocalTime(0), new LocalTime(1)],
    mixed: [new LocalTime(0), "noon"],
  });
  expect(graph.nodes.schema).toEqual({
    day: "date",
    at: "datetime",
    length: "duration",
    times: "list<localtime>",
    mixed: "json",
  });
  expect(graph.nodes.get(0, "mixed")).toEqual(["00:00", "noon"]);
});

test("what does not fit is refused by name", () => {
  const graph = new Graph({ schema: { nodes: { n: "integer", day: "date" } } });
  for (const n of [1.5, 2n ** 63n, 2 ** 53, "1", new LocalDate(0)]) {
    expect(() => graph.addNode("A", { n: n as number })).toThrow(/^attribute "n" expected integer/);
  }
  // an object that only looks like a date is not one
  const forged = Object.create(LocalDate.prototype, { epochDay: { value: 0.5 } });
  for (const day of [
    "1970-01-01",
    new Date(0),
    new LocalTime(0),
    0,
    forged,
    Object.create(LocalDate.prototype),
  ]) {
    expect(() => graph.addNode("A", { day: day as LocalDate })).toThrow(/^attribute "day" expected date/);
  }
  expect(graph.nodeCount).toBe(0);
  graph.addNode("A", { day: new LocalDate(0) });
  expect(() => graph.nodes.where("day < 5")).toThrow(/is date and cannot be compared with 5/);
  expect(() => graph.nodes.where("day < '1970-02-30'")).toThrow(/is date and cannot be compared/);
  expect(graph.nodes.where("day < '1970-02-01'").count).toBe(1);
});

test("integers are numbers where they are exact, in columns, weights and sums", () => {
  const graph = new Graph({ schema: { nodes: { n: "integer" }, edges: { w: "integer" } } });
  const ids = graph.addNodes(3, { attributes: { n: [1, null, 2n] } });
  expect(graph.nodes.column("n").values).toEqual(Float64Array.of(1, 0, 2));
  graph.nodes.set(ids[1]!, { n: 2n ** 60n });
  expect(graph.nodes.column("n").toArray()).toEqual([1, 2n ** 60n, 2]);
  graph.commit("first");
  graph.branch("side");
  graph.nodes.set(ids[0]!, { n: 2n ** 55n });
  graph.commit("ours");
  graph.checkout("side");
  graph.nodes.set(ids[0]!, { n: 5 });
  graph.commit("theirs");
  const merge = graph.merge("main", { attributes: { n: "sum" } });
  expect(merge.status).toBe("clean");
  merge.commit("both");
  expect(graph.nodes.get(ids[0]!, "n")).toBe(2n ** 55n + 4n);
});

test("a bundle without such attributes is of the format that it was", () => {
  const graph = new Graph();
  graph.addNode("A", { v: 1, names: ["a"], doc: { date: "integer" } });
  graph.commit("first");
  expect(graph.history.bundle()[8]).toBe(1);
  graph.nodes.createIndex("v");
  expect(graph.history.bundle()[8]).toBe(2);
});
