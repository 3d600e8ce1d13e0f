/** Each feature of GQL that docs/cypher-gql.md has a row for has a query there, which runs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { defineProcedure } from "../../src/query/result/user-procedures.js";

const page = readFileSync(join(import.meta.dirname, "../../docs/cypher-gql.md"), "utf8");
const rows = [...page.matchAll(/^\| (G\w\d+|G\d+) \| .+ \| `(.+)` \|$/gm)].map(
  ([, id, query]) => [id, query.replaceAll("\\|", "|")] as const,
);

test("the table has rows", () => {
  expect(rows.length).toBeGreaterThan(60);
  expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
});

test.each(rows)("%s: %s", (_, query) => {
  const graph = new Graph();
  graph.procedures.add(
    defineProcedure({
      name: "my.words",
      inputs: { text: "STRING" },
      outputs: { word: "STRING" },
      run: (_view, [text]) =>
        String(text)
          .split(" ")
          .map((word) => ({ word })),
    }),
  );
  graph.query(
    "CREATE (a:P {name: 'Ada', age: 36})-[:KNOWS]->(b:P {name: 'Alan', age: 41})-[:KNOWS]->(c:P {name: 'Grace', age: 85})",
  );
  const result = graph.query(query);
  const { nodesCreated, nodesDeleted, labelsAdded } = result.summary;
  const isWriting = result.columns.length === 0;
  expect(isWriting ? nodesCreated + nodesDeleted + labelsAdded : result.toArray().length).toBeGreaterThan(0);
});
