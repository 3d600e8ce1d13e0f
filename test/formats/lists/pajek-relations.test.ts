import { readGraph } from "groggy/formats";
import { expect, test } from "vitest";

const read = (text: string) => readGraph(new Blob([text]), { format: "pajek" });

test("relations of Pajek are types of edges, by their name or else their number", async () => {
  const { graph } = await read(
    '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs :1 "likes"\n1 2 1.5\n*Arcs :2\n2 3\n*Arcslist :1\n3 1\n*Arcs\n1 3\n2: 3 2 7\n',
  );
  expect([...graph.edges].map((edge) => graph.edges.type(edge))).toEqual([
    "likes",
    "2",
    "likes",
    undefined,
    "2",
  ]);
  expect(graph.edges.get([...graph.edges][4])).toEqual({ weight: 7 });
});

test("times of vertices and lines are an attribute beside the others", async () => {
  const { graph } = await read(
    '*Vertices 2\n1 "a" 0.1 0.2 box [1-3,5] ic Red\n2 "b" [2-*]\n*Edges\n1 2 1 [1]\n',
  );
  expect(graph.nodes.get(0)).toEqual({ key: "a", x: 0.1, y: 0.2, shape: "box", time: "1-3,5", ic: "Red" });
  expect(graph.nodes.get(1)).toEqual({ key: "b", time: "2-*" });
  expect(graph.edges.get(0)).toEqual({ weight: 1, time: "1" });
});

test("the matrix of a network of two modes has rows of the first and columns of the second", async () => {
  const { graph } = await read("*Vertices 5 2\n*Matrix\n1 0 1\n0 2 0\n");
  expect(graph.directed).toBe(false);
  const ends = [...graph.edges].map((edge) =>
    [graph.source(edge), graph.target(edge)].map((node) => graph.nodes.get(node, "key")).join(" "),
  );
  expect(ends).toEqual(["1 3", "1 5", "2 4"]);
  await expect(read("*Vertices 5 2\n*Matrix\n1 0 1\n0 2 0\n0 0 0\n")).rejects.toThrow("2 rows expected");
  await expect(read("*Vertices 5 2\n*Matrix\n1 0\n")).rejects.toThrow("3 numbers expected, got 2");
});

test("a heading without lines says the direction of a graph without edges", async () => {
  expect((await read("*Vertices 2\n*Edges\n")).graph.directed).toBe(false);
  expect((await read("*Vertices 2\n*Arcs\n*Edges\n")).graph.directed).toBe(true);
  expect((await read("*Vertices 2\n*Arcs\n*Edges\n1 2\n")).graph.directed).toBe(false);
});

test("two quotes in a quoted label are one", async () => {
  const { graph } = await read('*Vertices 3\n1 "say ""hi""" 0.5\n2 """"\n3 ""\n');
  expect([...graph.nodes].map((node) => graph.nodes.get(node, "key"))).toEqual(['say "hi"', '"', "3"]);
  expect(graph.nodes.get(0, "x")).toBe(0.5);
});
