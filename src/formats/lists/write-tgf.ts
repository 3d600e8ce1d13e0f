/** Writes the Trivial Graph Format: of attributes it has one, a label. */
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedAttribute, type ExportedGraph } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import type { ProblemList } from "../shared/problems.js";

const labelAt = (attributes: readonly ExportedAttribute[]): number =>
  attributes.findIndex(({ title }) => title === "label");

/** Texts in lines: what is white space at their ends goes, and inside it is a space. */
const lineText = (text: string): string => text.replace(/[\t\r\n ]+/g, " ").trim();

export const tgfWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    for (const kind of ["node", "edge"] as const) attributeLosses(graph, kind, losses);
    if (graph.labelCount("node") > 0) losses.add("labels", "labels of nodes");
    if (graph.labelCount("edge") > 0) losses.add("types", "types of edges");
    if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
    if (!graph.directed && graph.edgeCount > 0)
      losses.add("direction", "edges without direction; directed: false reads them", {
        count: graph.edgeCount,
      });
  },
  *write(graph) {
    const { keys, nodeAttributes, edgeAttributes } = graph;
    const bad = keys.find((key) => !/^[^\s]+$/.test(key) || key === "#");
    if (bad !== undefined)
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `ids without white space, and not empty or "#", expected in TGF, got ${JSON.stringify(bad)}; "key" can name other ones`,
        { format: "tgf" },
      );
    const nodeLabel = labelAt(nodeAttributes);
    let first = 0;
    for (const { ids, columns } of graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++)
        text += `${keys[first + i]}${labelOf(nodeAttributes, nodeLabel, columns, i)}\n`;
      first += ids.length;
      yield text;
    }
    yield "#\n";
    const edgeLabel = labelAt(edgeAttributes);
    for (const { ids, columns, sources, targets } of graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++)
        text += `${keys[sources[i]]} ${keys[targets[i]]}${labelOf(edgeAttributes, edgeLabel, columns, i)}\n`;
      yield text;
    }
  },
};

function labelOf(
  attributes: readonly ExportedAttribute[],
  at: number,
  columns: readonly (readonly unknown[])[],
  i: number,
): string {
  const value = at < 0 ? undefined : columns[at][i];
  const text = value === undefined ? "" : lineText(cellText(value, attributes[at].type));
  return text === "" ? "" : ` ${text}`;
}

function attributeLosses(graph: ExportedGraph, kind: "node" | "edge", losses: ProblemList): void {
  const attributes = kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
  for (const { name, title, type } of attributes) {
    if (title !== "label")
      losses.add("attribute", `attributes of ${kind}s other than a label`, { attribute: name });
    else if (type !== "utf8") losses.add("type", "the type of labels, which are texts", { attribute: name });
    else {
      const values = graph.columnOf(kind, name)?.toArray() ?? [];
      const count = values.filter((value) => typeof value === "string" && lineText(value) !== value).length;
      const empty = values.filter((value) => value === "").length;
      if (count + empty > 0)
        losses.add("whiteSpace", "white space in labels, and empty labels", {
          attribute: name,
          count: count + empty,
        });
    }
  }
}
