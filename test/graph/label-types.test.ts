// Types of attributes by label, stated or from a schema, as the compiler sees them.
import { expect, test } from "vitest";
import { errorsOf } from "./compile-lines.js";

const STATED = `interface Person { email: string; born: Date; tags: string[] }
const graph = new Graph<{ nodes: { Person: Person; Paper: { venue: string; number: number } }; edges: { WROTE: { at: Date } } }>({
  keys: { Person: "email", Paper: ["venue", "number"] },
});`;
const FROM_SCHEMA = `const graph = new Graph({
  keys: { Person: "email" },
  schema: {
    nodes: {
      Person: { email: { type: "utf8", required: true }, born: "timestamp", tags: "list<utf8>" },
      Paper: { venue: "utf8", number: { type: "int32", unique: true }, other: { required: true } },
    },
    edges: { WROTE: { at: "timestamp" } },
  },
});`;

const FITS = [
  'graph.addNode("Person", { email: "a", born: 5, tags: ["x"] });',
  'graph.addNode(["Paper", "Person"], { email: "a", number: 1 });',
  'graph.addNode({ venue: "v" });',
  'graph.mergeNode("Person", { email: "a", born: new Date(1) });',
  "graph.nodes.set(0, { number: 5, born: null, tags: undefined });",
  "graph.edges.set(0, { at: 5 });",
  'const email: string | undefined = graph.nodes.get(0, "email");',
  "const born: Date | undefined = graph.nodes.get(0).born;",
  'graph.addNodes(1, { labels: "Person", attributes: { born: [1], email: ["a"] } });',
  'graph.node("Paper", ["v", 1]);',
  "graph.updateNode(0, ({ number }) => ({ number: (number ?? 0) + 1 }));",
];
const MISFITS = [
  'graph.addNode("Person", { email: 5 });',
  "graph.addNode({ unknown: 5 });",
  'graph.mergeNode("Person", { born: "x" });',
  "graph.nodes.set(0, { tags: 5 });",
  'graph.edges.set(0, { at: "x" });',
  'const email: number | undefined = graph.nodes.get(0, "email");',
];

test.each([
  ["stated", STATED],
  ["from a schema", FROM_SCHEMA],
])("are known where they are %s", (_way, head) => {
  const lines = head.split("\n").length;
  const [errors] = errorsOf([[head, ...[...FITS, ...MISFITS].map((line) => `{ ${line} }`)].join("\n")]);
  const wrong = [...FITS, ...MISFITS].filter((line, i) => errors!.has(lines + i) === FITS.includes(line));
  expect(wrong).toEqual([]);
});
