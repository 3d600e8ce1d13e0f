// N-Triples: what triples become, and that what is written comes back.
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { Graph } from "../../../src/index.js";
import { fixture, hasFixtures, rootOf } from "../fixtures.js";

const read = async (text: string, options: object = {}) => {
  const { graph, report } = await readGraph(new Blob([text]), { format: "ntriples", ...options } as never);
  const key = (id: number) => graph.nodes.get(id, "key");
  const nodes = Array.from(graph.nodes.ids(), (id) => [graph.nodes.labels(id), { ...graph.nodes.get(id) }]);
  const edges = Array.from(graph.edges.ids(), (id) => [
    key(graph.source(id)),
    graph.edges.type(id),
    key(graph.target(id)),
  ]);
  return { graph, report, nodes, edges };
};

test("resources are nodes, literals attributes of their datatypes, rdf:type labels", async () => {
  const xsd = "http://www.w3.org/2001/XMLSchema#";
  const { nodes, edges, report } = await read(`# a comment
<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/v#Ship> . # another
<http://x/a> <http://x/v#name> "Zo\\u00EB \\"q\\"\\n"@en-GB.
<http://x/a> <http://x/v#n> "12"^^<${xsd}integer> .
_:b.1 <http://x/v#n> "9007199254740993"^^<${xsd}integer> .
<http://x/a> <http://x/v#at> _:b.1.
<http://x/a> <http://x/v#at> _:b.1 .
\t_:b.1\t<http://y/name>\t"two"\t.
_:b.1 <http://x/v#tag> "p" .
_:b.1 <http://x/v#tag> "q"^^<${xsd}string> .
_:b.1 <http://x/v#tag> "p" .
<http://x/a> <http://x/v#ok> "1"^^<${xsd}boolean> .
<http://x/a> <http://x/v#f> "INF"^^<${xsd}double> .
<http://x/a> <http://x/v#t> "2024-02-03T08:00:30.25Z"^^<${xsd}dateTime> .
<http://x/a> <http://x/v#other> "z"^^<http://x/dt> .
`);
  expect(nodes).toEqual([
    [
      ["Ship"],
      {
        key: "http://x/a",
        name: 'Zoë "q"\n',
        n: 12n,
        ok: true,
        f: Number.POSITIVE_INFINITY,
        t: new Date("2024-02-03T08:00:30.250Z"),
        other: "z",
      },
    ],
    [[], { key: "_:b.1", n: 9007199254740993n, "http://y/name": "two", tag: ["p", "q"] }],
  ]);
  expect(edges).toEqual([["http://x/a", "at", "_:b.1"]]);
  expect(report.losses.map(({ kind, attribute }) => [kind, attribute])).toEqual([
    ["language", "name"],
    ["datatype", "other"],
  ]);
  expect(report.graphAttributes.iris).toMatchObject({
    name: "http://x/v#name",
    Ship: "http://x/v#Ship",
    at: "http://x/v#at",
  });
});

describe("faults", () => {
  test.each([
    ["<http://x/a> <http://x/b> .", /an object expected/],
    ["<http://x/a> <http://x/b> <c> .", /an object expected/],
    ["<http://x/a> <http://x/b> <http://x/c>", /"." at the end/],
    ['<http://x/a> <http://x/b> "c .', /closing quote/],
    ['<http://x/a> <http://x/b> "c\\q" .', /escape/],
    ["<http://x/a> _:b <http://x/c> .", /a predicate expected/],
    ['"a" <http://x/b> <http://x/c> .', /a subject expected/],
    ["<http://x/a> <http://x/b> <http://x/c> . d", /end of the line/],
  ])("%j is refused with its line", async (line, message) => {
    await expect(read(`\n${line}\n`)).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      line: 2,
      message: expect.stringMatching(message),
    });
  });
});

test("what is written is N-Triples of plain IRIs, and comes back", async () => {
  const graph = new Graph({ key: "id", schema: { nodes: { n: "int32", big: "int64" } } });
  graph.addNodes(3, {
    labels: [["A b"], [], []],
    attributes: {
      id: ["http://x/a", "b c", "_:b0"],
      n: [1, undefined, 2],
      big: [1n, 2n, undefined],
      note: ['q"\\\n', "é", undefined],
    } as object,
  });
  graph.addEdges([0, 1], [1, 2], { type: ["KNOWS", undefined] });
  let text = "";
  const { losses } = await exportGraph(
    graph as never,
    (chunk: Uint8Array) => {
      text += new TextDecoder().decode(chunk);
    },
    { format: "ntriples" } as never,
  );
  expect(losses).toEqual([]);
  expect(text.split("\n").slice(0, 4)).toEqual([
    "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:groggy:A%20b> .",
    '<http://x/a> <urn:groggy:n> "1"^^<http://www.w3.org/2001/XMLSchema#int> .',
    '<http://x/a> <urn:groggy:big> "1"^^<http://www.w3.org/2001/XMLSchema#long> .',
    '<http://x/a> <urn:groggy:note> "q\\"\\\\\\n" .',
  ]);
  const back = await read(text, { key: "id" });
  expect(rootOf(back.graph as never)).toBe(rootOf(graph as never));
});

test.skipIf(!hasFixtures)(
  "rdflib.nt has its nodes, edges and types (skipped without ../shared/fixtures/formats)",
  async () => {
    expect(await formatOf(fixture("rdflib.nt"))).toBe("ntriples");
    const { graph, report } = await readGraph(fixture("rdflib.nt"));
    expect([graph.nodeCount, graph.edgeCount]).toEqual([16, 16]);
    expect(report.nodeAttributes).toMatchObject({
      name: "utf8",
      height: "float64",
      active: "bool",
      lat: "float64",
      when: "datetime",
    });
  },
);
