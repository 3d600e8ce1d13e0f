/** The suite of examples finds what is wrong, on pages made up for it. */
import { describe, expect, test } from "vitest";
import { run, typeErrors } from "./check-examples.js";
import { withChecks } from "./expectations.js";
import { type Example, examplesOfPage, examplesOfSource, freeNames } from "./extract.js";

/** Markdown with one block; the code begins in line 3. */
function page(...code: string[]): Example {
  return examplesOfPage("made-up.md", ["# Made up", "```ts", ...code, "```"].join("\n"))[0];
}

const graph = 'import { Graph } from "groggy"; const graph = new Graph();';

describe("extraction", () => {
  test("a block that imports begins a module, one that does not goes on", () => {
    const text =
      'a\n```ts\nimport { x } from "y";\n```\nb\n```ts\nx;\n```\n<!-- ts\nimport "z";\n-->\n```ts\nz;\n```\n';
    expect(examplesOfPage("p.md", text)).toEqual([
      { page: "p.md", line: 3, language: "ts", code: '\n\nimport { x } from "y";\n\n\n\nx;' },
      { page: "p.md", line: 10, language: "ts", code: `${"\n".repeat(9)}import "z";\n\n\nz;` },
    ]);
  });

  test("blocks in other languages are left alone, whatever is in them", () => {
    expect(examplesOfPage("p.md", "```sh\n```ts\n```\n")).toEqual([]);
  });

  test("a block without an end, an indented one and a change of language are refused", () => {
    expect(() => examplesOfPage("p.md", "```ts\nx;\n")).toThrow("p.md:1");
    expect(() => examplesOfPage("p.md", "-\n  ```ts\n  x;\n  ```\n")).toThrow("p.md:2");
    expect(() => examplesOfPage("p.md", "```ts\nx;\n```\n```js\nx;\n```\n")).toThrow("p.md:4");
  });

  test("an @example ends at the next tag or at the comment's end", () => {
    const text =
      "/**\n * One.\n *\n * @example\n * a();\n *\n * b();\n * @returns c\n */\n/** @example\n * d(); */\n";
    expect(examplesOfSource("s.ts", text)).toEqual([
      { page: "s.ts", line: 5, language: "ts", code: "\n\n\n\na();\n\nb();" },
      { page: "s.ts", line: 11, language: "ts", code: `${"\n".repeat(10)}d();` },
    ]);
  });

  test("free names are those used, not declared, and no property", () => {
    const code = "const { a, b: c } = graph.nodes; for (const d of a) c({ e: d, f }); const g = () => h;";
    expect([...freeNames(code)].sort()).toEqual(["b", "f", "graph", "h"]);
  });
});

describe("running", () => {
  test("what is right passes, at the end of the line and on the next", async () => {
    const example = page(
      graph,
      'const ada = graph.addNode("Person", { name: "Ada" }); // => 0',
      "graph.nodes.get(ada);",
      "// => { name:",
      "//   'Ada' }",
      "graph.removeNode(7);",
      '// throws GroggyError NODE_NOT_FOUND: "node" expected a node of this graph, got 7, which is not in it',
    );
    expect(typeErrors([example]).get(example)).toEqual([]);
    expect(await run(example)).toEqual([]);
  });

  test("a wrong value, a wrong error and a missing error are told with their lines", async () => {
    const message = '"edge" expected an edge of this graph, got 7, which is not in it';
    const example = page(
      graph,
      "graph.nodeCount; // => 1",
      "graph.removeEdge(7); // throws TypeError: no such edge",
      "graph.edgeCount; // throws TypeError: no edges",
    );
    expect(await run(example)).toEqual([
      "made-up.md:4 expected 1, got 0",
      `made-up.md:5 expected TypeError: no such edge, got GroggyError EDGE_NOT_FOUND: ${message}`,
      "made-up.md:6 expected TypeError: no edges, got nothing thrown but 0",
    ]);
  });

  test("an error that nothing expects is told", async () => {
    expect(await run(page(graph, "graph.node(1);"))).toEqual([expect.stringContaining("MISSING_KEY")]);
  });

  test("a type error is told with its line, and so is a name that does not exist", () => {
    const examples = [page(graph, "graph.addNode(1);"), page(graph, "graph.nods;"), page("nothing;")];
    const errors = typeErrors(examples);
    expect(examples.map((example) => errors.get(example))).toEqual([
      [expect.stringContaining("made-up.md:4 No overload")],
      [expect.stringContaining("made-up.md:4 Property 'nods' does not exist")],
      [expect.stringContaining("made-up.md:3 Cannot find name 'nothing'")],
    ]);
  });

  test("a doc comment's example may use its file's exports, the public names and a graph", async () => {
    const text = '/** @example\n * parseFilter("age > 80").and(label("Person")).kind; // => \'and\'\n';
    const more = " * graph.nodes.where(\"name = 'Ada'\").count; // => 1\n */";
    const [example] = examplesOfSource("src/space/filter/parse.ts", text + more);
    expect(typeErrors([example]).get(example)).toEqual([]);
    expect(await run(example)).toEqual([]);
  });

  test("an expectation that follows no statement, or a value without =>, is refused", () => {
    expect(() => withChecks("// => 1\nx;")).toThrow("expected to follow a statement");
    expect(() => withChecks("const { a } = x; // => 1")).toThrow("line 1");
    expect(() => withChecks("x;\ny; // 'a value'")).toThrow("line 2");
    expect(() => withChecks("y; // prose is not checked")).not.toThrow();
  });
});
