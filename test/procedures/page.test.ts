/** docs/cypher-procedures.md has every procedure, as the table of them says: `vitest run test/procedures/page.test.ts --update`. */
import { expect, test } from "vitest";
import { algorithmList } from "../../src/procedures/algorithm-list.js";
import { findGraphProcedure, graphProcedureNames } from "../../src/procedures/procedure-registry.js";

const TITLES: Readonly<Record<string, string>> = {
  centrality: "Centrality",
  communities: "Communities",
  components: "Components",
  flow: "Flow, cuts and trees",
  generators: "Graphs made by rule or by chance",
  isomorphism: "Isomorphism",
  matching: "Matching",
  operators: "Graphs made of graphs",
  paths: "Paths",
  similarity: "Similarity",
  structure: "Structure",
  traversal: "Traversal",
};

const INTRODUCTION = `# Procedures of queries

Procedures that every query in Node can call by \`CALL … YIELD …\`; [how](cypher.md#procedures-and-functions). \`options\`
may be left out; they are those of the function of the same name in \`groggy/algorithms\`, whose documentation
tells what they do, and \`nodes\` and \`edges\`, lists that narrow the graph. This page is written by
\`npx vitest run test/procedures/page.test.ts --update\`.
`;

function tableOf(names: readonly string[]): string {
  const rows = names.map((name) => {
    const { inputs, outputs, description } = findGraphProcedure(name)!;
    const given = inputs.map((field) => field.name).join(", ");
    const options = algorithmList
      .find((entry) => `groggy.${entry.name}` === name)
      ?.options.map((each) => each.name);
    const named =
      options === undefined || options.length === 0 ? "" : ` Options: \`${options.join("`, `")}\`.`;
    return `| \`${name}(${given})\` | \`${outputs.map((field) => field.name).join("`, `")}\` | ${description}.${named} |`;
  });
  return ["| | columns | |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

test("the page has every procedure with its columns", async () => {
  const families = Object.keys(TITLES).map((family): [string, string[]] => [
    TITLES[family],
    algorithmList.filter((entry) => entry.family === family).map(({ name }) => `groggy.${name}`),
  ]);
  const algorithms = new Set(families.flatMap(([, names]) => names));
  expect(algorithms.size).toBe(algorithmList.length);
  const others = graphProcedureNames().filter((name) => !algorithms.has(name));
  const sections = [["History, search and lists", others] as const, ...families].map(
    ([title, names]) => `## ${title}\n\n${tableOf(names)}`,
  );
  await expect([INTRODUCTION, ...sections].join("\n")).toMatchFileSnapshot("../../docs/cypher-procedures.md");
});
