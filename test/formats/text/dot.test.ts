// DOT: what its grammar says, against a model that walks a tree of statements; and what Graphviz reads of what is written.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, importGraph, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { fixture, hasFixtures, inPieces, rootOf } from "../fixtures.js";

const read = async (text: string, options: object = {}) =>
  readGraph(new Blob([text]), { format: "dot", ...options } as never);

const written = async (graph: Graph, options: object = {}): Promise<string> => {
  const chunks: Uint8Array[] = [];
  await exportGraph(graph, (chunk: Uint8Array) => void chunks.push(chunk), {
    format: "dot",
    ...options,
  } as never);
  return Buffer.concat(chunks).toString();
};

/** Whether graphs have attributes themselves. */
const hasAttributes = "attributes" in new Graph();

/** Nodes and edges as plain data, keys for nodes. */
function plain(graph: Graph, key: string | null) {
  const nodes = Array.from(
    graph.nodes.ids(),
    (id) => ({ ...graph.nodes.get(id) }) as Record<string, unknown>,
  );
  const keys = nodes.map((node) => node[key!]);
  const edges = Array.from(graph.edges.ids(), (id) => [
    keys[graph.source(id)],
    keys[graph.target(id)],
    { ...graph.edges.get(id) },
  ]);
  return { keys, nodes, edges };
}

const dataOf = async (text: string, options: object = {}) => {
  const { graph, report } = await read(text, options);
  return plain(graph as Graph, report.key);
};

describe.skipIf(!hasFixtures)("corners.dot (skipped without ../shared/fixtures/formats)", () => {
  test("defaults, chains, ports and escapes are as its answers say", async () => {
    const { graph, report } = await readGraph(fixture("corners.dot"), { key: "key" });
    const { nodes, edges } = plain(graph as Graph, "key");
    expect(Object.fromEntries(nodes.map(({ key, color }) => [key, color]))).toEqual({
      a: "blue",
      b: "blue",
      c: "blue",
      d: "black",
      e: "black",
      "two words": "black",
      _id1: "black",
    });
    expect(edges).toEqual([
      ["a", "b", { weight: 2, label: "x\\ny" }],
      ["b", "c", { weight: 2, label: "x\\ny" }],
      ["a", "c", { color: "green", tailport: "p0:n", headport: "s" }],
      ["d", "e", { kind: "inner" }],
      ["d", "e", { kind: "inner" }],
      ["two words", "_id1", { label: 'quo"te', URL: "http://example.org/?a=1&b=2" }],
    ]);
    expect(report.graphAttributes).toEqual({ rankdir: "LR" });
  });
});

