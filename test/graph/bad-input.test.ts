// Bad input of every kind to every public function: an error that says what was expected and what came, and
// nothing changed.
import { describe, expect, it } from "vitest";
import { Graph, GroggyError } from "../../src/index.js";
import { dumpGraph, smallGraph } from "./fixture.js";

/** What an action must throw: a class by name or a code, and its whole message. */
type Mistake = [action: (graph: Graph) => unknown, error: string, message: string];

const any = (value: unknown) => value as never;
const list = (length: unknown) => ({ length }) as never;

const ELEMENTS: Mistake[] = [
  // addNode
  [(g) => g.addNode(any(5)), "TypeError", '"labels" expected a name or an array of names, got 5'],
  [
    (g) => g.addNode(any(Symbol("s"))),
    "TypeError",
    '"labels" expected a name or an array of names, got Symbol(s)',
  ],
  [
    (g) => g.addNode(any(() => 1)),
    "TypeError",
    '"labels" expected a name or an array of names, got a function',
  ],
  [(g) => g.addNode(""), "TypeError", '"labels" expected a name of 1 to 1024 characters, got ""'],
  [
    (g) => g.addNode("x".repeat(1025)),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got one of 1025',
  ],
  [
    (g) => g.addNode("\ud800"),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got one with a lone surrogate',
  ],
  [(g) => g.addNode(["A", any(5)]), "TypeError", '"labels" expected a name of 1 to 1024 characters, got 5'],
  [
    (g) => g.addNode([any(undefined)]),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got undefined',
  ],
  [(g) => g.addNode("A", any(5)), "TypeError", '"attributes" expected an object of values by name, got 5'],
  [
    (g) => g.addNode("A", any("name")),
    "TypeError",
    '"attributes" expected an object of values by name, got "name"',
  ],
  [
    (g) => g.addNode("A", any([1])),
    "TypeError",
    '"attributes" expected an object of values by name, got an array of 1',
  ],
  [
    (g) => g.addNode("A", any(new Map([["age", 1]]))),
    "TypeError",
    '"attributes" expected an object of values by name, got a Map',
  ],
  [
    (g) => g.addNode(any(new Set(["A"]))),
    "TypeError",
    '"attributes" expected an object of values by name, got a Set',
  ],
  [
    (g) => g.addNode("A", any(new Date(0))),
    "TypeError",
    '"attributes" expected an object of values by name, got a Date (0 ms)',
  ],
  [
    (g) => g.addNode("A", any(new Float64Array(2))),
    "TypeError",
    '"attributes" expected an object of values by name, got a Float64Array of 2',
  ],
  [
    (g) =>
      g.addNode(
        "A",
        any(() => 1),
      ),
    "TypeError",
    '"attributes" expected an object of values by name, got a function',
  ],
  [
    (g) => g.addNode(any({ age: 1 }), any({ age: 2 })),
    "TypeError",
    '"labels" expected a name or an array of names, got an object',
  ],
  [
    (g) => g.addNode("A", { fresh: 1, age: "old" }),
    "TypeError",
    'attribute "age" expected float64, got "old"',
  ],
  [
    (g) => g.addNode("A", { fresh: Symbol("s") }),
    "TypeError",
    'attribute "fresh" expected a boolean, number, bigint, string, Date, array, typed array or plain object, got Symbol(s)',
  ],
  [
    (g) => g.addNode("A", { fresh: () => 1 }),
    "TypeError",
    'attribute "fresh" expected a boolean, number, bigint, string, Date, array, typed array or plain object, got a function',
  ],
  [
    (g) => g.addNode("A", { fresh: "\ud800" }),
    "TypeError",
    'attribute "fresh" expected utf8, got a string with a lone surrogate',
  ],
  [
    (g) => g.addNode("A", { "": 1 }),
    "TypeError",
    '"attribute" expected a name of 1 to 1024 characters, got ""',
  ],
  [
    (g) => g.addNode("A", { "\ud800": 1 }),
    "TypeError",
    '"attribute" expected a name of 1 to 1024 characters, got one with a lone surrogate',
  ],
  [
    (g) => g.addNode("A", { fresh: new Date(Number.NaN) }),
    "TypeError",
    'attribute "fresh" expected timestamp, got an invalid Date',
  ],
  [
    (g) => g.addNode("A", { fresh: 2n ** 63n }),
    "TypeError",
    'attribute "fresh" expected int64, got 9223372036854775808n',
  ],
  [(g) => g.addNode("A", { fresh: new Map() }), "TypeError", 'attribute "fresh" expected json, got a Map'],
  [
    (g) => g.addNode("A", { fresh: [1, Number.NaN, "x"] }),
    "TypeError",
    'attribute "fresh[1]" expected a finite number, got NaN',
  ],
  [
    (g) => g.addNode("A", { fresh: new Float32Array(0) }),
    "TypeError",
    'attribute "fresh" expected a boolean, number, bigint, string, Date, array, typed array or plain object, got a Float32Array of 0',
  ],
  // addEdge
  [(g) => g.addEdge(any("0"), 0), "TypeError", '"source" expected the id of a node, got "0"'],
  [(g) => g.addEdge(0, any(undefined)), "TypeError", '"target" expected the id of a node, got undefined'],
  [(g) => g.addEdge(0.5, 0), "TypeError", '"source" expected the id of a node, got 0.5'],
  [(g) => g.addEdge(Number.NaN, 0), "TypeError", '"source" expected the id of a node, got NaN'],
  [
    (g) => g.addEdge(-1, 0),
    "NODE_NOT_FOUND",
    '"source" expected a node of this graph, got -1, which is not in it',
  ],
  [
    (g) => g.addEdge(0, 1),
    "NODE_NOT_FOUND",
    '"target" expected a node of this graph, got 1, which is not in it',
  ],
  [
    (g) => g.addEdge(0, 4),
    "NODE_NOT_FOUND",
    '"target" expected a node of this graph, got 4, which is not in it',
  ],
  [
    (g) => g.addEdge(0, 2 ** 32),
    "NODE_NOT_FOUND",
    '"target" expected a node of this graph, got 4294967296, which is not in it',
  ],
  [
    (g) => g.addEdge(0, 2 ** 32 + 2),
    "NODE_NOT_FOUND",
    '"target" expected a node of this graph, got 4294967298, which is not in it',
  ],
  [(g) => g.addEdge(0, any(0n)), "TypeError", '"target" expected the id of a node, got 0n'],
  [(g) => g.addEdge(0, 2, any(["T"])), "TypeError", '"type" expected a name, got an array of 1'],
  [(g) => g.addEdge(0, 2, any(7)), "TypeError", '"type" expected a name, got 7'],
  [(g) => g.addEdge(0, 2, ""), "TypeError", '"type" expected a name of 1 to 1024 characters, got ""'],
  [(g) => g.addEdge(0, 2, any({}), {}), "TypeError", '"type" expected a name, got an object'],
  [
    (g) => g.addEdge(0, 2, "T", any("x")),
    "TypeError",
    '"attributes" expected an object of values by name, got "x"',
  ],
  [
    (g) => g.addEdge(0, 2, "T", { weight: true }),
    "TypeError",
    'attribute "weight" expected float64, got true',
  ],
  // addNodes
  [(g) => g.addNodes(-1), "RangeError", '"count" expected a whole number from 0 to 4294967295, got -1'],
  [(g) => g.addNodes(0.5), "RangeError", '"count" expected a whole number from 0 to 4294967295, got 0.5'],
  [
    (g) => g.addNodes(2 ** 32),
    "RangeError",
    '"count" expected a whole number from 0 to 4294967295, got 4294967296',
  ],
  [
    (g) => g.addNodes(any("2")),
    "RangeError",
    '"count" expected a whole number from 0 to 4294967295, got "2"',
  ],
  [
    (g) => g.addNodes(any(undefined)),
    "RangeError",
    '"count" expected a whole number from 0 to 4294967295, got undefined',
  ],
  [(g) => g.addNodes(2, any(null)), "TypeError", '"options" expected an object, got null'],
  [(g) => g.addNodes(2, any("A")), "TypeError", '"options" expected an object, got "A"'],
  [
    (g) => g.addNodes(2, { labels: any(5) }),
    "TypeError",
    '"labels" expected a name or an array of names, got 5',
  ],
  [
    (g) => g.addNodes(2, { labels: [["A"]] }),
    "RangeError",
    '"labels" expected 2, one for each node, got an array of 1',
  ],
  [
    (g) => g.addNodes(2, { labels: [["A"], [any(5)]] }),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got 5',
  ],
  [
    (g) => g.addNodes(2, { attributes: any(5) }),
    "TypeError",
    '"attributes" expected an object of columns by name, got 5',
  ],
  [
    (g) => g.addNodes(2, { attributes: any(null) }),
    "TypeError",
    '"attributes" expected an object of columns by name, got null',
  ],
  [
    (g) => g.addNodes(1, { attributes: any([[1]]) }),
    "TypeError",
    '"attributes" expected an object of columns by name, got an array of 1',
  ],
  [
    (g) => g.addNodes(1, { attributes: any(new Map()) }),
    "TypeError",
    '"attributes" expected an object of columns by name, got a Map',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: any(5) } }),
    "TypeError",
    'attribute "fresh" expected an array of 2 values, got 5',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: any("ab") } }),
    "TypeError",
    'attribute "fresh" expected an array of 2 values, got "ab"',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: any(new Set([1, 2])) } }),
    "TypeError",
    'attribute "fresh" expected an array of 2 values, got a Set',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: any(new DataView(new ArrayBuffer(2))) } }),
    "TypeError",
    'attribute "fresh" expected an array of 2 values, got a DataView of 2',
  ],
  [
    (g) => g.addNodes(4, { attributes: { fresh: any(g.nodes.column("age")) } }),
    "TypeError",
    'attribute "fresh" expected an array of 4 values, got a ColumnView',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: [1] } }),
    "RangeError",
    'attribute "fresh" expected 2 values, got 1',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: new Int32Array(3) } }),
    "RangeError",
    'attribute "fresh" expected 2 values, got 3',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: [1, 2], age: [1, "x"] } }),
    "TypeError",
    'attribute "age" expected float64, got "x" at position 1',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: [null, () => 1] } }),
    "TypeError",
    'attribute "fresh" expected a boolean, number, bigint, string, Date, array, typed array or plain object, got a function',
  ],
  [
    (g) => g.addNodes(2, { attributes: { fresh: [1, true] } }),
    "TypeError",
    'attribute "fresh" expected float64, got true at position 1',
  ],
  [
    (g) => g.addNodes(1, { attributes: { fresh: BigUint64Array.of(2n ** 63n) } }),
    "TypeError",
    'attribute "fresh" expected int64, got 9223372036854775808n at position 0',
  ],
  [
    (g) => g.addNodes(1, { attributes: { "": [1] } }),
    "TypeError",
    '"attribute" expected a name of 1 to 1024 characters, got ""',
  ],
  // addEdges
  [(g) => g.addEdges(any(5), [0]), "TypeError", '"sources" expected an array of node ids, got 5'],
  [
    (g) => g.addEdges([0], any(undefined)),
    "TypeError",
    '"targets" expected an array of node ids, got undefined',
  ],
  [(g) => g.addEdges(any("0"), any("0")), "TypeError", '"sources" expected an array of node ids, got "0"'],
  [
    (g) => g.addEdges(list(-1), list(-1)),
    "TypeError",
    '"sources" expected an array of node ids, got an object',
  ],
  [
    (g) => g.addEdges(list(0.5), list(0.5)),
    "TypeError",
    '"sources" expected an array of node ids, got an object',
  ],
  [
    (g) => g.addEdges(any(new Set([0])), [0]),
    "TypeError",
    '"sources" expected an array of node ids, got a Set',
  ],
  [(g) => g.addEdges([0, 2], [2]), "RangeError", '"targets" expected 2 ids, as in "sources", got 1'],
  [
    (g) => g.addEdges([0, 1], [2, 2]),
    "NODE_NOT_FOUND",
    '"sources[1]" expected a node of this graph, got 1, which is not in it',
  ],
  [
    (g) => g.addEdges(Uint32Array.of(0), Uint32Array.of(4)),
    "NODE_NOT_FOUND",
    '"targets[0]" expected a node of this graph, got 4, which is not in it',
  ],
  [(g) => g.addEdges([0], [any("2")]), "TypeError", '"targets[0]" expected the id of a node, got "2"'],
  [
    (g) => g.addEdges(new Array(1), [0]),
    "TypeError",
    '"sources[0]" expected the id of a node, got undefined',
  ],
  [
    (g) => g.addEdges([0], [2], { type: ["T", "U"] }),
    "RangeError",
    '"type" expected 1, one for each edge, got an array of 2',
  ],
  [(g) => g.addEdges([0], [2], { type: any([5]) }), "TypeError", '"type" expected a name, got 5'],
  [
    (g) => g.addEdges([0], [2], { type: any([["T", "U"]]) }),
    "TypeError",
    '"type" expected a name, got an array of 2',
  ],
  [
    (g) => g.addEdges([0], [2], { attributes: { weight: ["x"] } }),
    "TypeError",
    'attribute "weight" expected float64, got "x" at position 0',
  ],
  [(g) => g.addEdges([0], [2], any(5)), "TypeError", '"options" expected an object, got 5'],
  // removals
  [
    (g) => g.removeNode(1),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [
    (g) => g.removeNode(4),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 4, which is not in it',
  ],
  [(g) => g.removeNode(any("0")), "TypeError", '"node" expected the id of a node, got "0"'],
  [(g) => g.removeNode(any(undefined)), "TypeError", '"node" expected the id of a node, got undefined'],
  [
    (g) => g.removeEdge(-1),
    "EDGE_NOT_FOUND",
    '"edge" expected an edge of this graph, got -1, which is not in it',
  ],
  [
    (g) => g.removeEdge(3),
    "EDGE_NOT_FOUND",
    '"edge" expected an edge of this graph, got 3, which is not in it',
  ],
  [
    (g) => g.removeNodes([0, 1]),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [(g) => g.removeNodes(any("0")), "TypeError", '"ids" expected ids that can be iterated over, got "0"'],
  [(g) => g.removeNodes(any(0)), "TypeError", '"ids" expected ids that can be iterated over, got 0'],
  [
    (g) => g.removeNodes(any({ [Symbol.iterator]: () => ({}) })),
    "TypeError",
    '"ids" expected ids that can be iterated over, got an object',
  ],
  [
    (g) => g.removeEdges([0, 1]),
    "EDGE_NOT_FOUND",
    '"edge" expected an edge of this graph, got 1, which is not in it',
  ],
  [(g) => g.removeEdges(any({})), "TypeError", '"ids" expected ids that can be iterated over, got an object'],
  // reads
  [(g) => g.source(1), "EDGE_NOT_FOUND", '"edge" expected an edge of this graph, got 1, which is not in it'],
  [(g) => g.target(any("0")), "TypeError", '"edge" expected the id of an edge, got "0"'],
  [
    (g) => g.neighbors(1),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [(g) => g.neighbors(0, any("OUT")), "TypeError", '"direction" expected "out", "in" or "both", got "OUT"'],
  [(g) => g.incidentEdges(0, any(null)), "TypeError", '"direction" expected "out", "in" or "both", got null'],
  [(g) => g.degree(0, any(1)), "TypeError", '"direction" expected "out", "in" or "both", got 1'],
  [
    (g) => g.degree(2 ** 32 - 1),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 4294967295, which is not in it',
  ],
  [
    (g) => g.edgesBetween(0, 1),
    "NODE_NOT_FOUND",
    '"target" expected a node of this graph, got 1, which is not in it',
  ],
  [(g) => g.subgraph(any([0])), "TypeError", '"selection" expected a Selection, got an array of 1'],
  [
    (g) => g.subgraph(smallGraph().nodes.all()),
    "FOREIGN_SELECTION",
    '"selection" expected a selection of this graph, got one of another',
  ],
  [
    (g) => g.nodes.get(1),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [(g) => g.nodes.get(0, any(5)), "TypeError", '"attribute" expected a name of 1 to 1024 characters, got 5'],
  [
    (g) => g.nodes.column(any(undefined)),
    "TypeError",
    '"attribute" expected a name of 1 to 1024 characters, got undefined',
  ],
  [
    (g) => g.edges.labels(1),
    "EDGE_NOT_FOUND",
    '"edge" expected an edge of this graph, got 1, which is not in it',
  ],
  [(g) => g.nodes.withLabel(any(5)), "TypeError", '"label" expected a string, got 5'],
  [(g) => g.nodes.where(any(5)), "TypeError", '"filter" expected text or an expression, got 5'],
  [
    (g) => g.nodes.select([0, 1]),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [(g) => g.nodes.select(any(0)), "TypeError", '"ids" expected ids that can be iterated over, got 0'],
  [(g) => g.nodes.all().and(any([0])), "TypeError", '"selection" expected a Selection, got an array of 1'],
  [
    (g) => g.nodes.all().or(any(g.edges.all())),
    "FOREIGN_SELECTION",
    '"selection" expected a selection of nodes of the same graph, got one of edges',
  ],
  // attributes and labels
  [
    (g) => g.nodes.set(1, { age: 1 }),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [(g) => g.nodes.set(0, { fresh: 1, age: true }), "TypeError", 'attribute "age" expected float64, got true'],
  [(g) => g.nodes.set(0, any(5)), "TypeError", '"attributes" expected an object of values by name, got 5'],
  [
    (g) => g.nodes.set(0, any(["age", 5])),
    "TypeError",
    '"attributes" expected an object of values by name, got an array of 2',
  ],
  [
    (g) => g.edges.set(3, {}),
    "EDGE_NOT_FOUND",
    '"edge" expected an edge of this graph, got 3, which is not in it',
  ],
  [
    (g) => g.nodes.setColumn("fresh", [0, 1], [1, 2]),
    "NODE_NOT_FOUND",
    '"ids[1]" expected a node of this graph, got 1, which is not in it',
  ],
  [
    (g) => g.nodes.setColumn("fresh", [0, 2], [1]),
    "RangeError",
    'attribute "fresh" expected 2 values, got 1',
  ],
  [
    (g) => g.nodes.setColumn("fresh", [0, 2], any(undefined)),
    "TypeError",
    'attribute "fresh" expected an array of 2 values, got undefined',
  ],
  [
    (g) => g.nodes.setColumn("fresh", Uint32Array.of(0), any(undefined)),
    "TypeError",
    'attribute "fresh" expected an array of 1 values, got undefined',
  ],
  [
    (g) => g.nodes.setColumn("fresh", any(5), [1]),
    "TypeError",
    '"ids" expected an array of ids, a selection or a result, got 5',
  ],
  [
    (g) => g.nodes.setColumn("fresh", any({ ids: 5, values: [] })),
    "TypeError",
    '"ids" expected an array of ids, a selection or a result, got an object',
  ],
  [
    (g) => g.nodes.setColumn("fresh", list(-1), list(-1)),
    "TypeError",
    '"ids" expected an array of ids, a selection or a result, got an object',
  ],
  [
    (g) => g.nodes.setColumn("fresh", any(g.edges.all()), [1, 2]),
    "FOREIGN_SELECTION",
    '"ids" expected a selection of nodes of this graph, got one of edges',
  ],
  [
    (g) => g.nodes.setColumn("fresh", smallGraph().nodes.all(), [1, 2, 3]),
    "FOREIGN_SELECTION",
    '"ids" expected a selection of nodes of this graph, got one of another graph',
  ],
  [
    (g) => g.nodes.setColumn("", [0], [1]),
    "TypeError",
    '"attribute" expected a name of 1 to 1024 characters, got ""',
  ],
  [
    (g) => g.nodes.setColumn("age", [0, 2], [1, "x"]),
    "TypeError",
    'attribute "age" expected float64, got "x" at position 1',
  ],
  [
    (g) => g.nodes.setColumn("age", [0, 2, 3], any(g.nodes.column("age"))),
    "TypeError",
    'attribute "age" expected an array of 3 values, got a ColumnView',
  ],
  [
    (g) => g.nodes.addLabel(1, "A"),
    "NODE_NOT_FOUND",
    '"node" expected a node of this graph, got 1, which is not in it',
  ],
  [
    (g) => g.nodes.addLabel(0, any(["A"])),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got an array of 1',
  ],
  [
    (g) => g.nodes.addLabel(0, "ok", ""),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got ""',
  ],
  [
    (g) => g.nodes.removeLabel(0, any(5)),
    "TypeError",
    '"labels" expected a name of 1 to 1024 characters, got 5',
  ],
  [(g) => g.nodes.setLabels(0, any(5)), "TypeError", '"labels" expected a name or an array of names, got 5'],
  [
    (g) => g.edges.setLabels(0, ["X"]),
    "IMMUTABLE_TYPE",
    '"edge" expected a node, got edge 0: an edge\'s type never changes',
  ],
  [
    (g) => g.edges.addLabel(0, "X"),
    "IMMUTABLE_TYPE",
    '"edge" expected a node, got edge 0: an edge\'s type never changes',
  ],
  [
    (g) => g.edges.removeLabel(0, "T"),
    "IMMUTABLE_TYPE",
    '"edge" expected a node, got edge 0: an edge\'s type never changes',
  ],
  [
    (g) => g.nodes.createIndex(""),
    "TypeError",
    '"attribute" expected a name of 1 to 1024 characters, got ""',
  ],
  [
    (g) => g.nodes.createIndex("age", { kind: any("btree") }),
    "TypeError",
    '"kind" expected one of hash, sorted, bitmap, vector, text, trigram, got "btree"',
  ],
  [(g) => g.nodes.createIndex("age", any(null)), "TypeError", '"options" expected an object, got null'],
  // keys
  [
    (g) => g.node("x"),
    "MISSING_KEY",
    '"key" expected a graph made with a key, got one made without: new Graph({ key: "name" })',
  ],
  [
    (g) => g.mergeNode("x"),
    "MISSING_KEY",
    '"key" expected a graph made with a key, got one made without: new Graph({ key: "name" })',
  ],
];

const NOT_A_REVISION = '"revision" expected a branch, a tag or a commit id';
const NAME_RULES =
  "a name without white space, ~ ^ : ? * [ ] { } @ \\, '..' or '//', that neither begins with - / . nor ends with / .";

const VERSIONS: Mistake[] = [
  [(g) => g.commit(any(undefined)), "TypeError", '"message" expected a string, got undefined'],
  [(g) => g.commit(any(5)), "TypeError", '"message" expected a string, got 5'],
  [(g) => g.commit("\ud800"), "TypeError", '"message" expected a string, got one with a lone surrogate'],
  [
    (g) => g.commit("x".repeat(2 ** 20 + 1)),
    "TypeError",
    '"message" expected a string of at most 1048576 characters, got one of 1048577',
  ],
  [(g) => g.commit("m", any(null)), "TypeError", '"options" expected an object, got null'],
  [(g) => g.commit("m", any("author")), "TypeError", '"options" expected an object, got "author"'],
  [(g) => g.commit("m", { author: any(5) }), "TypeError", '"author" expected a string, got 5'],
  [
    (g) => g.commit("m", { time: Number.NaN }),
    "TypeError",
    '"time" expected a Date or milliseconds, got NaN',
  ],
  [
    (g) => g.commit("m", { time: new Date(Number.NaN) }),
    "TypeError",
    '"time" expected a Date or milliseconds, got an invalid Date',
  ],
  [
    (g) => g.commit("m", { time: any("now") }),
    "TypeError",
    '"time" expected a Date or milliseconds, got "now"',
  ],
  [
    (g) => g.commit("m", { meta: any([1]) }),
    "TypeError",
    '"meta" expected an object of JSON values, got an array of 1',
  ],
  [
    (g) => g.commit("m", { meta: any(new Date(0)) }),
    "TypeError",
    '"meta" expected an object of JSON values, got a Date (0 ms)',
  ],
  [
    (g) => g.commit("m", { meta: any({ toJSON: () => [1] }) }),
    "TypeError",
    '"meta" expected an object of JSON values, got an object',
  ],
  [
    (g) => g.commit("m", { meta: any("x") }),
    "TypeError",
    '"meta" expected an object of JSON values, got "x"',
  ],
  [(g) => g.commit("m", { meta: { x: any(1n) } }), "TypeError", '"meta.x" expected a JSON value, got 1n'],
  [(g) => g.branch(any(5)), "TypeError", '"branch" expected a name, got 5'],
  [(g) => g.branch(""), "INVALID_REF_NAME", '"branch" expected a name of 1 to 255 characters, got ""'],
  [(g) => g.branch("a b"), "INVALID_REF_NAME", `"branch" expected ${NAME_RULES}, got "a b"`],
  ...[
    "a~1",
    "a^",
    "-a",
    "/a",
    "a/",
    "a..b",
    "a//b",
    "a.",
    ".a",
    "a\nb",
    "a@b",
    "a\\b",
    "a:b",
    "a*",
    "a?",
    "[a]",
    "{a}",
    "\u0000",
  ].map(
    (name): Mistake => [
      (g) => g.branch(name),
      "INVALID_REF_NAME",
      `"branch" expected ${NAME_RULES}, got ${JSON.stringify(name)}`,
    ],
  ),
  [
    (g) => g.branch("HEAD"),
    "INVALID_REF_NAME",
    '"branch" expected a name other than HEAD, which means the present commit, got "HEAD"',
  ],
  [(g) => g.branch("side"), "DUPLICATE_REF", '"branch" expected a new name, got "side", which exists'],
  [(g) => g.branch("main"), "DUPLICATE_REF", '"branch" expected a new name, got "main", which exists'],
  [
    (g) => g.branch("new", { at: "nowhere" }),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "nowhere", which names no branch, tag or commit`,
  ],
  [(g) => g.branch("new", any(null)), "TypeError", '"options" expected an object, got null'],
  [(g) => g.history.tag("v1"), "DUPLICATE_REF", '"tag" expected a new name, got "v1", which exists'],
  [(g) => g.history.tag("a b"), "INVALID_REF_NAME", `"tag" expected ${NAME_RULES}, got "a b"`],
  [(g) => g.history.tag(any(null)), "TypeError", '"tag" expected a name, got null'],
  [
    (g) => g.checkout("side"),
    "DIRTY_STATE",
    '"checkout" expected no uncommitted changes, got 0 added, 0 removed and 2 changed elements; commit them first, or use "carry", "stash" or "discard"',
  ],
  [
    (g) => g.checkout("side", { carry: false, discard: false }),
    "DIRTY_STATE",
    '"checkout" expected no uncommitted changes, got 0 added, 0 removed and 2 changed elements; commit them first, or use "carry", "stash" or "discard"',
  ],
  [
    (g) => g.checkout("side", { carry: true, discard: true }),
    "TypeError",
    '"options" expected one of "carry", "stash" and "discard", got "carry" and "discard"',
  ],
  [(g) => g.checkout("side", { carry: any("yes") }), "TypeError", '"carry" expected a boolean, got "yes"'],
  [(g) => g.checkout("side", any(null)), "TypeError", '"options" expected an object, got null'],
  [(g) => g.checkout("side", any("discard")), "TypeError", '"options" expected an object, got "discard"'],
  [
    (g) => g.checkout("nowhere", { discard: true }),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "nowhere", which names no branch, tag or commit`,
  ],
  [
    (g) => g.checkout(any(undefined), { discard: true }),
    "TypeError",
    '"revision" expected a string or a commit, got undefined',
  ],
  [
    (g) => g.checkout(any({}), { discard: true }),
    "TypeError",
    '"revision" expected a string or a commit, got an object',
  ],
  [
    (g) => g.checkout(any({ id: "nothing" }), { discard: true }),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "nothing", which is not a commit of this graph`,
  ],
  [
    (g) => g.at("main~99"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "main~99", which goes back beyond the first commit`,
  ],
  [
    (g) => g.at("main~2"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "main~2", which goes back beyond the first commit`,
  ],
  [
    (g) => g.at(`main~${"9".repeat(400)}`),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "main~${"9".repeat(32)}"…, which goes back beyond the first commit`,
  ],
  [
    (g) => g.at("main^2"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "main^2", which asks for parent 2 of a commit with 1`,
  ],
  [
    (g) => g.at("main~x"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, followed by @{time} and any of ~n and ^n, got "main~x"`,
  ],
  [
    (g) => g.at(""),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, followed by @{time} and any of ~n and ^n, got ""`,
  ],
  [
    (g) => g.at("~1"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, followed by @{time} and any of ~n and ^n, got "~1"`,
  ],
  [
    (g) => g.at("__proto__"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "__proto__", which names no branch, tag or commit`,
  ],
  [
    (g) => g.at(g.head.commit?.id.slice(0, 3) as string),
    "REVISION_NOT_FOUND",
    "names no branch, tag or commit",
  ],
  [
    (g) => g.history.resolve("0".repeat(64)),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "${"0".repeat(37)}"…, which names no branch, tag or commit`,
  ],
  [
    (g) => g.history.diff("nowhere"),
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "nowhere", which names no branch, tag or commit`,
  ],
  [(g) => g.history.diff("main", any(5)), "TypeError", '"revision" expected a string or a commit, got 5'],
  [(g) => [...g.history.log({ limit: -1 })], "RangeError", '"limit" expected a number of commits, got -1'],
  [
    (g) => [...g.history.log({ limit: any("5") })],
    "RangeError",
    '"limit" expected a number of commits, got "5"',
  ],
  [
    (g) => [...g.history.log({ from: "nowhere" })],
    "REVISION_NOT_FOUND",
    `${NOT_A_REVISION}, got "nowhere", which names no branch, tag or commit`,
  ],
];

function nameOf(error: unknown): string {
  if (error instanceof GroggyError) return error.code;
  return error instanceof Error ? error.constructor.name : `no error: ${String(error)}`;
}

describe.each([
  ["elements", ELEMENTS],
  ["versions", VERSIONS],
])("a mistake with %s", (_, mistakes) => {
  it.each(
    mistakes.map(([action, error, message]) => ({ call: String(action).slice(7), error, message, action })),
  )("$call: $error", ({ action, error, message }) => {
    const graph = smallGraph();
    const before = dumpGraph(graph);
    let thrown: unknown = "nothing";
    try {
      action(graph);
    } catch (caught) {
      thrown = caught;
    }
    expect(nameOf(thrown)).toBe(error);
    expect((thrown as Error).message).toContain(message);
    expect(dumpGraph(graph)).toBe(before);
    // what follows is as if the mistake had not been made
    const [after, untouched] = [graph, smallGraph()];
    for (const each of [after, untouched]) {
      each.addEdge(each.addNode("A", { fresh: "text", age: 1 }), 0, "T", { fresh: true });
      each.addEdges([0], [2], { attributes: { later: ["x"] } });
      each.commit("after");
      each.checkout("side");
      each.checkout("main");
    }
    expect(dumpGraph(after)).toBe(dumpGraph(untouched));
  });
});

describe("a mistake in the options of a graph", () => {
  it.each<[unknown, string]>([
    [null, '"options" expected an object, got null'],
    ["x", '"options" expected an object, got "x"'],
    [{ directed: "no" }, '"directed" expected a boolean, got "no"'],
    [{ clock: 5 }, '"clock" expected a function, got 5'],
    [{ key: 5 }, '"key" expected a name of 1 to 1024 characters, got 5'],
    [{ key: "" }, '"key" expected a name of 1 to 1024 characters, got ""'],
    [{ schema: 5 }, '"schema" expected an object with "nodes", "edges" and "graph", got 5'],
    [{ schema: { node: {} } }, '"schema" expected "nodes", "edges" and "graph", got "node"'],
    [{ schema: { nodes: null } }, '"schema.nodes" expected an object of types by name, got null'],
    [{ schema: { nodes: "age" } }, '"schema.nodes" expected an object of types by name, got "age"'],
    [{ schema: { nodes: ["age"] } }, '"schema.nodes" expected an object of types by name, got an array of 1'],
    [
      { schema: { nodes: { age: "int" } } },
      'schema of attribute "age" expected a type such as "float64" or "list<utf8>", got "int"',
    ],
    [
      { schema: { nodes: { age: Number } } },
      'schema of attribute "age" expected a type such as "float64" or "list<utf8>", got a function',
    ],
    [{ schema: { edges: { "": "utf8" } } }, '"attribute" expected a name of 1 to 1024 characters, got ""'],
  ])("%o is refused", (options, message) => {
    expect(() => new Graph(options as never)).toThrow(new TypeError(message));
  });

  it("is refused before the first commit where a commit is needed", () => {
    const graph = new Graph();
    const expectations: [() => unknown, string, string][] = [
      [
        () => graph.branch("x"),
        "NO_COMMIT",
        '"branch" expected a graph with a commit, got one without; commit first',
      ],
      [
        () => graph.history.tag("x"),
        "NO_COMMIT",
        '"tag" expected a graph with a commit, got one without; commit first',
      ],
      [
        () => graph.at("HEAD"),
        "NO_COMMIT",
        '"HEAD" expected a graph with a commit, got one without; commit first',
      ],
      [
        () => graph.at("main"),
        "REVISION_NOT_FOUND",
        `${NOT_A_REVISION}, got "main", which names no branch, tag or commit`,
      ],
      [
        () => graph.commit("x"),
        "EMPTY_COMMIT",
        '"commit" expected changes since the last commit, got none; "allowEmpty" makes one all the same',
      ],
    ];
    for (const [action, code, message] of expectations) {
      expect(action).toThrow(expect.objectContaining({ code, message }));
    }
    expect(graph.head).toEqual({ branch: "main", commit: null });
    graph.addNode();
    graph.commit("now");
    expect(() => graph.commit("again")).toThrow(expect.objectContaining({ code: "EMPTY_COMMIT" }));
  });

  it("is an ambiguous prefix where two commits begin alike", () => {
    const graph = new Graph({ clock: () => 0 });
    const seen = new Map<string, string>();
    let prefix: string | undefined;
    for (let i = 0; prefix === undefined; i++) {
      const { id } = graph.commit(`${i}`, { allowEmpty: true });
      if (seen.has(id.slice(0, 4))) prefix = id.slice(0, 4);
      seen.set(id.slice(0, 4), id);
    }
    expect(() => graph.at(prefix)).toThrow(
      expect.objectContaining({
        code: "AMBIGUOUS_REVISION",
        message: expect.stringContaining(
          `"revision" expected a prefix of one commit, got "${prefix}", which 2 begin with: `,
        ),
      }),
    );
    const { id } = graph.history.resolve(seen.get(prefix) as string);
    expect(graph.history.resolve(id.slice(0, 20)).id).toBe(id);
  });
});

describe("names that other objects have already", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "length", "id"];

  it("are names of attributes and labels like any other", () => {
    const graph = new Graph();
    for (const [i, name] of names.entries()) {
      const values = Object.fromEntries([[name, i]]);
      const id = graph.addNode(name, values);
      graph.addNodes(1, { labels: [name], attributes: Object.fromEntries([[name, [i]]]) });
      graph.addEdge(id, id, name, values);
      expect(Object.entries(graph.nodes.get(id))).toEqual([[name, i]]);
      expect(Object.getPrototypeOf(graph.nodes.get(id))).toBe(Object.prototype);
      expect(graph.nodes.get(id + 1, name)).toBe(i);
      expect(graph.nodes.withLabel(name).count).toBe(2);
      expect(graph.edges.type(i)).toBe(name);
    }
    expect(Object.keys(graph.nodes.schema)).toEqual(names);
    graph.commit("all");
    expect(graph.at("main").nodes.get(0)).toEqual(graph.nodes.get(0));
    const empty = new Graph();
    const id = empty.addNode();
    expect(names.map((name) => empty.nodes.get(id, name))).toEqual(names.map(() => undefined));
  });

  it("are names of branches and tags like any other", () => {
    const graph = new Graph();
    graph.commit("first", { allowEmpty: true });
    for (const name of names) {
      expect(() => graph.checkout(name)).toThrow(expect.objectContaining({ code: "REVISION_NOT_FOUND" }));
      graph.branch(name);
      graph.history.tag(name);
      graph.checkout(name);
      expect(graph.head.branch).toBe(name);
    }
    expect(graph.history.branches().map(({ name }) => name)).toEqual([...names, "main"].sort());
  });

  it("come to no attribute by way of inheritance, symbols or getters that are not the object's own", () => {
    const graph = new Graph();
    const attributes = Object.create({ inherited: 1 });
    attributes.own = 2;
    attributes[Symbol("s")] = 3;
    Object.defineProperty(attributes, "hidden", { value: 4, enumerable: false });
    const id = graph.addNode(attributes);
    expect(graph.nodes.get(id)).toEqual({ own: 2 });
  });
});
