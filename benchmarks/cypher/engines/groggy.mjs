// groggy as an engine of queries: built from tables, in memory, with a key for each label.
import { readFileSync } from "node:fs";
import { Graph } from "../../../dist/index.js";

const manifest = new URL("../../../package.json", import.meta.url);
export const version = JSON.parse(readFileSync(manifest, "utf8")).version;

/** A graph of the tables. */
export function graphOf({ nodes, edges }) {
  const keys = Object.fromEntries([...nodes.map(({ label }) => label), "Note"].map((label) => [label, "id"]));
  const graph = new Graph({ keys });
  const ids = new Map();
  for (const { label, labels, count, columns } of nodes)
    ids.set(label, graph.addNodes(count, { labels, attributes: columns }));
  for (const { type, from, to, sources, targets } of edges) {
    const place = (label, ends) => ends.map((end) => ids.get(label)[end]);
    graph.addEdges(place(from, sources), place(to, targets), { type });
  }
  graph.commit("import");
  graph.addNode("Note", { id: 1_000_000, text: "a change" });
  graph.commit("a note");
  return graph;
}

/** Runs texts on a view. `limitMs` bounds each. */
export function engineOf(graph, limitMs, arrow) {
  const out = (result, form) => {
    if (form === "Arrow") return arrow.toArrow(result);
    return form === "arrays" ? result.toArray({ rows: "array" }) : result.toArray();
  };
  const options = { timeout: limitMs };
  let past;
  return {
    run: (text, parameters) => graph.query(text, parameters, options).toArray({ rows: "array" }),
    prepare(text, form) {
      if (form === "past") past ??= graph.at("main~1");
      const query = (form === "past" ? past : graph).prepare(text);
      return (parameters) => out(query(parameters, options), form);
    },
    rows: (result, form) =>
      form === "Arrow" ? Array.from(result, (row) => Object.values(row.toJSON())) : result.map(Object.values),
  };
}

export async function open(data, { limitMs }) {
  const graph = graphOf(data);
  return { ...engineOf(graph, limitMs, await import("../../../dist/formats/arrow/index.js")), graph };
}

export const textOf = ({ query }) => query;