describe("the grammar", () => {
  test("subgraphs as ends stand for each of their nodes, in the order in which those came", async () => {
    const { edges, keys } = await dataOf("digraph { b; {a b} -> {c; d -> e} -> f }");
    expect(keys).toEqual(["b", "a", "c", "d", "e", "f"]);
    expect(edges.map(([s, t]) => `${String(s)}${String(t)}`)).toEqual([
      "de",
      "bc",
      "bd",
      "be",
      "ac",
      "ad",
      "ae",
      "cf",
      "df",
      "ef",
    ]);
  });

  test("texts are joined by +, continued behind a backslash, and keep all backslashes but those of quotes", async () => {
    const { nodes } = await dataOf(
      'graph { a [x="one " /* c */ + // d\n"two" y="l\\\nm" z="\\\\ \\" \\n" h=<<b>1</b> < >>] "b"+"c" }',
    );
    expect(nodes).toEqual([
      { key: "a", x: "one two", y: "lm", z: '\\\\ " \\n', h: "<<b>1</b> < >>" },
      { key: "bc" },
    ]);
  });

  test("keywords have any case, and quotes make ids of them", async () => {
    const { graph } = await read(
      'STRICT DiGraph "graph" { NODE [a=1] Edge[b=2] "node" -> "edge"; SubGraph x { GRAPH[c=3] } }',
    );
    expect([graph.directed, graph.nodeCount, graph.edgeCount]).toEqual([true, 2, 1]);
    await expect(read("graph { a -- node }")).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      line: 1,
      column: 14,
    });
  });

  test("numerals, and what follows one without a space", async () => {
    const { graph, report } = await read("graph { -.5 -- 1. -- 007; 12ab }");
    expect(plain(graph as Graph, report.key).keys).toEqual(["-.5", "1.", "007", "12", "ab"]);
    expect(report.warnings).toMatchObject([{ kind: "splitNumber", count: 1 }]);
  });

  test("comments of three kinds, empty lists, and separators or none", async () => {
    const { nodes } = await dataOf(
      "# head\n/* a\n** / */graph{//x\na[][]b[x=1,y=2;z=3 w=4,]\n# line {\nc;;d # e\n}",
    );
    expect(nodes).toEqual([{ key: "a" }, { key: "b", x: 1, y: 2, z: 3, w: 4 }, { key: "c" }, { key: "d" }]);
  });

  test("the last value of an attribute counts, of a list and of several statements", async () => {
    const { nodes } = await dataOf("graph { node[x=0 q=1] a [x=1, x=2]; a [y=3]; a [x=4]; node[x=5]; a; b }");
    expect(nodes).toEqual([
      { key: "a", x: 4, q: 1, y: 3 },
      { key: "b", x: 5, q: 1 },
    ]);
  });

  test("an edge operator of the other kind is refused with its place, and read where that is asked", async () => {
    await expect(read("digraph {\n a -- b }")).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      line: 2,
      column: 4,
    });
    await expect(read("graph { a -> b }")).rejects.toThrow(
      '"--" expected between ends of edges in a graph, got "->"',
    );
    const { graph, report } = await read("graph { a -> b; a -- c }", { lenient: true });
    expect([graph.edgeCount, graph.directed]).toEqual([2, false]);
    expect(report.skipped).toMatchObject([{ kind: "edgeOperator", count: 1 }]);
  });

  test("a strict graph has one edge between two nodes, to which statements add", async () => {
    const { edges } = await dataOf(
      "strict graph { edge[q=1] a -- b [x=1]; c; b -- a [x=2 y=3]; a -- a; a -- a; b:n -- a:s }",
    );
    expect(edges).toEqual([
      ["a", "b", { q: 1, x: 2, y: 3, tailport: "s", headport: "n" }],
      ["a", "a", { q: 1 }],
    ]);
    const directed = await dataOf("strict digraph { a -> b; b -> a; a -> b }");
    expect(directed.edges.map(([s, t]) => [s, t])).toEqual([
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(directed.keys).toEqual(["a", "b"]);
  });

  test("edges of the same ends and key are one, others are not", async () => {
    const { graph, report } = await read(
      "digraph { a -> b [key=1]; a -> b [key=1 x=2]; a -> b [key=2]; a -> b; a -> b }",
    );
    expect(graph.edgeCount).toBe(4);
    expect(report.skipped).toMatchObject([{ kind: "repeatedEdge", count: 1 }]);
  });

  test("subgraphs with names are kept, with their attributes and the nodes of each", async () => {
    const text = `digraph g { subgraph cluster_a { label="A"; a; subgraph cluster_b { graph [color=red] b } }
      c; subgraph same { rank=same; c a }  {rank=sink; d} }`;
    const { graph, report } = await read(text);
    expect(report.graphAttributes).toEqual({
      name: "g",
      subgraphs: [
        { name: "cluster_a", attributes: { label: "A" } },
        { name: "cluster_b", parent: "cluster_a", attributes: { color: "red" } },
        { name: "same", attributes: { rank: "same" } },
      ],
    });
    const { nodes } = plain(graph as Graph, report.key);
    expect(nodes).toEqual([
      { key: "a", subgraph: "cluster_a" },
      { key: "b", subgraph: "cluster_b" },
      { key: "c", subgraph: "same" },
      { key: "d" },
    ]);
    expect(report.losses.map(({ kind, attribute, count }) => [kind, attribute, count])).toEqual([
      ["subgraph", undefined, 1],
      ["subgraph", "rank", 1],
    ]);
  });

  test("of several graphs one is read by name or number, and none unless that is said", async () => {
    const text = 'graph a { x } digraph "b c" { y -> z; subgraph { w } } strict graph { v }';
    await expect(read(text)).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    expect((await dataOf(text, { graph: 0 })).keys).toEqual(["x"]);
    expect((await dataOf(text, { graph: "b c" })).keys).toEqual(["y", "z", "w"]);
    expect((await dataOf(text, { graph: 2 })).keys).toEqual(["v"]);
    await expect(read(text, { graph: 3 })).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    await expect(read(text, { graph: -1 })).rejects.toThrow('"graph" expected');
  });

  test.each([
    ["", /"graph" or "digraph" expected, got the end of the file/],
    ["graph {", /a statement or "}" expected, got the end/],
    ["graph { a [x=1", /attribute or "\]" expected|end of the file/],
    ['graph { a [x="1', /the end of a text in quotes expected/],
    ["graph { a [x=<b", /the end of a text in angle brackets/],
    ["graph { /* ", /the end of a comment expected/],
    ['graph { "a" + }', /got "}"/],
    ["graph { a - b }", /got "-"/],
    ["graph { a -- }", /an end of an edge expected, got "}"/],
    ["graph { a [x] }", /"=" expected behind the name of an attribute/],
    ["graph { a:b:c:d }", /third part/],
    ["graph { node a }", /"\[" expected, got "a"/],
    ["graph { a } b", /"graph" or "digraph" expected, got "b"/],
    ["graph { ! }", /got "!"/],
  ])("%j is refused with its place", async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      format: "dot",
      message: expect.stringMatching(message),
    });
  });

  test("deep nesting and products of ends pass a limit, and no stack or memory", async () => {
    await expect(read(`graph {${"{".repeat(100_000)}`)).rejects.toMatchObject({ code: "FORMAT_UNSUPPORTED" });
    const many = Array.from({ length: 5000 }, (_, i) => `n${i}`).join(" ");
    await expect(read(`graph { {${many}} -- {${many}} }`)).rejects.toThrow(
      "edges between subgraphs expected at most",
    );
  });

  test("an end without nodes makes no edge, and the other end is a node", async () => {
    const { keys, edges } = await dataOf("digraph { a -> {} -> b; subgraph s { c }; d -> subgraph s; }");
    expect(keys).toEqual(["a", "b", "c", "d"]);
    expect(edges.map(([s, t]) => [s, t])).toEqual([["d", "c"]]);
  });
});

