/** The openCypher TCK, as far as its data is there: beside the project, or in the folder OPENCYPHER_TCK. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { DEFAULT_TUNING, tuning } from "../../src/structures/tuning.js";
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

function realGraph(): TckGraph {
  const port = new Graph().queryTarget.live!.port();
  const snapshot = (): ReturnType<TckGraph["snapshot"]> => {
    const [nodes, relationships] = [new Set<string>(), new Set<string>()];
    const [labels, properties] = [new Set<string>(), new Set<string>()];
    const add = (kind: "node" | "relationship", id: number) => {
      for (const [name, value] of port.attributesOf(kind, id))
        properties.add(`${kind} ${id} ${name} ${printValue(value)}`);
    };
    for (const id of port.nodeIds(undefined)) {
      nodes.add(`${id}`);
      for (const label of port.labelsOf(id)) labels.add(label);
      add("node", id);
      for (const edge of Array.from(port.incident(id, "out"))) {
        relationships.add(`${edge}`);
        add("relationship", edge);
      }
    }
    return { nodes, relationships, labels, properties };
  };
  return { port, snapshot };
}

/** Who runs the scenarios: the plain executor on a plain graph, and the engine on the real one, in batches of some rows. */
const RUNNERS = [
  ["a plain graph", plainGraph, 1024],
  ["the graph itself", realGraph, 1024],
  ["the graph itself, row by row", realGraph, 1],
  ["the graph itself, by twos", realGraph, 2],
  ["the graph itself, by threes", realGraph, 3],
] as const;

describe.skipIf(!isThere).each(RUNNERS)("the openCypher TCK on %s", (_, newGraph, batchRows) => {
  beforeAll(() => {
    tuning.queryBatchRows = batchRows;
  });
  afterAll(() => {
    Object.assign(tuning, DEFAULT_TUNING);
  });

  const scenarios: TckScenario[] = isThere ? JSON.parse(readFileSync(file, "utf8")) : [];
  const named = (name: string) => readFileSync(join(folder, "graphs", `${name}.cypher`), "utf8");
  const byFile = new Map<string, TckScenario[]>();
  for (const scenario of scenarios)
    byFile.set(scenario.file, [...(byFile.get(scenario.file) ?? []), scenario]);

  test.each([...byFile])("%s", (_, list) => {
    const failures = list.flatMap((scenario) => {
      const failure = failureOf(scenario, newGraph, named);
      return failure === undefined ? [] : [`${scenario.name}\n${failure}`];
    });
    expect(failures).toEqual([]);
  });
});
