/** The shown nodes and edges as a table, for those who do not see the drawing, or who want to read. */
import { count, fill, h, isolated } from "./dom.js";
import type { GraphModel } from "./graph-model.js";

const ROWS_SHOWN = 500;

export interface TableEvents {
  readonly onNode: (id: number) => void;
  readonly onEdge: (id: number) => void;
  readonly onClose: () => void;
}

export function showTable(
  section: HTMLElement,
  model: GraphModel,
  kind: "nodes" | "edges",
  wanted: ReadonlySet<number> | undefined,
  events: TableEvents,
): void {
  const { edgeCount, nodeCount } = model.scene;
  const tab = (name: "nodes" | "edges", total: number) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(name === kind),
        onclick: () => showTable(section, model, name, wanted, events),
      },
      count(total, name.slice(0, -1)),
    );
  const { body, columns, total } =
    kind === "nodes" ? nodeRows(model, wanted, events) : edgeRows(model, events);
  fill(section, [
    h(
      "div",
      { className: "bar" },
      tab("nodes", nodeCount),
      tab("edges", edgeCount),
      total > ROWS_SHOWN &&
        h("span", { className: "quiet" }, `the first ${ROWS_SHOWN}; a search narrows them`),
      h("button", { type: "button", onclick: events.onClose }, "Back to the drawing"),
    ),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...columns.map((name) =>
            h("th", { scope: "col", className: /^(id|edges)$/.test(name) ? "number" : "" }, name),
          ),
        ),
      ),
      h("tbody", {}, ...body),
    ),
  ]);
}

interface Rows {
  readonly columns: readonly string[];
  readonly body: readonly HTMLElement[];
  readonly total: number;
}

const CHANGE_WORDS = ["", "added", "removed", "changed"];

function nodeRows(model: GraphModel, wanted: ReadonlySet<number> | undefined, events: TableEvents): Rows {
  const { degrees, labelSets, meta, nodeIds, scene } = model;
  const all = scene.byImportance.filter((i) => wanted === undefined || wanted.has(i));
  const isCompared = meta.changes !== null;
  const body = Array.from(all.subarray(0, ROWS_SHOWN), (i) =>
    h(
      "tr",
      {},
      h(
        "td",
        {},
        h(
          "button",
          { type: "button", className: "link", onclick: () => events.onNode(nodeIds[i]!) },
          isolated(scene.captions[i]!),
        ),
      ),
      h("td", {}, isolated(meta.labelSets[labelSets[i]!]!.join(", "))),
      h("td", { className: "number" }, String(degrees[i])),
      h("td", { className: "number" }, String(nodeIds[i])),
      isCompared && h("td", {}, CHANGE_WORDS[scene.nodeMarks[i]!]!),
    ),
  );
  const columns = ["node", "labels", "edges", "id", ...(isCompared ? ["change"] : [])];
  return { columns, body, total: all.length };
}

function edgeRows(model: GraphModel, events: TableEvents): Rows {
  const { edgeIds, edgeTypes, meta, nodeIds, scene } = model;
  const node = (i: number) =>
    h(
      "td",
      {},
      h(
        "button",
        { type: "button", className: "link", onclick: () => events.onNode(nodeIds[i]!) },
        isolated(scene.captions[i]!),
      ),
    );
  const body = Array.from(edgeIds.subarray(0, ROWS_SHOWN), (id, e) =>
    h(
      "tr",
      {},
      node(scene.sources[e]!),
      h(
        "td",
        {},
        h(
          "button",
          { type: "button", className: "link", onclick: () => events.onEdge(id) },
          isolated(meta.types[edgeTypes[e]!] || "edge"),
        ),
      ),
      node(scene.targets[e]!),
      h("td", { className: "number" }, String(id)),
    ),
  );
  return { columns: ["from", "type", "to", "id"], body, total: edgeIds.length };
}
