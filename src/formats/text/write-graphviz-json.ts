/**
 * Writes Graphviz's JSON: subgraphs and nodes by their numbers, then edges, with values as texts, as `dot -Tdot_json`
 * does. Types, labels and types of edges are in groggy's note, an attribute of the graph, as in DOT; arrays and objects
 * of json stand there as such, as Graphviz has its drawing instructions.
 */
import type { ValueType } from "../../view.js";
import { freeName, Leaf, Members, membersText, textOf } from "../json/members.js";
import type { FormatWriter } from "../shared/contract.js";
import type { ExportedAttribute, ExportedBlock, ExportedGraph } from "../shared/exported-graph.js";
import { hasEqualEdges } from "./equal-edges.js";
import { EDGE_MEMBERS, GRAPH_MEMBERS, NO_NAME, OBJECT_MEMBERS } from "./graphviz-shape.js";
import {
  isToldByTexts,
  OWN_NOTE,
  ownNote,
  ownText,
  valueTextWriter,
  type WrittenAttribute,
} from "./own-schema.js";
import { readSubgraphs, SUBGRAPH, SUBGRAPHS } from "./subgraphs.js";

export const graphvizJsonWriter: FormatWriter = {
  losses() {},
  *write(graph) {
    yield* new GraphvizFile(graph).chunks();
  },
};

class GraphvizFile {
  readonly #graph: ExportedGraph;
  readonly #subgraphs: NonNullable<ReturnType<typeof readSubgraphs>>;
  /** The position of the attribute that names subgraphs, where they are written as such; negative otherwise. */
  readonly #group: number;
  /** The position of each subgraph by its name. */
  readonly #places: ReadonlyMap<string, number>;
  readonly #labels: string | undefined;
  readonly #type: string | undefined;
  readonly #nodes: readonly WrittenAttribute[];
  readonly #edges: readonly WrittenAttribute[];
  readonly #nodeTexts: readonly ((value: unknown) => string)[];
  readonly #edgeTexts: readonly ((value: unknown) => string)[];

  constructor(graph: ExportedGraph) {
    this.#graph = graph;
    const { nodeAttributes, graphAttributes } = graph;
    this.#subgraphs = writableSubgraphs(graphAttributes.get(SUBGRAPHS));
    this.#places = new Map(this.#subgraphs.map(({ name }, i) => [name, i]));
    const group = nodeAttributes.findIndex(({ title, type }) => title === SUBGRAPH && type === "utf8");
    this.#group = this.#subgraphs.length === 0 ? -1 : group;
    this.#nodes = attributesOf(graph, "node", OBJECT_MEMBERS);
    this.#edges = attributesOf(graph, "edge", EDGE_MEMBERS);
    this.#nodeTexts = this.#nodes.map(({ type }) => valueTextWriter(type));
    this.#edgeTexts = this.#edges.map(({ type }) => valueTextWriter(type));
    const taken = (written: readonly WrittenAttribute[]) => new Set(written.map(({ key }) => key));
    this.#labels = graph.labelCount("node") > 0 ? freeName("labels", taken(this.#nodes)) : undefined;
    this.#type = graph.labelCount("edge") > 0 ? freeName("type", taken(this.#edges)) : undefined;
  }

