/** Procedures and functions of the user's own: given with a call, or kept by the graph. */
import { expect, test } from "vitest";
import { CypherError } from "../../src/errors.js";
import { Graph } from "../../src/graph.js";
import { defineFunction, defineProcedure } from "../../src/query/result/user-procedures.js";
import type { GraphView } from "../../src/view.js";

const double = defineFunction({
  name: "my.double",
  inputs: { n: "INTEGER" },
  output: "INTEGER",
  run: (_view, [n]) => Number(n) * 2,
});
const nodes = defineProcedure({
  name: "my.nodes",
  inputs: { least: "INTEGER?" },
  outputs: { node: "NODE", degree: "INTEGER" },
  run: (view: GraphView, [least]) =>
    Array.from(view.nodes)
      .map((node) => ({ node, degree: view.degree(node) }))
      .filter(({ degree }) => degree >= Number(least ?? 0)),
});

function pair(): Graph {
  const graph = new Graph();
  graph.query("CREATE (:P {name: 'Ada'})-[:KNOWS {w: 1}]->(:P {name: 'Alan'})");
  return graph;
}

test("a function comes with a call or is kept by the graph, in any case of its name", () => {
  const graph = pair();
  expect(graph.query("RETURN MY.double(21) AS n", {}, { procedures: [double] }).column("n")).toEqual([42]);
  expect(() => graph.query("RETURN my.double(21) AS n")).toThrow(CypherError);
  graph.procedures.add(double);
  expect(graph.query("RETURN my.DOUBLE(21) AS n").column("n")).toEqual([42]);
  expect(graph.query("RETURN my.double(null) AS n").column("n")).toEqual([null]);
  expect(() => graph.query("RETURN my.double('x')")).toThrow(/expected INTEGER/);
  expect(() => graph.query("RETURN my.double()")).toThrow(/expected 1 argument, got 0/);
  expect(() => graph.query("RETURN my.doubl(1)")).toThrow(/did you mean "my.double"/);
  expect(graph.procedures.delete("my.DOUBLE")).toBe(true);
  expect(graph.procedures.delete("my.double")).toBe(false);
  expect(() => graph.query("RETURN my.double(21) AS n")).toThrow(CypherError);
});

test("a list of procedures is that of views, of the past and of worktrees, and of no other graph", () => {
  const graph = pair();
  graph.commit("one");
  graph.procedures.add(double, nodes);
  const query =
    "CALL my.nodes(0) YIELD node, degree RETURN node.name AS name, my.double(degree) AS d ORDER BY name";
  const rows = [
    { name: "Ada", d: 2 },
    { name: "Alan", d: 0 },
  ];
  expect(graph.query(query).toArray()).toEqual(rows);
  expect(graph.at("HEAD").query(query).toArray()).toEqual(rows);
  expect(graph.prepare("RETURN my.double($n) AS n")({ n: 2 }).column("n")).toEqual([4]);
  graph.branch("other");
  const tree = graph.worktree("other");
  expect(tree.query(query).toArray()).toEqual(rows);
  expect([...graph.procedures]).toEqual([double, nodes]);
  expect([...new Graph().procedures]).toEqual([]);
});

test("a later one of a name takes the place of the one before, in statements that were read as well", () => {
  const graph = pair();
  graph.procedures.add(double);
  expect(graph.query("RETURN my.double(1) AS n").column("n")).toEqual([2]);
  graph.procedures.add(
    defineFunction({
      name: "my.double",
      inputs: { n: "STRING" },
      output: "STRING",
      run: (_, [n]) => `${n}${n}`,
    }),
  );
  expect(graph.query("RETURN my.double('a') AS n").column("n")).toEqual(["aa"]);
  expect(graph.query("RETURN my.double(1) AS n", {}, { procedures: [double] }).column("n")).toEqual([2]);
});

