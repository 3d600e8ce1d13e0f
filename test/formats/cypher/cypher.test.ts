// Cypher scripts: how their text is split, what other tools' scripts become, and what stops one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { literalParts } from "../../../src/formats/cypher/literal-parts.js";
import { ScriptSplitter, type ScriptStatement } from "../../../src/formats/cypher/script-splitter.js";
import { exportGraph, formatOf, importGraph, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";

async function read(text: string, options: object = {}) {
  return readGraph(new Blob([text]), { format: "cypher", ...options } as never);
}

function split(chunks: readonly string[]): ScriptStatement[] {
  const splitter = new ScriptSplitter();
  const statements: ScriptStatement[] = [];
  const take = (): void => {
    for (let each = splitter.next(); each !== undefined; each = splitter.next()) statements.push(each);
  };
  for (const chunk of chunks) {
    splitter.feed(chunk);
    take();
  }
  splitter.end();
  take();
  return statements;
}

describe("a script's statements", () => {
  test.each([
    ["CREATE (a); CREATE (b)", ["CREATE (a)", "CREATE (b)"]],
    ["CREATE (a {x: ';'});", ["CREATE (a {x: ';'})"]],
    ["RETURN 'it\\'s; one'; RETURN \"a\\\\\";", ["RETURN 'it\\'s; one'", 'RETURN "a\\\\"']],
    ["RETURN 1 AS `a;``b`;RETURN 2", ["RETURN 1 AS `a;``b`", "RETURN 2"]],
    ["// no; statement\nRETURN 1 /* nor; this */;", ["// no; statement\nRETURN 1 /* nor; this */"]],
    [":begin\nCREATE (a);\n:commit", [":begin", "CREATE (a)", ":commit"]],
    [":param x => [1, 2];\nRETURN $x;", [":param x => [1, 2];", "RETURN $x"]],
    ["RETURN {a: 1}.a: ;\n", ["RETURN {a: 1}.a: "]],
    [" ;; ; // nothing\n;", []],
    ["RETURN 'never closed; RETURN 2", ["RETURN 'never closed; RETURN 2"]],
  ])("%j", (text, expected) => {
    expect(split([text]).map((each) => each.text)).toEqual(expected);
  });

  test("are the same however the text is cut, and lie where they say", () => {
    const piece = fc.constantFrom(
      ..."CREATE (n)|;|'|\"|`|\\|//|/*|*/|/|\n|$p|$|:begin| |''|é|🚢|- -".split("|"),
    );
    const property = fc.property(fc.array(piece, { maxLength: 14 }), fc.nat(), fc.nat(), (pieces, a, b) => {
      const text = pieces.join("");
      const [first, second] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
      const whole = split([text]);
      expect(split([text.slice(0, first), text.slice(first, second), text.slice(second)])).toEqual(whole);
      expect(split([...text].flatMap((sign) => sign.split("")))).toEqual(whole);
      for (const { text: own, at, parameters } of whole) {
        expect(text.slice(at, at + own.length)).toBe(own);
        for (const { name, at: from } of parameters)
          expect(own.slice(from, from + 1 + name.length)).toBe(`$${name}`);
      }
    });
    fc.assert(property, { numRuns: 2000 });
  });
});

describe("of other tools", () => {
  test("apoc.export.cypher's optimized form, with parameters", async () => {
    const { graph, report } = await read(`:begin
CREATE CONSTRAINT UNIQUE_IMPORT_NAME FOR (node:\`UNIQUE IMPORT LABEL\`) REQUIRE (node.\`UNIQUE IMPORT ID\`) IS UNIQUE;
:commit
CALL db.awaitIndexes(300);
:begin
:param rows => [{_id:0, properties:{name:"Ada; it's", w:1.0}}, {_id:1, properties:{name:"$rows"}}]
UNWIND $rows AS row
CREATE (n:\`UNIQUE IMPORT LABEL\`{\`UNIQUE IMPORT ID\`: row._id}) SET n += row.properties SET n:Person;
:commit
:begin
:param rows => [{start: {_id:0}, end: {_id:1}, properties:{since:date('2020-01-01')}}]
UNWIND $rows AS row
MATCH (start:\`UNIQUE IMPORT LABEL\`{\`UNIQUE IMPORT ID\`: row.start._id})
MATCH (end:\`UNIQUE IMPORT LABEL\`{\`UNIQUE IMPORT ID\`: row.end._id})
CREATE (start)-[r:KNOWS]->(end) SET r += row.properties;
:commit
MATCH (n:\`UNIQUE IMPORT LABEL\`) WITH n LIMIT 20000 REMOVE n:\`UNIQUE IMPORT LABEL\` REMOVE n.\`UNIQUE IMPORT ID\`;
DROP CONSTRAINT UNIQUE_IMPORT_NAME;
`);
    expect(graph.nodes.all().rows()).toEqual([
      { id: 0, labels: ["Person"], name: "Ada; it's", w: 1 },
      { id: 1, labels: ["Person"], name: "$rows" },
    ]);
    expect(graph.nodes.schema).toEqual({ name: "utf8", w: "float64" });
    expect(graph.edges.schema).toEqual({ since: "date" });
    expect(graph.edges.type(0)).toBe("KNOWS");
    expect(report.key).toBe(null);
    expect(report.warnings.map(({ kind, count }) => [kind, count])).toEqual([["schema", 3]]);
  });

  test("Memgraph's DUMP DATABASE", async () => {
    const { graph } = await read(`CREATE INDEX ON :__mg_vertex__(__mg_id__);
CREATE (:__mg_vertex__:\`Person\` {__mg_id__: 7, \`age\`: 36});
CREATE (:__mg_vertex__:\`Person\` {__mg_id__: 9, \`age\`: 9007199254740993});
MATCH (u:__mg_vertex__), (v:__mg_vertex__) WHERE u.__mg_id__ = 7 AND v.__mg_id__ = 9 CREATE (u)-[:\`KNOWS\` {\`w\`: -0.0}]->(v);
DROP INDEX ON :__mg_vertex__(__mg_id__);
MATCH (u) REMOVE u:__mg_vertex__, u.__mg_id__;`);
    expect(graph.nodes.all().rows()).toEqual([
      { id: 0, labels: ["Person"], age: 36n },
      { id: 1, labels: ["Person"], age: 9007199254740993n },
    ]);
    expect(graph.edges.get(0)).toEqual({ w: -0 });
  });

  test("are told from SQL and from prose", async () => {
    const told = async (text: string) => formatOf(new Blob([text])).catch(() => "none");
    expect(await told("// a dump\nMERGE (n:A {x: 1});")).toBe("cypher");
    expect(await told("BEGIN\nCREATE (:A);\nCOMMIT\n")).toBe("cypher");
    expect(await told("CREATE TABLE people (name TEXT);\n")).not.toBe("cypher");
    expect(await told("CREATE INDEX people_name ON people (name);\n")).not.toBe("cypher");
    expect(await told("match what you can\n")).not.toBe("cypher");
  });
});

test("a property of the script is the key where that is asked for, and ends of edges stay", async () => {
  const text = "CREATE (:A {email: 'a', n: 1})-[:T]->(:A {email: 'b'})";
  const { graph, report } = await read(text, { key: "email" });
  expect([report.key, graph.node("b"), graph.edgesBetween(0, 1).length]).toEqual(["email", 1, 1]);
  const own = new Graph({ key: "email" });
  own.addNode("A", { email: "b", seen: true });
  await importGraph(own, new Blob([text]), { format: "cypher", merge: true });
  expect(
    own.nodes
      .all()
      .rows()
      .map(({ email }) => email),
  ).toEqual(["b", "a"]);
  expect(own.edgesBetween(1, 0)).toHaveLength(1);
  await expect(read("CREATE (:A {email: 'a'}), (:A)", { key: "email" })).rejects.toThrow(
    '"email" expected on each node, as it is the key, got a node without',
  );
});

describe("what stops a script", () => {
  test.each([
    ["CREATE (:A);\nCREATE (:B {y: );", { code: "FORMAT_SYNTAX", line: 2, column: 16 }],
    ["CREATE (:A);\n  CREATE (:A {m: {a: 1}});", { code: "FORMAT_VALUE", line: 2, column: 18 }],
    ["CREATE NODE TABLE X(a INT64, PRIMARY KEY(a));", { code: "FORMAT_UNSUPPORTED" }],
    ["LOAD CSV FROM 'file:///secret' AS r CREATE (:X {a: r[0]});", { code: "FORMAT_VALUE" }],
    ["CALL apoc.load.json('http://host/')", { code: "FORMAT_SYNTAX" }],
    ["CREATE (a", { code: "FORMAT_SYNTAX", line: 1 }],
  ])("%j is told where it is", async (text, expected) => {
    await expect(read(text)).rejects.toMatchObject({ name: "FormatError", format: "cypher", ...expected });
  });

  test("is left out where the file is read leniently", async () => {
    const { graph, report } = await read("CREATE (:A);\nCREATE (:B {y: );\n:schema\nCREATE (:C)", {
      lenient: true,
    });
    expect(
      graph.nodes
        .all()
        .rows({ columns: [] })
        .map(({ labels }) => labels),
    ).toEqual([["A"], ["C"]]);
    expect(report.skipped.map(({ kind, places }) => [kind, places[0]!.line])).toEqual([
      ["statement", 2],
      ["command", 3],
    ]);
  });

  test("a signal stops it between two statements", async () => {
    const controller = new AbortController();
    const statements = function* () {
      yield "CREATE (:A);";
      controller.abort(new Error("no longer wanted"));
      yield "CREATE (:B);";
    };
    const source = (async function* () {
      yield* statements();
    })();
    const given = { format: "cypher", signal: controller.signal };
    await expect(readGraph(source as never, given as never)).rejects.toThrow("no longer wanted");
  });
});

test("names, texts and values that Cypher has signs for are written so that they come back", async () => {
  const graph = new Graph();
  const [a, b] = [
    graph.addNode(["where", "a`b", "_import"], { "x y": "it's\n\\u0041", match: Number.NaN, big: 1e21 }),
    graph.addNode("B", { match: Number.NEGATIVE_INFINITY, big: 5e-324 }),
  ];
  graph.addEdge(a, b, "_EDGE", { since: new Date(0) });
  let text = "";
  const decoder = new TextDecoder();
  const take = (chunk: Uint8Array): void => {
    text += decoder.decode(chunk, { stream: true });
  };
  await exportGraph(graph, take, { format: "cypher" });
  expect(text).toContain("(:__import:_import:`a``b`:`where` {_import_id: 0, `x y`: 'it\\'s\\n\\\\u0041'");
  const { graph: back } = await read(text);
  expect(back.nodes.all().rows()).toEqual(graph.nodes.all().rows());
  expect(back.edges.schema).toEqual({ since: "timestamp" });
  const { graph: stranger } = await read(text.slice(text.indexOf("\n")));
  expect(stranger.nodes.all().rows()).toEqual(graph.nodes.all().rows());
  expect(stranger.edges.schema).toEqual({ since: "datetime" });
});

test("a note is read however its line is cut, and from a script of nothing else", async () => {
  const graph = new Graph({ directed: false, key: "id" });
  const decoder = new TextDecoder();
  const texts: string[] = [];
  const write = async (): Promise<string> => {
    texts.length = 0;
    const take = (chunk: Uint8Array) => void texts.push(decoder.decode(chunk, { stream: true }));
    await exportGraph(graph, take, { format: "cypher" });
    return texts.join("");
  };
  const readIn = async (text: string, size: number) => {
    const source = (async function* () {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    })();
    return (await readGraph(source as never, { format: "cypher" } as never)).graph;
  };
  graph.attributes.set({ title: "none yet" });
  const empty = await write();
  graph.addNodes(3, { attributes: { id: ["a", "b", "c"], n: Int32Array.of(1, 2, 3) } });
  graph.addEdge(0, 1, "T");
  const text = await write();
  for (const size of [1, 7, 10, 4096]) {
    expect([(await readIn(empty, size)).directed, [...(await readIn(empty, size)).attributes]]).toEqual([
      false,
      [["title", "none yet"]],
    ]);
    const back = await readIn(text, size);
    expect([back.directed, back.nodes.schema, back.node("c")]).toEqual([
      false,
      { id: "utf8", n: "int32" },
      2,
    ]);
  }
});

describe("statements that create from literals", () => {
  test.each([
    "CREATE (a:Person {name: 'MATCH (n)', at: date('2024-01-02')})-[:KNOWS]->(b)",
    "UNWIND [{id: 1, tags: ['a', \"]\"]}, {id: 2}] AS row CREATE (n:`A, [`) SET n += row // IN",
    " unwind [1, 2] as x create (:N {x: x})",
  ])("have no limit of time: %s", (text) => {
    expect(literalParts(text)).toEqual([{ text, at: 0 }]);
  });

  test.each([
    "MATCH (a) CREATE (b)",
    "UNWIND range(1, 1000000000) AS x CREATE (n)",
    "UNWIND [1] AS x UNWIND [2] AS y CREATE (n)",
    "CREATE (n {x: [y IN [1, 2] | y]})",
    "CREATE (n) WITH n MATCH (m) RETURN m",
    "CREATE (n {x: 'open})",
    "MERGE (n)",
  ])("others have one: %s", (text) => {
    expect(literalParts(text)).toBeUndefined();
  });

  test("a list that is too long for one query is run in parts, and faults are at their places", async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `{id: ${i}, name: 'a, [${i}]; and a longer text', tags: [${i}, 2]}`,
    );
    const script = (list: readonly string[]) =>
      `UNWIND [${list.join(",\n")}] AS row\nCREATE (n:N) SET n += row;`;
    expect(script(rows).length).toBeGreaterThan(2 ** 20);
    const { graph } = await read(script(rows));
    expect(graph.nodeCount).toBe(rows.length);
    for (const id of [0, 12_345, 29_999])
      expect(graph.nodes.get(id)).toEqual({ id, name: `a, [${id}]; and a longer text`, tags: [id, 2] });
    const faulty = script(rows.with(25_000, "{id: }"));
    await expect(read(faulty)).rejects.toMatchObject({ code: "FORMAT_SYNTAX", line: 25_001 });
  });
});
