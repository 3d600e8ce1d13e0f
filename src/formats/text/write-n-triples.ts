/**
 * Writes N-Triples: nodes with labels and attributes in their order, then edges. Names that are no IRIs stand behind
 * `urn:groggy:`, and so do types that XML Schema does not have; the graph's attribute `iris` says the IRIs of others.
 */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedGraph } from "../shared/exported-graph.js";
import { hasEqualEdges } from "./equal-edges.js";
import { datatypeOf, iriOfKey, NO_TYPE, ownIri, RDF_TYPE, RESOURCE } from "./iri-names.js";

export const nTriplesWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    for (const { name } of graph.edgeAttributes)
      losses.add("attribute", "attributes of edges", { attribute: name });
    if (!graph.directed && graph.edgeCount > 0)
      losses.add("direction", "edges without direction; directed: false reads them", {
        count: graph.edgeCount,
      });
    if (hasEqualEdges(graph, ({ labels }, i) => JSON.stringify(labels[i]), true))
      losses.add("parallelEdges", "several edges of one type between two nodes, which are one triple");
    const others = [...graph.graphAttributes.keys()].filter((name) => name !== "iris");
    if (others.length > 0)
      losses.add("graphAttributes", "attributes of the graph itself", { count: others.length });
  },
  *write(graph) {
    const iris = irisOf(graph);
    const iri = (name: string): string => `<${iris.get(name) ?? ownIri(name)}>`;
    const subjects = graph.keys.map(iriOfKey);
    const predicates = graph.nodeAttributes.map(({ title }) => iri(title));
    const writers = graph.nodeAttributes.map(({ type }) => literalWriter(type));
    let first = 0;
    for (const { ids, columns, labels } of graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        const subject = subjects[first + i];
        // a node without any triple would be lost, or come later
        if (labels[i].length === 0) text += `${subject} <${RDF_TYPE}> <${RESOURCE}> .\n`;
        for (const label of labels[i]) text += `${subject} <${RDF_TYPE}> ${iri(label)} .\n`;
        for (let c = 0; c < columns.length; c++) {
          const value = columns[c][i];
          if (value !== undefined) text += `${subject} ${predicates[c]} ${writers[c](value)} .\n`;
        }
      }
      first += ids.length;
      yield text;
    }
    for (const { sources, targets, labels } of graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < sources.length; i++) {
        const [type] = labels[i];
        text += `${subjects[sources[i]]} ${type === undefined ? `<${NO_TYPE}>` : iri(type)} ${subjects[targets[i]]} .\n`;
      }
      yield text;
    }
  },
};

/** The IRIs that the graph says of names. */
export function irisOf({ graphAttributes }: ExportedGraph): ReadonlyMap<string, string> {
  const given = graphAttributes.get("iris");
  if (typeof given !== "object" || given === null) return new Map();
  return new Map(
    Object.entries(given).filter(
      (pair): pair is [string, string] =>
        typeof pair[1] === "string" && /^[A-Za-z][\w+.-]*:[^\s<>"{}|^`\\]*$/.test(pair[1]),
    ),
  );
}

function literalWriter(type: ValueType): (value: unknown) => string {
  if (type === "utf8") return (value) => quotedLiteral(value as string);
  const end = `^^<${datatypeOf(type) ?? ownIri(type)}>`;
  if (type === "float32" || type === "float64")
    return (value) => `"${cellText(value, type).replace("Infinity", "INF")}"${end}`;
  return (value) => quotedLiteral(cellText(value, type)) + end;
}

/** A text in quotes, as N-Triples and Turtle have it. */
export function quotedLiteral(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return `"${text.replace(SPECIAL, (sign) => {
    const short = SHORT.get(sign);
    return short ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`;
  })}"`;
}

const PLAIN = /^[ !#-[\]-~]*$/;
const SPECIAL = /["\\\p{Cc}\u2028\u2029]/gu;
const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