describe("with the graph that is there", () => {
  test("edges of a file join nodes of the graph, and attributes merge where that is asked", async () => {
    const graph = new Graph({ key: "name" });
    graph.addNode({ name: "a", x: 1 });
    await importGraph(graph, new Blob(["digraph { a -> b }"]), { format: "dot", missingNodes: "add" });
    expect([graph.nodeCount, graph.edgeCount]).toEqual([2, 1]);
    const more = () => new Blob(["digraph { a [x=2]; a -> c }"]);
    await expect(importGraph(graph, more(), { format: "dot" })).rejects.toMatchObject({
      code: "FORMAT_DUPLICATE",
    });
    await importGraph(graph, more(), { format: "dot", merge: true, missingNodes: "add" });
    expect(graph.nodes.get(0)).toEqual({ name: "a", x: 2 });
  });

  test("batches make the same graph, with nodes that a later one states again", async () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `n${i % 70} [a${i % 3}=${i}]; n${i % 31} -> n${(i * 7) % 90} [w=${i}];`,
    );
    const text = `digraph { node [q=1] subgraph s { ${lines.join("\n")} } }`;
    const whole = await read(text);
    const batched = await read(text, { batch: 17 });
    expect(plain(batched.graph as Graph, "key")).toEqual(plain(whole.graph as Graph, "key"));
    const strict = `strict ${text}`;
    expect(plain((await read(strict, { batch: 17 })).graph as Graph, "key")).toEqual(
      plain((await read(strict)).graph as Graph, "key"),
    );
  });
});

