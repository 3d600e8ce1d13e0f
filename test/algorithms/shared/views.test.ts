// What is given to algorithms as a view, and is none.
import { expect, test } from "vitest";
import * as algorithms from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { functionsOf } from "../../fuzz/surface.js";

const VIEWS = ["view", "a", "b", "first", "second", "pattern"];
const STRANGERS = [
  undefined,
  null,
  5,
  "graph",
  {},
  { csr: () => ({}) },
  new Graph().nodes,
  Graph.prototype.csr,
  new Proxy(new Graph(), {}),
  Object.create(new Graph()),
];

const isOfGroups = (name: string) => name === "normalizedMutualInformation";
const cases = functionsOf(algorithms).flatMap(({ name, parameters }) =>
  parameters
    .filter((each) => VIEWS.includes(each) && !(isOfGroups(name) && each !== "view"))
    .map((parameter) => ({ name, parameter, at: parameters.indexOf(parameter) })),
);

test("there are algorithms to try", () => {
  expect(cases.length).toBeGreaterThan(100);
});

test.each(cases)("$name refuses a $parameter that is no view", async ({ name, parameter, at }) => {
  const method: (...given: unknown[]) => unknown = Reflect.get(algorithms, name);
  for (const stranger of STRANGERS) {
    const given: unknown[] = Array.from({ length: at }, () => new Graph());
    const call = async () => {
      const result = await method(...given, stranger);
      // a generator checks when it is first asked
      (result as Iterator<unknown>).next();
    };
    await expect(call()).rejects.toThrow(`"${parameter}" expected a graph or a view, got`);
  }
});

test("each of the views to unite has to be one", () => {
  const views = [new Graph(), {} as Graph];
  expect(() => algorithms.disjointUnion(views)).toThrow(
    '"views[1]" expected a graph or a view, got an object',
  );
});

test("what is no id has no value in a result", () => {
  const graph = new Graph();
  graph.addNodes(3);
  graph.removeNode(1);
  const conversions = { valueOf: () => ({}), toString: () => ({}) };
  for (const view of [graph, graph.subgraph(graph.nodes.select([0]))]) {
    for (const id of [conversions, Symbol("id"), "0", 0n, [0], null] as unknown as number[]) {
      expect(algorithms.degreeCentrality(view).get(id)).toBeUndefined();
      expect(algorithms.floydWarshall(view).get(id, 0)).toBeUndefined();
      expect(algorithms.simRank(view).get(0, id)).toBeUndefined();
      expect(view.csr().indexOf(id)).toBe(-1);
    }
  }
});

test("a column has values at whole positions alone", () => {
  const graph = new Graph();
  graph.addNodes(2, { attributes: { a: [1, null] } });
  for (const position of [0.5, NaN, "0", 0n, Symbol("at"), [0], null] as unknown as number[]) {
    expect(graph.nodes.column("a").hasAt(position)).toBe(false);
    expect(graph.nodes.column("a").at(position)).toBeUndefined();
    expect(graph.nodes.column("a").at(position)).toBeUndefined();
  }
});
