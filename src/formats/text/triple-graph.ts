/**
 * The triples of RDF as a graph: resources and blank nodes are nodes, a triple to another one is an edge, one to a
 * literal an attribute, `rdf:type` a label. Triples of a node stand anywhere, so all are kept until the end.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { ValueType } from "../../view.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { momentIn, wholeIn } from "../shared/text-values.js";
import { IriNames, keyOfIri, NO_TYPE, RDF_TYPE, RESOURCE, typeOfDatatype } from "./iri-names.js";

interface Literal {
  readonly text: string;
  readonly type: ValueType | "whole" | undefined;
}

interface NodeParts {
  readonly labels: Set<string>;
  readonly values: Map<string, Literal[]>;
}

export class TripleGraph {
  readonly #builder: GraphBuilder;
  readonly #names = new IriNames();
  /** The statements about each node, by its key. */
  readonly #nodes = new Map<string, NodeParts>();
  readonly #edges = new Map<string, readonly [source: string, type: string, target: string]>();
  /** For each attribute the types of its values, and whether a node has several. */
  readonly #columns = new Map<string, { types: Set<string>; isList: boolean; isExact: boolean }>();
  /** Literals that were met: a triple that is there twice is one. */
  readonly #seen = new Set<string>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Takes a triple of three resources; blank nodes are texts that begin with `_:`. */
  link(subject: string, predicate: string, object: string): void {
    const node = this.#node(subject);
    if (predicate === RDF_TYPE) {
      if (object !== RESOURCE) node.labels.add(this.#names.name(object));
      return;
    }
    this.#node(object);
    // a triple that is there twice is one
    this.#edges.set(`${subject}\n${predicate}\n${object}`, [
      keyOfIri(subject),
      predicate === NO_TYPE ? "" : this.#names.name(predicate),
      keyOfIri(object),
    ]);
  }

  /** Takes a triple whose object is a text, of a datatype or in a language. */
  literal(
    subject: string,
    predicate: string,
    text: string,
    datatype: string | undefined,
    language: string | undefined,
  ): void {
    const name = this.#names.name(predicate);
    const type = datatype === undefined ? undefined : typeOfDatatype(datatype);
    const place = (): { attribute: string; place: ReturnType<GraphBuilder["place"]> } => ({
      attribute: name,
      place: this.#builder.place(),
    });
    if (datatype !== undefined && type === undefined)
      this.#builder.losses.add(
        "datatype",
        `datatypes that are read as text: ${datatype.slice(0, 100)}`,
        place(),
      );
    if (language !== undefined) this.#builder.losses.add("language", "languages of texts", place());
    this.#put(subject, name, { text, type: type ?? "utf8" });
  }

  #node(iri: string): NodeParts {
    const key = keyOfIri(iri);
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = { labels: new Set(), values: new Map() };
      this.#nodes.set(key, node);
    }
    return node;
  }

  #put(subject: string, name: string, literal: Literal): void {
    const id = `${subject}\n${name}\n${literal.type}\n${literal.text}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const node = this.#node(subject);
    const values = node.values.get(name);
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = { types: new Set(), isList: false, isExact: true };
      this.#columns.set(name, column);
    }
    column.types.add(literal.type as string);
    if (literal.type === "timestamp" && momentIn(literal.text)?.isExact !== true) {
      column.isExact = false;
      // a moment without a zone, in parts of a millisecond, has no type but text
      if (!/(?:Z|[+-]\d\d:\d\d)$/.test(literal.text)) column.types.add("utf8");
    }
    if (literal.type === "whole") {
      const whole = wholeIn(literal.text);
      const size =
        whole === undefined || BigInt.asIntN(64, whole) !== whole
          ? "utf8"
          : BigInt.asIntN(32, whole) === whole
            ? "int32"
            : "int64";
      column.types.add(size);
    }
    if (values === undefined) node.values.set(name, [literal]);
    else {
      column.isList = true;
      values.push(literal);
    }
  }

  /** Makes nodes and edges of what was said. */
  async finish(): Promise<void> {
    const builder = this.#builder;
    const types = new Map(Array.from(this.#columns, ([name, column]) => [name, columnType(column)]));
    for (const [key, { labels, values }] of this.#nodes) {
      const row = builder.node(builder.keyOf(key));
      if (row !== NO_ROW) {
        builder.nodes.labels(row, [...labels]);
        for (const [name, list] of values) {
          const type = types.get(name) as ValueType;
          const column = builder.nodes.column(name, type);
          if (this.#columns.get(name)?.isList === true)
            column.value(
              row,
              list.map(({ text }) => text),
            );
          else column.text(row, list[0].text);
        }
      }
      if (builder.isDue) await builder.pause();
    }
    for (const [source, type, target] of this.#edges.values()) {
      const row = builder.edge(builder.keyOf(source), builder.keyOf(target));
      if (row !== NO_ROW && type !== "") builder.edges.labels(row, [type]);
      if (builder.isDue) await builder.pause();
    }
    const iris = this.#names.entries();
    if (iris.length > 0) builder.graphAttribute("iris", Object.fromEntries(iris));
  }
}

/** The type that all values of an attribute have, in a list if a node has several. */
function columnType({
  types,
  isList,
  isExact,
}: {
  types: Set<string>;
  isList: boolean;
  isExact: boolean;
}): ValueType {
  const all = new Set(types);
  all.delete("whole");
  const isNumbers = [...all].every((each) => /^(?:int(?:32|64)|float(?:32|64))$/.test(each));
  let type: string;
  if (all.size === 1) type = [...all][0];
  else if (isNumbers) type = all.has("float64") || all.has("float32") ? "float64" : "int64";
  else type = "utf8";
  if (type === "timestamp" && !isExact) type = "datetime";
  return (isList && !type.includes("<") ? `list<${type}>` : type) as ValueType;
}
