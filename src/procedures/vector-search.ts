/** Search by vector as a procedure of queries: exact, over all nodes or a list of them. */
import { type CypherValue, describeValue } from "../query/values/value.js";
import {
  defineGraphProcedure,
  elementAt,
  elementIds,
  type ProcedureCall,
  scriptValue,
  wrongInput,
} from "./graph-procedure.js";

const OPTION_NAMES = ["metric", "minScore", "nodes"];

export const vectorSearchProcedure = defineGraphProcedure({
  name: "groggy.vector.search",
  description: "The nodes whose vectors are nearest to one, best first, exactly: a greater score is better",
  inputs: { attribute: "STRING", vector: "LIST<FLOAT>", k: "INTEGER", options: "MAP? =" },
  outputs: { node: "NODE", score: "FLOAT" },
  *run([attribute, vector, k, options], call) {
    if ((k as bigint) < 0n) throw wrongInput(call, "k", "an INTEGER of 0 or more", String(k));
    if (k === 0n) return;
    const { nodes, ...read } = searchOptions(options, call);
    const { view, graph } = call;
    const searched = nodes === undefined ? view.nodes : view.nodes.select(nodes);
    const limit = Math.min(Number(k), 2 ** 32 - 1);
    const found = searched.nearest(attribute as never, vector as number[], { ...read, limit });
    for (const [id, score] of found) yield [elementAt(graph, "node", id), score];
  },
});

function searchOptions(
  options: CypherValue,
  call: ProcedureCall,
): { metric?: never; minScore?: never; nodes?: number[] } {
  const read: Record<string, unknown> = {};
  for (const [name, value] of (options ?? []) as ReadonlyMap<string, CypherValue>) {
    if (!OPTION_NAMES.includes(name)) throw wrongInput(call, "options", OPTION_NAMES.join(", "), `"${name}"`);
    if (value === null) continue;
    if (name === "nodes" && !Array.isArray(value))
      throw wrongInput(call, "nodes", "a list of NODEs", describeValue(value));
    read[name] = Array.isArray(value) ? elementIds(value, "node", "nodes", call) : scriptValue(value, call);
  }
  return read;
}
