/** What the compiler knows of a graph beside the types of single values: names, schemas, results, new ids. */
import { expect, test } from "vitest";
import { errorsOf, type Line, wrong } from "./compile-lines.js";

const schema = '{ utf8: "utf8", int64: "int64", float64: "float64" }';

const RULES: readonly Line[] = [
  // names that were not stated
  ...[
    "graph.addNode({ other: 1 });",
    'graph.addNode("Person", { other: 1 });',
    'graph.mergeNode("Ada", { other: 1 });',
    "graph.nodes.set(0, { other: 1 });",
    "graph.addNodes(1, { attributes: { other: [1] } });",
    'graph.nodes.setColumn("other", [0], [1]);',
    'graph.nodes.setColumn("other", { ids: [0], values: [1] });',
    'graph.nodes.get(0, "other");',
    'graph.nodes.column("other");',
    'graph.nodes.createIndex("other");',
    "graph.addEdge(0, 1, { other: 1 });",
    'graph.addEdge(0, 1, "KNOWS", { other: 1 });',
    "graph.edges.set(0, { other: 1 });",
    "graph.addEdges([0], [1], { attributes: { other: [1] } });",
    'graph.edges.setColumn("other", [0], [1]);',
    'graph.at("main").nodes.get(0, "other");',
  ].map((code) => ({ code, fits: false })),
  // a kind that was not stated is open
  { code: 'const half = new Graph({ schema: { nodes: { name: "utf8" } } });', fits: true },
  { code: "half.addEdge(0, 1, { anything: 5n });", fits: true },
  { code: "half.addNode({ anything: 5n });", fits: false },
  { code: 'half.edges.setColumn("anything", [0], Float64Array.of(5));', fits: true },
  // a type that is known only at run time
  { code: "declare const late: ValueType; declare const value: unknown;", fits: true },
  { code: "new Graph({ schema: { nodes: { a: late } } }).addNode({ a: value });", fits: true },
  // what an error holds, by its code
  { code: "declare const error: GroggyError;", fits: true },
  { code: 'if (error.is("NODE_NOT_FOUND")) { const id: number | undefined = error.data.id; }', fits: true },
  { code: 'if (error.is("MERGE_CONFLICT")) error.data.merge.conflicts.length;', fits: true },
  { code: 'if (error.is("NODE_NOT_FOUND")) { const id: string = error.data.id; }', fits: false },
  { code: 'if (error.is("NO_SUCH_CODE")) throw error;', fits: false },
  { code: 'new GroggyError("LIMIT", "no data");', fits: false },
  { code: 'new GroggyError("NODE_NOT_FOUND", "data of another code", { cycle: [0] });', fits: false },
  // functions that take any graph
  { code: "const any: Graph = graph; const anyHalf: Graph = half;", fits: true },
  { code: "const view: GraphView<GraphTypes> = graph; const nodes: Elements = graph.nodes;", fits: true },
  { code: "declare const loosely: Graph<GraphSchema>; const anyOfSchema: Graph = loosely;", fits: true },
  {
    code: "declare const records: Graph<{ nodes: Record<string, ValueType> }>; const anyOf: Graph = records;",
    fits: true,
  },
  {
    code: "function copyOf<T extends GraphTypes>(of: Graph<T>): Graph<T> { return Graph.clone(of); } copyOf(graph);",
    fits: true,
  },
  // so is a graph of which nothing was said
  { code: "const open = new Graph();", fits: true },
  { code: "open.addNode({ a: 5, b: 5n, c: null, d: undefined, e: new Date() });", fits: true },
  { code: "open.addNodes(2, { attributes: { a: [5, null], b: Int32Array.of(5, 6) } });", fits: true },
  { code: 'open.addNodes(2, { attributes: { a: "ab" } });', fits: false },
  { code: 'open.addNode(fact); open.addNode("Fact", fact); open.addEdge(0, 1, "FACT", fact);', fits: true },
  { code: "open.nodes.set(0, fact); open.edges.set(0, { ...fact });", fits: true },
  { code: "open.addNode(new Date());", fits: false },
  { code: 'open.nodes.set(0, ["Ada"]);', fits: false },
  { code: "open.edges.set(0, () => 1);", fits: false },
  // a schema is made of types that there are
  { code: 'new Graph({ schema: { nodes: { name: "utf-8" } } });', fits: false },
  { code: 'new Graph({ schema: { nodes: { name: "list<string>" } } });', fits: false },
  { code: 'const loose = { nodes: { born: "int32" } }; new Graph({ schema: loose });', fits: false },
  {
    code: 'const strict = { nodes: { born: "int32" } } as const; new Graph({ schema: strict });',
    fits: true,
  },
  {
    code: "declare const given: GraphSchema; new Graph({ schema: given }).addNode({ a: 5, b: 5n });",
    fits: true,
  },
  { code: 'Graph.open("x", { schema: { nodes: { name: "utf-8" } } });', fits: false },
  { code: 'const store = Graph.open("x", { schema: { nodes: { big: "int64" } } });', fits: true },
  { code: "store.addNode({ big: 5 });", fits: true },
  { code: "store.addNode({ big: true });", fits: false },
  { code: "const copy = Graph.clone(store); copy.addNode({ big: 5 });", fits: true },
  { code: "copy.addNode({ big: true });", fits: false },
  { code: 'new Graph<{ nodes: { born: number } }>({ schema: { nodes: { born: "int32" } } });', fits: true },
  // results of algorithms
  { code: 'graph.nodes.setColumn("float64", pageRank(graph));', fits: true },
  { code: 'graph.nodes.setColumn("utf8", pageRank(graph));', fits: false },
  // ids
  { code: "const [a, b] = graph.addNodes(2); graph.addEdge(a, b);", fits: true },
  { code: "const [, , third] = graph.addNodes(2); graph.addEdge(third, 0);", fits: false },
  { code: "const [c, ...others] = graph.addNodes(3); graph.addEdge(c, 0);", fits: true },
  { code: "const ids = graph.addNodes(3); graph.addEdge(ids[0], ids[2]);", fits: true },
  { code: "graph.addEdge(ids[0], ids[3]);", fits: false },
  {
    code: "const plain: Uint32Array = ids; const doubled: Uint32Array = ids.map((id) => id * 2);",
    fits: true,
  },
  { code: "ids.map((id) => String(id));", fits: false },
  { code: "ids.concat([1]);", fits: false },
  { code: "ids.flat();", fits: false },
  { code: "const list: number[] = [...ids]; for (const id of ids) list.push(id);", fits: true },
  {
    code: "const parts: Uint32Array[] = [ids.slice(1), ids.filter((id) => id > 0), ids.subarray(1)];",
    fits: true,
  },
  { code: "const [edge] = graph.addEdges([a, a], [b, b]); graph.removeEdge(edge);", fits: true },
  { code: "const [, , none] = graph.addEdges([a, a], [b, b]); graph.removeEdge(none);", fits: false },
  { code: "declare const count: number; const many: Uint32Array = graph.addNodes(count);", fits: true },
  { code: "const [perhaps] = graph.addNodes(count); graph.addEdge(perhaps, 0);", fits: false },
  { code: "const large: Uint32Array = graph.addNodes(1_000_000);", fits: true },
  {
    code: "const number: NewIds = graph.addNodes(5); const sum = ids.reduce((x, y) => x + y, 0);",
    fits: true,
  },
  // along edges: from nodes to edges and back, each with its own attributes
  {
    code: 'const apart = new Graph({ schema: { nodes: { name: "utf8" }, edges: { since: "int32" } } });',
    fits: true,
  },
  {
    code: 'const steps = apart.nodes.all().out("A").in(["A", "B"], { maxDepth: 2 }).both({ where: "since > 5" });',
    fits: true,
  },
  { code: 'steps.column("name").get(0)?.length; steps.edges("in", "A").column("since");', fits: true },
  { code: 'steps.column("since");', fits: false },
  { code: 'steps.edges().column("name");', fits: false },
  { code: 'apart.edges.all().sources().column("name"); apart.edges.all().targets().out();', fits: true },
  { code: 'apart.edges.all().sources().column("since");', fits: false },
  { code: 'steps.out("A", { depth: 2 });', fits: false },
  { code: "steps.out({ maxDepth: 2 }, {});", fits: false },
  {
    code: 'apart.neighbors(0, "in"); apart.neighbors(0, { direction: "in", type: ["A", "B"] });',
    fits: true,
  },
  { code: 'apart.neighbors(0, "in", "A");', fits: false },
  { code: 'apart.degree(0, { types: "A" });', fits: false },
  {
    code: "const counts: Uint32Array = apart.degrees(steps); const ends: Uint32Array = apart.edges.sources([0]);",
    fits: true,
  },
  {
    code: "apart.subgraph(steps); apart.subgraph(steps.edges()); apart.subgraph(apart.nodes.all());",
    fits: true,
  },
  {
    code: "const anySelection: Selection = steps; const anyOfKind: Selection<{ readonly name: string }> = steps;",
    fits: true,
  },
  { code: "apart.nodes.all().and(steps); toArrow(apart.nodes); toArrow(steps);", fits: true },
  {
    code: "interface Named { readonly name: string } interface Dated { readonly since: number } declare const named: Graph<{ nodes: Named; edges: Dated }>;",
    fits: true,
  },
  {
    code: 'toArrow(named.nodes.all()); named.nodes.all().out().edges().column("since"); const some: Selection<Named> = named.nodes.all();',
    fits: true,
  },
  {
    code: 'neighborhood(named, 0, { type: "A", where: "since > 5", includeStart: false }).column("name");',
    fits: true,
  },
  { code: "karateClub().addTo(graph); karateClub().addTo(new Graph());", fits: true },
];

test("names, schemas, results and ids are typed", () => {
  const graph = `const graph = new Graph({ key: "utf8", schema: { nodes: ${schema}, edges: ${schema} } });`;
  const [errors] = errorsOf([[graph, ...RULES.map(({ code }) => code)].join("\n")]);
  expect(errors?.get(0)).toBeUndefined();
  expect(wrong(RULES, errors!, 1)).toEqual([]);
});
