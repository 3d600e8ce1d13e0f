/** The attributes of a graph as text, each with its type. */
import type { ValueType } from "../../view.js";
import { cellText, type ExportedGraph } from "../shared/exported-graph.js";

export interface GraphCell {
  readonly name: string;
  readonly type: ValueType;
  readonly text: string;
}

export function graphAttributeCells({ graphAttributes, view }: ExportedGraph): GraphCell[] {
  const types = new Map(Object.entries(view.attributes.schema));
  return Array.from(graphAttributes, ([name, value]) => {
    const type = types.get(name) as ValueType;
    return { name, type, text: cellText(value, type) };
  });
}
