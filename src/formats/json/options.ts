/** The options that the JSON formats have of their own. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import { checkOneOf } from "../shared/options.js";

const ROLE_NAMES = ["id", "source", "target", "labels", "type"];

/** Throws unless the options are what they can be. */
export function checkJsonOptions({
  columns,
  ends,
  edges,
  graph,
  orient,
}: Readonly<Record<string, unknown>>): void {
  if (columns !== undefined) {
    if (!isRecord(columns))
      throw new TypeError(`"columns" expected an object such as { id: "name" }, got ${describe(columns)}`);
    for (const [role, name] of Object.entries(columns)) {
      checkOneOf("columns", role, ROLE_NAMES);
      if (typeof name !== "string")
        throw new TypeError(`"columns.${role}" expected the name of a property, got ${describe(name)}`);
    }
  }
  checkOneOf("ends", ends, ["id", "index"]);
  checkOneOf("orient", orient, ["records", "split", "index", "columns", "table", "list"]);
  checkOneOf("edges", edges, ["links", "edges"]);
  if (
    graph !== undefined &&
    typeof graph !== "string" &&
    !(Number.isSafeInteger(graph) && (graph as number) >= 0)
  )
    throw new TypeError(`"graph" expected the id of a graph, or its position, got ${describe(graph)}`);
}