describe("writing", () => {
  test.runIf(hasAttributes)(
    "a file that was read comes back with subgraphs, HTML and the graph's name",
    async () => {
      const text =
        'strict digraph "my g" { subgraph cluster_a { label=A; a [label=<<b>bold</b>>] b [shape=record label="<p>"] } a:n -> b; }';
      const { graph } = await read(text, { key: "key" });
      const out = await written(graph as Graph);
      expect(out).toContain('strict digraph "my g" {');
      expect(out).toContain("[label=<<b>bold</b>>]");
      expect(out).toContain('label="<p>"');
      expect(out).toContain("subgraph cluster_a {");
      const back = await read(out, { key: "key" });
      expect(back.report.graphAttributes).toEqual((await read(text)).report.graphAttributes);
      expect(rootOf(back.graph as Graph)).toBe(rootOf(graph as Graph));
    },
  );

  test("plain graphs are plain files, without a note", async () => {
    const graph = new Graph({ key: "id" });
    graph.addNodes(2, { attributes: { id: ["a", "node"], age: [1.5, undefined], ok: [true, false] } });
    graph.addEdge(0, 1);
    expect(await written(graph as never)).toBe(
      'digraph {\n  a [age=1.5, ok=true];\n  "node" [ok=false];\n  a -> "node";\n}\n',
    );
  });

  test("attributes of the graph, keys of parallel edges and a note of one's own come back", async () => {
    const graph = new Graph({ key: "id", schema: { edges: { key: "int32" } } });
    graph.addNodes(2, { attributes: { id: ["a", "b"] } });
    graph.addEdges([0, 0], [1, 1], { attributes: { key: [7, 7] } });
    const { graph: back } = await read(await written(graph as never), { key: "id" });
    expect(plain(back as Graph, "id").edges).toEqual([
      ["a", "b", { key: 7 }],
      ["a", "b", { key: 7 }],
    ]);
    const own = 'digraph { groggy="{}"; graph [groggy="mine" a="5" b=text c=2.5 d=true]; x }';
    expect((await read(own)).report.graphAttributes).toEqual({
      groggy: "mine",
      a: 5,
      b: "text",
      c: 2.5,
      d: true,
    });
  });
});

test("a file of DOT is told by its first bytes, behind comments too", async () => {
  for (const text of [
    "digraph{}",
    ' // c\n/* d */ strict graph "x y" {\n}',
    "# h\nGraph é{a}",
    "graph <b> {",
  ]) {
    expect(await formatOf(new Blob([text]))).toBe("dot");
  }
  await expect(formatOf(new Blob(["graphs are nice {"]))).rejects.toMatchObject({ code: "FORMAT_UNKNOWN" });
});

/** Statements as a tree, and what they make, walked in order without any of the reader's means. */
type Attributes = Readonly<Record<string, string>>;
type End = { readonly id: string } | { readonly sub: Sub };
type Statement =
  | { readonly kind: "default"; readonly of: "node" | "edge"; readonly set: Attributes }
  | { readonly kind: "chain"; readonly ends: readonly End[]; readonly set: Attributes };
interface Sub {
  readonly body: readonly Statement[];
}

const ids = fc.constantFrom("a", "b", "c", "d e", "_f", "7", "é", 'g"h', "node");
const sets = fc.dictionary(fc.constantFrom("x", "y", "z w"), fc.constantFrom("1", "two", "3 4", "", 'q"'), {
  maxKeys: 2,
});
const { statement } = fc.letrec<{ statement: Statement; end: End; sub: Sub }>((tie) => ({
  sub: fc.record({ body: fc.array(tie("statement"), { maxLength: 4 }) }),
  end: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ id: ids }),
    fc.record({ sub: tie("sub") }),
  ),
  statement: fc.oneof(
    fc.record({
      kind: fc.constant("default" as const),
      of: fc.constantFrom("node" as const, "edge" as const),
      set: sets,
    }),
    fc.record({
      kind: fc.constant("chain" as const),
      ends: fc.array(tie("end"), { minLength: 1, maxLength: 4 }),
      set: sets,
    }),
  ),
}));