  *chunks(): Generator<string> {
    const count = this.#subgraphs.length;
    yield `{${membersText(this.#head())},"objects":[`;
    let isFirst = true;
    const line = (members: Members): string => {
      const text = `${isFirst ? "\n" : ",\n"}${textOf(members)}`;
      isFirst = false;
      return text;
    };
    for (const subgraph of this.#subgraphObjects()) yield line(subgraph);
    const { keys } = this.#graph;
    let position = 0;
    for (const block of this.#graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < block.ids.length; i++, position++) {
        const node = new Members({ _gvid: count + position, name: keys[position] });
        text += line(this.#put(node, "node", block, i));
      }
      yield text;
    }
    yield '],"edges":[';
    isFirst = true;
    position = 0;
    for (const block of this.#graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < block.ids.length; i++, position++) {
        const ends = { tail: count + block.sources[i], head: count + block.targets[i] };
        text += line(this.#put(new Members({ _gvid: position, ...ends }), "edge", block, i));
      }
      yield text;
    }
    yield "]}\n";
  }

  #head(): Members {
    const { directed, graphAttributes } = this.#graph;
    const name = graphAttributes.get("name");
    const isNamed = typeof name === "string" && !NO_NAME.test(name);
    const isStrict = graphAttributes.get("strict") === true && !hasEqualEdges(this.#graph, () => "");
    const head = new Members({ name: isNamed ? name : "%1", directed, strict: isStrict });
    const taken = new Set([...GRAPH_MEMBERS, ...graphAttributes.keys()]);
    const written: WrittenAttribute[] = [];
    const values = new Members();
    for (const [title, value] of graphAttributes) {
      const isSaid =
        (title === "name" && isNamed) ||
        (title === "strict" && isStrict) ||
        (title === SUBGRAPHS && this.#subgraphs.length > 0);
      if (isSaid) continue;
      const { text, attribute } = ownText(title, value);
      const key = GRAPH_MEMBERS.includes(title) ? freeName(title, taken) : title;
      taken.add(key);
      written.push({ ...attribute, key });
      values.set(key, isJsonTree(value, attribute.type) ? new Leaf(value, "json") : text);
    }
    const parts = { nodes: this.#nodes, edges: this.#edges, graph: written };
    const note = ownNote(parts, this.#labels, this.#type, false);
    if (note !== undefined) head.set(OWN_NOTE, note);
    for (const [key, value] of values.entries) head.set(key, value);
    return head.set("_subgraph_cnt", this.#subgraphs.length);
  }

  /** For each subgraph the numbers of the nodes in it, and in those in it. */
  #nodesOfSubgraphs(): number[][] {
    const subgraphs = this.#subgraphs;
    const nodes: number[][] = subgraphs.map(() => []);
    if (this.#group < 0) return nodes;
    let number = subgraphs.length;
    for (const { columns } of this.#graph.nodeBlocks())
      for (const name of columns[this.#group]) {
        for (let at = this.#places.get(name as string) ?? -1; at >= 0; at = subgraphs[at].parent)
          nodes[at].push(number);
        number++;
      }
    return nodes;
  }

  *#subgraphObjects(): Generator<Members> {
    const nodes = this.#nodesOfSubgraphs();
    const children: number[][] = this.#subgraphs.map(() => []);
    this.#subgraphs.forEach(({ parent }, i) => {
      if (parent >= 0) children[parent].push(i);
    });
    for (const [i, { name, attributes }] of this.#subgraphs.entries()) {
      const members = new Members({ name });
      for (const [key, text] of attributes) members.set(key, text);
      members.set("_gvid", i);
      if (children[i].length > 0) members.set("subgraphs", children[i]);
      yield members.set("nodes", nodes[i]);
    }
  }

  #put(members: Members, kind: "node" | "edge", { columns, labels }: ExportedBlock, i: number): Members {
    const attributes = kind === "node" ? this.#nodes : this.#edges;
    const texts = kind === "node" ? this.#nodeTexts : this.#edgeTexts;
    for (let c = 0; c < attributes.length; c++) {
      const value = columns[c][i];
      if (value === undefined) continue;
      if (kind === "node" && c === this.#group && this.#places.has(value as string)) continue;
      const { key, type } = attributes[c];
      members.set(key, isJsonTree(value, type) ? new Leaf(value, "json") : texts[c](value));
    }
    const label = kind === "node" ? this.#labels : this.#type;
    if (label !== undefined && labels[i].length > 0)
      members.set(label, kind === "node" ? JSON.stringify(labels[i]) : labels[i][0]);
    return members;
  }
}

/** Subgraphs that can be written as such: their names are names, and their attributes no members of the format. */
function writableSubgraphs(value: unknown): NonNullable<ReturnType<typeof readSubgraphs>> {
  const list = readSubgraphs(value) ?? [];
  const isWritable = list.every(
    ({ name, attributes }) =>
      !NO_NAME.test(name) && attributes.every(([key]) => !OBJECT_MEMBERS.includes(key)),
  );
  return isWritable ? list : [];
}

/** Attributes as they are written, under other names where the format has them for itself. */
function attributesOf(
  graph: ExportedGraph,
  kind: "node" | "edge",
  members: readonly string[],
): readonly WrittenAttribute[] {
  const attributes: readonly ExportedAttribute[] =
    kind === "node" ? graph.nodeAttributes : graph.edgeAttributes;
  const taken = new Set([...members, ...attributes.map(({ title }) => title)]);
  return attributes.map((attribute) => {
    const { title, type } = attribute;
    const key = members.includes(title) ? freeName(title, taken) : title;
    taken.add(key);
    return { title, key, type, isStated: !isToldByTexts(graph, kind, attribute) };
  });
}

/** Whether a value stands in the file as an array or an object. */
function isJsonTree(value: unknown, type: ValueType): boolean {
  return type === "json" && typeof value === "object" && value !== null;
}
