/**
 * Writes Turtle: prefixes for IRIs that begin alike, nodes with labels and attributes in their order, then edges, those
 * of one source that follow each other in one statement. All else is as in N-Triples.
 */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import { cellText, type ExportedGraph } from "../shared/exported-graph.js";
import {
  datatypeOf,
  iriOfKey,
  NO_TYPE,
  OWN_BASE,
  ownIri,
  RDF,
  RDF_TYPE,
  RDFS,
  RESOURCE,
  XSD,
} from "../text/iri-names.js";
import { irisOf, nTriplesWriter, quotedLiteral } from "../text/write-n-triples.js";

/** Prefixes that everybody has. */
const KNOWN: readonly (readonly [prefix: string, space: string])[] = [
  ["rdf", RDF],
  ["rdfs", RDFS],
  ["xsd", XSD],
  ["owl", "http://www.w3.org/2002/07/owl#"],
  ["skos", "http://www.w3.org/2004/02/skos/core#"],
  ["foaf", "http://xmlns.com/foaf/0.1/"],
  ["dc", "http://purl.org/dc/elements/1.1/"],
  ["dcterms", "http://purl.org/dc/terms/"],
  ["schema", "http://schema.org/"],
  ["groggy", OWN_BASE],
];

/** So many prefixes are made; IRIs of other beginnings are written out. */
const PREFIXES_MAX = 100;

export const turtleWriter: FormatWriter = {
  losses: nTriplesWriter.losses,
  *write(graph) {
    yield* new TurtleFile(graph).chunks();
  },
};

/** Types whose literals say no datatype: of a whole number the reader finds the shortest type. */
const BARE: ReadonlySet<ValueType> = new Set<ValueType>(["utf8", "bool", "int32"]);

/** An IRI whose end can be a name behind a prefix. */
const SPLIT = /^(.*[#/:])([A-Za-z\d_](?:[\w-]*\w)?)$/s;

class TurtleFile {
  readonly #graph: ExportedGraph;
  readonly #iris: ReadonlyMap<string, string>;
  readonly #prefixes = new Map<string, string>();
  readonly #subjects: readonly string[];

  constructor(graph: ExportedGraph) {
    this.#graph = graph;
    this.#iris = irisOf(graph);
    const subjects = graph.keys.map(iriOfKey);
    this.#findPrefixes(subjects);
    this.#subjects = subjects.map((subject) => this.#short(subject));
  }

  /** An IRI that a name stands for, in brackets. */
  #iri(name: string): string {
    return `<${this.#iris.get(name) ?? ownIri(name)}>`;
  }

  /** Gives prefixes to the beginnings that IRIs have in common. */
  #findPrefixes(subjects: readonly string[]): void {
    const { nodeAttributes } = this.#graph;
    const counts = new Map<string, number>();
    const count = (iri: string, times: number): void => {
      const space = iri.startsWith("<") ? SPLIT.exec(iri.slice(1, -1))?.[1] : undefined;
      if (space !== undefined) counts.set(space, (counts.get(space) ?? 0) + times);
    };
    for (const subject of subjects) count(subject, 1);
    for (const { title, type } of nodeAttributes) {
      count(this.#iri(title), 2);
      const datatype = BARE.has(type) ? undefined : (datatypeOf(type) ?? ownIri(type));
      if (datatype !== undefined) count(`<${datatype}>`, 2);
    }
    for (const name of this.#names()) count(this.#iri(name), 2);
    counts.set(RDFS, Math.max(counts.get(RDFS) ?? 0, 2));
    const common = [...counts].filter(([, times]) => times > 1).sort((a, b) => b[1] - a[1]);
    let number = 1;
    for (const [space] of common.slice(0, PREFIXES_MAX)) {
      const known = KNOWN.find(([, own]) => own === space)?.[0];
      this.#prefixes.set(space, known ?? `ns${number++}`);
    }
  }

  /** Labels of nodes and types of edges. */
  #names(): Set<string> {
    const names = new Set<string>();
    for (const kind of ["node", "edge"] as const) {
      if (this.#graph.labelCount(kind) === 0) continue;
      for (const { labels } of kind === "node" ? this.#graph.nodeBlocks() : this.#graph.edgeBlocks())
        for (const list of labels) for (const name of list) names.add(name);
    }
    return names;
  }

  /** An IRI in brackets, or behind its prefix. */
  #short(iri: string): string {
    const match = iri.startsWith("<") ? SPLIT.exec(iri.slice(1, -1)) : null;
    const prefix = match === null ? undefined : this.#prefixes.get(match[1]);
    return match === null || prefix === undefined ? iri : `${prefix}:${match[2]}`;
  }

  *chunks(): Generator<string> {
    const { nodeAttributes } = this.#graph;
    yield [...this.#prefixes].map(([space, prefix]) => `@prefix ${prefix}: <${space}> .\n`).join("");
    const predicates = nodeAttributes.map(({ title }) => this.#short(this.#iri(title)));
    const writers = nodeAttributes.map(({ type }) => this.#literalWriter(type));
    const shorts = new Map<string, string>();
    const short = (name: string): string => {
      let text = shorts.get(name);
      if (text === undefined) {
        const iri = this.#iri(name);
        text = iri === `<${RDF_TYPE}>` ? "a" : this.#short(iri);
        shorts.set(name, text);
      }
      return text;
    };
    const resource = this.#short(`<${RESOURCE}>`);
    let first = 0;
    for (const { ids, columns, labels } of this.#graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        // a node without any triple would be lost, or come later
        const own = labels[i].length === 0 ? [resource] : labels[i].map(short);
        text += `\n${this.#subjects[first + i]} a ${own.join(", ")}`;
        for (let c = 0; c < columns.length; c++) {
          const value = columns[c][i];
          if (value !== undefined) text += ` ;\n  ${predicates[c]} ${writers[c](value)}`;
        }
        text += " .\n";
      }
      first += ids.length;
      yield text;
    }
    yield* this.#edgeChunks(short);
  }

  *#edgeChunks(short: (name: string) => string): Generator<string> {
    const noType = this.#short(`<${NO_TYPE}>`);
    let [subject, predicate] = [-1, ""];
    for (const { sources, targets, labels } of this.#graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < sources.length; i++) {
        const [type] = labels[i];
        const own = type === undefined ? noType : short(type);
        const target = this.#subjects[targets[i]];
        if (sources[i] !== subject)
          text += `${subject < 0 ? "\n" : " .\n"}${this.#subjects[sources[i]]} ${own} ${target}`;
        else text += own === predicate ? `, ${target}` : ` ;\n  ${own} ${target}`;
        subject = sources[i];
        predicate = own;
      }
      yield text;
    }
    if (subject >= 0) yield " .\n";
  }

  #literalWriter(type: ValueType): (value: unknown) => string {
    if (type === "utf8") return (value) => quotedLiteral(value as string);
    if (BARE.has(type)) return (value) => String(value);
    const end = `^^${this.#short(`<${datatypeOf(type) ?? ownIri(type)}>`)}`;
    if (type === "float32" || type === "float64")
      return (value) => `"${cellText(value, type).replace("Infinity", "INF")}"${end}`;
    return (value) => quotedLiteral(cellText(value, type)) + end;
  }
}
