/** Counts of values that no row lacks: they are counts of rows, which need no value to be read. */
import type { CountMeasure, CountQuery } from "../count-query.js";
import type { EngineContext } from "../operator.js";

/** The query with `count` of an attribute that all nodes have, away from the node of the keys, as a count of rows. */
export function withRowCounts(query: CountQuery, context: EngineContext): CountQuery {
  const isCounted = query.measures.map((measure) => countsRows(measure, query, context));
  if (!isCounted.includes(true)) return query;
  const measures = query.measures.map((measure, i) =>
    isCounted[i] ? { ...measure, node: undefined } : measure,
  );
  return { ...query, measures };
}

function countsRows(
  { aggregate, node }: CountMeasure,
  { nodes, root }: CountQuery,
  { cache, state }: EngineContext,
): boolean {
  const [item] = aggregate.items;
  if (node === undefined || node === root || aggregate.distinct) return false;
  if (aggregate.spec.name.toLowerCase() !== "count" || item.kind !== "property") return false;
  const { of, name } = item;
  const attribute = state.nodes.attribute(name);
  if (of.kind !== "slot" || attribute === undefined || attribute.mixed !== undefined) return false;
  const { ids } = cache.nodes(nodes[node].labels[0]);
  return attribute.rows.gather(ids, new Int32Array(ids.length)) === 0;
}
