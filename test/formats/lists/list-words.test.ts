import { readGraph } from "groggy/formats";
import { expect, test } from "vitest";

async function endsOf(text: string, format: string): Promise<{ ends: string[]; values: unknown[] }> {
  const { graph, report } = await readGraph(new Blob([text]), { format } as never);
  const key = report.key as string;
  const ends: string[] = [];
  const values: unknown[] = [];
  for (const edge of graph.edges) {
    const [source, target] = [graph.source(edge), graph.target(edge)];
    ends.push(`${graph.nodes.get(source, key)} ${graph.nodes.get(target, key)}`);
    values.push(graph.edges.get(edge));
  }
  return { ends, values };
}

test("edge lists of networkx with a comma between ids and dictionaries are parted there", async () => {
  const text = "0,1,{'weight': 4, 'kind': 'a, b'}\n1,2,{}\n";
  expect(await endsOf(text, "edgelist")).toEqual({
    ends: ["0 1", "1 2"],
    values: [{ weight: 4, kind: "a, b" }, {}],
  });
});

test.each([",", ";", "|"])("edge lists parted by %s lose the spaces around ids", async (delimiter) => {
  const text = `a${delimiter} b ${delimiter}1\nb${delimiter}c${delimiter}2\n`;
  expect(await endsOf(text, "edgelist")).toEqual({
    ends: ["a b", "b c"],
    values: [{ weight: 1 }, { weight: 2 }],
  });
});

test("ids that are tuples of Python are one word each", async () => {
  const edges = "(0, 0) (0, 1) {'w': (1, 2)}\n((0, 1), 'a b') (1, 1) {}\n";
  expect((await endsOf(edges, "edgelist")).ends).toEqual(["(0, 0) (0, 1)", "((0, 1), 'a b') (1, 1)"]);
  const lists = "(0, 0) (0, 1) (1, 0)\n(0, 1)\n(1, 0)\n";
  expect((await endsOf(lists, "adjlist")).ends).toEqual(["(0, 0) (0, 1)", "(0, 0) (1, 0)"]);
});

test("lists of neighbors that are parted by tabs keep the spaces of ids", async () => {
  const lists = "#x\na b\tc\td e\nc\nd e\tc\n";
  expect((await endsOf(lists, "adjlist")).ends).toEqual(["a b c", "a b d e", "d e c"]);
  const lines = "a b\t2\nc\t{'w': 1}\nd e\t{}\nc\t0\nd e\t0\n";
  expect(await endsOf(lines, "multiline-adjlist")).toEqual({
    ends: ["a b c", "a b d e"],
    values: [{ w: 1 }, {}],
  });
  expect((await endsOf("a,b,c\nb\n", "adjlist")).ends).toEqual(["a b", "a c"]);
});

test("the first line of KONECT's files says the direction", async () => {
  const read = (text: string) => readGraph(new Blob([text]), { format: "edgelist" });
  expect((await read("% asym unweighted\n1 2\n")).graph.directed).toBe(true);
  expect((await read("% sym positive\n1 2\n")).graph.directed).toBe(false);
  const { graph, report } = await read("% bip unweighted\n1 1\n2 1\n");
  expect(graph.nodeCount).toBe(3);
  expect(graph.node("2:1")).toBe(1);
  expect(report.warnings.map(({ kind }) => kind)).toContain("bipartite");
});

test("what looks like a list of edges and is none is not taken for one", async () => {
  const others = {
    dimacs: "c road\np sp 3 2\na 1 2 5\na 2 3 6\n",
    coloring: "p edge 3 2\ne 1 2\ne 2 3\n",
    lgl: "# a\nb 1\nc 2\n# b\nc 3\n",
    matrix: "0 1 0 0\n1 0 1 0\n0 1 0 1\n0 0 1 0\n",
  };
  for (const text of Object.values(others))
    await expect(readGraph(new Blob([text]))).rejects.toMatchObject({ code: "FORMAT_UNKNOWN" });
  const summary = "IGRAPH U-W- 3 2 -- \n+ edges:\n0--1 1--2\n";
  await expect(readGraph(new Blob([summary]), { format: "edgelist" })).rejects.toMatchObject({
    code: "FORMAT_SYNTAX",
    line: 1,
  });
});
