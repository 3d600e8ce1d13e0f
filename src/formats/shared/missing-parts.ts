/** Finds what a graph has and a file does not, where the graph is to become what the file says. */
import type { GraphView } from "../../view.js";
import type { GraphBuilder } from "./graph-builder.js";
import type { ColumnUpdate } from "./mapped-columns.js";

/** Elements of a graph that a file has, and the values that it has for them. */
export interface KeptElements {
  readonly ids: ReadonlySet<number>;
  readonly updates: readonly ColumnUpdate[];
}

/** Attributes whose values are taken from elements. */
interface ClearedValues {
  readonly kind: "node" | "edge";
  readonly name: string;
  readonly ids: Uint32Array;
}

/** Elements to be removed, and values that elements lose. The attribute `key` of nodes stays. O(nodes + edges). */
export function missingParts(
  graph: GraphView,
  builder: GraphBuilder,
  nodes: KeptElements,
  edges: KeptElements,
  key: string | null,
): {
  readonly removed: { readonly nodes: Uint32Array; readonly edges: Uint32Array };
  readonly cleared: readonly ClearedValues[];
} {
  const { replaces } = builder;
  const lostNodes = replaces.nodes
    ? graph.nodes.ids().filter((id) => !nodes.ids.has(id))
    : new Uint32Array(0);
  const isLost = new Set<number>(lostNodes);
  const lostEdges = graph.edges.ids().filter((id) => {
    if (replaces.edges && !edges.ids.has(id)) return true;
    return isLost.size > 0 && (isLost.has(graph.source(id)) || isLost.has(graph.target(id)));
  });
  return {
    removed: { nodes: lostNodes, edges: lostEdges },
    cleared: [
      ...(replaces.nodes ? lostValues(graph, builder, "node", nodes, key) : []),
      ...(replaces.edges ? lostValues(graph, builder, "edge", edges, null) : []),
    ],
  };
}

function lostValues(
  graph: GraphView,
  builder: GraphBuilder,
  kind: "node" | "edge",
  { ids, updates }: KeptElements,
  key: string | null,
): ClearedValues[] {
  const { schema } = kind === "node" ? graph.nodes : graph.edges;
  return Object.keys(schema).flatMap((name) => {
    if (name === key || !builder.isConcerned(name)) return [];
    const given = new Set<number>();
    for (const update of updates) if (update.column.name === name) for (const id of update.ids) given.add(id);
    const lost = Uint32Array.from([...ids].filter((id) => !given.has(id)));
    return lost.length === 0 ? [] : [{ kind, name, ids: lost }];
  });
}
