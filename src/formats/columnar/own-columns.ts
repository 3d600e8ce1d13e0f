/** The columns of the tables that are written: ids or ends, labels or types, then the attributes; and their metadata. */
import { describe } from "../../errors.js";
import type { ValueType } from "../../view.js";
import { lossesOfParts } from "../csv/write.js";
import type { FormatPart } from "../shared/contract.js";
import { cellText, type ExportedAttribute, type ExportedGraph } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import type { ProblemList } from "../shared/problems.js";
import { type OwnColumn, type OwnRole, ownMetadataText } from "./own-metadata.js";

/** A column that is written. */
export interface WrittenColumn extends OwnColumn {
  readonly attribute: ExportedAttribute | undefined;
}

/** A table that is written. */
export interface WrittenTable {
  readonly kind: "node" | "edge";
  readonly columns: readonly WrittenColumn[];
  /** For the key of groggy's own metadata. */
  readonly metadata: string;
  readonly ids: KeyColumn;
}

/** The ids of nodes, by their positions: numbers or texts. */
export interface KeyColumn {
  readonly type: "int32" | "int64" | "utf8";
  readonly numbers: Int32Array | BigInt64Array | undefined;
  readonly texts: readonly string[];
}

/** The table that one file gets: edges if there are any, where it is not said. */
function kindOf(graph: ExportedGraph, part: FormatPart): "node" | "edge" {
  if (part === "graph") return graph.edgeCount > 0 ? "edge" : "node";
  return part === "nodes" ? "node" : "edge";
}

export function writtenTable(graph: ExportedGraph, part: FormatPart, format: string): WrittenTable {
  const kind = kindOf(graph, part);
  const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
  const ids = keyColumn(graph);
  const taken = new Set<string>();
  for (const { title } of attributes) {
    if (taken.has(title))
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `"rename" expected names of their own, got ${describe(title)} twice`,
        {
          format,
        },
      );
    taken.add(title);
  }
  const columns: WrittenColumn[] = [];
  const add = (role: OwnRole, name: string, type: ValueType): void => {
    let own = name;
    // where an attribute has the name, it keeps it
    while (taken.has(own)) own = `$${own}`;
    taken.add(own);
    columns.push({ name: own, role, type, attribute: undefined });
  };
  if (kind === "node") {
    add("id", graph.key ?? "id", ids.type);
    if (graph.labelCount("node") > 0) add("labels", "labels", "list<utf8>");
  } else {
    add("source", "source", ids.type);
    add("target", "target", ids.type);
    if (graph.labelCount("edge") > 0) add("type", "type", "utf8");
  }
  for (const attribute of attributes)
    columns.push({ name: attribute.title, role: "attribute", type: attribute.type, attribute });
  const metadata = ownMetadataText({
    part: kind === "node" ? "nodes" : "edges",
    directed: graph.directed,
    key: graph.key ?? null,
    columns,
    graph: Array.from(graph.graphAttributes, ([name, value]) => {
      const type = graph.view.attributes.schema[name];
      return [name, type, cellText(value, type)] as const;
    }),
  });
  return { kind, columns, metadata, ids };
}

function keyColumn(graph: ExportedGraph): KeyColumn {
  const numbers = graph.keyNumbers;
  if (numbers === undefined) return { type: "utf8", numbers, texts: graph.keys };
  if (numbers instanceof Int32Array) return { type: "int32", numbers, texts: [] };
  const longs = numbers instanceof BigInt64Array ? numbers : BigInt64Array.from(numbers, BigInt);
  return { type: "int64", numbers: longs, texts: [] };
}

/** The losses of tables of columns: the parts of a graph for which no file is written. */
export function lossesOfColumns(
  graph: ExportedGraph,
  _options: Readonly<Record<string, unknown>>,
  parts: readonly FormatPart[],
  losses: ProblemList,
): void {
  lossesOfParts(graph, parts, losses);
}
