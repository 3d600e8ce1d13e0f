/** The openCypher TCK, as far as its data is there: beside the project, or in the folder OPENCYPHER_TCK. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PlainGraph } from "./plain-graph.js";
import { failureOf, type TckGraph, type TckScenario } from "./tck-scenario.js";
import { printValue } from "./tck-values.js";

const folder = process.env.OPENCYPHER_TCK ?? join(import.meta.dirname, "../../../shared/tck");
const file = join(folder, "scenarios.json");
const isThere = existsSync(file);
if (!isThere) console.warn(`openCypher TCK: no scenarios at ${file}, nothing was tested`);

function plainGraph(): TckGraph {
  const port = new PlainGraph();
  const snapshot = (): ReturnType<TckGraph["snapshot"]> => {
    const properties = new Set<string>();
    const ids = { nodes: new Set<string>(), relationships: new Set<string>() };
    const labels = new Set<string>();
    for (const kind of ["nodes", "relationships"] as const) {
      for (const [id, element] of port[kind].entries()) {
        if (element.deleted) continue;
        ids[kind].add(`${id}`);
        if (kind === "nodes") for (const label of element.labels) labels.add(label);
        for (const [name, value] of element.attributes)
          properties.add(`${kind} ${id} ${name} ${printValue(value)}`);
      }
    }
    return { ...ids, labels, properties };
  };
  return { port, snapshot };
}

describe.skipIf(!isThere)("the openCypher TCK on a plain graph", () => {
  const scenarios: TckScenario[] = isThere ? JSON.parse(readFileSync(file, "utf8")) : [];
  const named = (name: string) => readFileSync(join(folder, "graphs", `${name}.cypher`), "utf8");
  const byFile = new Map<string, TckScenario[]>();
  for (const scenario of scenarios)
    byFile.set(scenario.file, [...(byFile.get(scenario.file) ?? []), scenario]);

  test.each([...byFile])("%s", (_, list) => {
    const failures = list.flatMap((scenario) => {
      const failure = failureOf(scenario, plainGraph, named);
      return failure === undefined ? [] : [`${scenario.name}\n${failure}`];
    });
    expect(failures).toEqual([]);
  });
});