test("elements go in as results have them and come out by id or as they came", () => {
  const graph = pair();
  const seen: unknown[] = [];
  graph.procedures.add(
    defineFunction({
      name: "my.same",
      inputs: { x: "ANY?" },
      output: "ANY?",
      run: (_, [x]) => {
        seen.push(JSON.parse(JSON.stringify(x)));
        return x;
      },
    }),
    defineFunction({ name: "my.node", inputs: { id: "INTEGER" }, output: "NODE", run: (_, [id]) => id }),
  );
  const query = "MATCH p = (a)-[r]->(b) RETURN my.same(a) = a AS a, my.same(r) = r AS r, my.same(p) = p AS p";
  expect(graph.query(query).toArray()).toEqual([{ a: true, r: true, p: true }]);
  expect(seen[0]).toEqual({ kind: "node", id: 0, labels: ["P"], attributes: { name: "Ada" } });
  expect(graph.query("RETURN my.node(1).name AS name").column("name")).toEqual(["Alan"]);
  for (const id of [7, -1])
    expect(() => graph.query(`RETURN my.node(${id}) AS n`).toArray()).toThrow(/id of a node/);
});

test("what is no declaration is refused", () => {
  const run = () => 1;
  const bad = [
    { name: "toUpper", output: "STRING", run },
    { name: "COUNT", output: "INTEGER", run },
    { name: "my double", output: "STRING", run },
    { name: "my.f", output: "TEXT", run },
    { name: "my.f", run },
    { name: "my.f", output: "STRING", inputs: { a: "INT" }, run },
    { name: "my.f", output: "STRING", run: 1 },
    { name: "my.f", output: "STRING", run, extra: 1 },
  ];
  for (const options of bad) expect(() => defineFunction(options as never)).toThrow(TypeError);
  const graph = pair();
  expect(() => graph.procedures.add(double, (() => 1) as never)).toThrow(TypeError);
  expect([...graph.procedures]).toEqual([]);
  expect(() => graph.query("RETURN 1", {}, { procedures: [1] as never })).toThrow(/"procedures" expected/);
});

test("what a function throws ends the query, and a value of another type does", () => {
  const graph = pair();
  graph.procedures.add(
    defineFunction({
      name: "my.fail",
      output: "INTEGER",
      run: () => {
        throw new RangeError("own");
      },
    }),
    defineFunction({ name: "my.text", output: "INTEGER", run: () => "x" }),
  );
  expect(() => graph.query("MATCH (n) SET n.x = my.fail()")).toThrow("own");
  expect(() => graph.query("MATCH (n) SET n.x = my.text()")).toThrow(/"output" of my.text expected INTEGER/);
  expect(graph.query("MATCH (n) RETURN n.x AS x").column("x")).toEqual([null, null]);
});

test("names, fields and records that are none are refused in words, whatever object comes", () => {
  const graph = pair();
  const bare: unknown = Object.create(null);
  for (const name of [bare, Symbol("x"), null, undefined, 5, [], () => "x", { toString: () => "my.double" }])
    expect(() => graph.procedures.delete(name as never)).toThrow(/^"name" expected a string, got /);
  for (const fields of [null, 5, "x", [], new Map()]) {
    const run = () => [];
    const wanted = /" expected an object of types by name, got /;
    expect(() => defineProcedure({ name: "a", inputs: fields as never, run })).toThrow(wanted);
    expect(() => defineProcedure({ name: "a", outputs: fields as never, run })).toThrow(wanted);
    expect(() => defineFunction({ name: "a.b", inputs: fields as never, output: "ANY", run })).toThrow(
      wanted,
    );
  }
  for (const [given, wanted] of [
    [() => 5, "an iterable of records, got 5"],
    [() => null, "an iterable of records, got null"],
    [() => bare, "an iterable of records, got an object"],
    [() => ({ [Symbol.iterator]: 5 }), "an iterable of records, got an object"],
    [() => ({ [Symbol.iterator]: () => 5 }), "an iterable of records, got an object"],
    [() => [null], "records that are objects or arrays, got null"],
    [() => [7], "records that are objects or arrays, got 7"],
  ] as const) {
    const procedure = defineProcedure({ name: "my.p", outputs: { x: "ANY?" }, run: given as never });
    const call = () => graph.query("CALL my.p() YIELD x RETURN x", {}, { procedures: [procedure] }).toArray();
    expect(call).toThrow(CypherError);
    expect(call).toThrow(`"run" of my.p expected to give ${wanted}`);
  }
});