function expectedOf(body: readonly Statement[]) {
  const nodes = new Map<string, Record<string, string>>();
  const edges: [string, string, Record<string, string>][] = [];
  const walk = (statements: readonly Statement[], node: Attributes, edge: Attributes): Set<string> => {
    const met = new Set<string>();
    const meet = (id: string): void => {
      if (!nodes.has(id)) nodes.set(id, { ...nodeDefaults });
      met.add(id);
    };
    let [nodeDefaults, edgeDefaults] = [node, edge];
    for (const each of statements) {
      if (each.kind === "default") {
        if (each.of === "node") nodeDefaults = { ...nodeDefaults, ...each.set };
        else edgeDefaults = { ...edgeDefaults, ...each.set };
        continue;
      }
      const groups = each.ends.map((end) => {
        if ("id" in end) {
          meet(end.id);
          return [end.id];
        }
        const inner = walk(end.sub.body, nodeDefaults, edgeDefaults);
        for (const id of inner) met.add(id);
        return [...nodes.keys()].filter((id) => inner.has(id));
      });
      if (each.ends.length === 1 && "id" in each.ends[0]!)
        Object.assign(nodes.get(each.ends[0].id)!, each.set);
      for (let g = 0; g + 1 < groups.length; g++)
        for (const s of groups[g]!)
          for (const t of groups[g + 1]!) edges.push([s, t, { ...edgeDefaults, ...each.set }]);
    }
    return met;
  };
  walk(body, {}, {});
  return { nodes: [...nodes].map(([key, set]) => ({ key, ...set })), edges };
}

/** The same as text, in a spelling by chance. */
function spelled(body: readonly Statement[], draw: () => number): string {
  const pick = (...list: readonly string[]): string => list[draw() % list.length]!;
  const space = (): string => pick(" ", "\n", "\t/* { */", " // }\n", "  ");
  const id = (text: string): string => {
    const quoted = text.replaceAll('"', '\\"');
    if (/^(?:[a-z_é]\w*|\d+)$/i.test(text) && text !== "node" && draw() % 2 === 0) return text;
    const cut = draw() % (text.length + 1);
    const isCut = draw() % 3 === 0 && text[cut - 1] !== "\\";
    if (!isCut) return `"${quoted}"`;
    const [one, two] = [text.slice(0, cut), text.slice(cut)].map((part) => part.replaceAll('"', '\\"'));
    return draw() % 2 === 0 ? `"${one}"${space()}+${space()}"${two}"` : `"${one}\\\n${two}"`;
  };
  const list = (set: Attributes): string =>
    `[${Object.entries(set)
      .map(([name, value]) => `${id(name)}${space()}=${id(value)}`)
      .join(pick(",", ";", " ", " , "))}${space()}]`;
  const end = (each: End): string =>
    "id" in each ? id(each.id) : `${pick("", "subgraph ", "SUBGRAPH")}${space()}{${all(each.sub.body)}}`;
  const one = (each: Statement): string => {
    if (each.kind === "default") return `${each.of}${space()}${list(each.set)}`;
    const isEmpty = Object.keys(each.set).length === 0 || (each.ends.length === 1 && "sub" in each.ends[0]!);
    return each.ends.map(end).join(`${space()}->${space()}`) + (isEmpty ? "" : space() + list(each.set));
  };
  const all = (statements: readonly Statement[]): string =>
    statements.map((each) => space() + one(each) + pick(";", "\n", " ; ", ";")).join("");
  return `digraph${space()}{${all(body)}}`;
}

test("any statements in any spelling make what a walk through their tree makes, in pieces of any size", async () => {
  const names = ["x", "y", "z w"];
  const types = Object.fromEntries(names.map((name) => [name, "utf8"]));
  const property = fc.asyncProperty(
    fc.array(statement, { maxLength: 8 }),
    fc.infiniteStream(fc.nat(99)),
    fc.integer({ min: 1, max: 40 }),
    async (body, draws, size) => {
      const text = spelled(body, () => draws.next().value as number);
      const source = inPieces(new TextEncoder().encode(text), size);
      const { graph } = await readGraph(source, { format: "dot", types, key: "key" } as never);
      const { nodes, edges } = plain(graph as Graph, "key");
      const wanted = expectedOf(body);
      expect(nodes).toEqual(wanted.nodes);
      expect(edges).toEqual(wanted.edges);
    },
  );
  await fc.assert(property, { numRuns: 300 });
});
