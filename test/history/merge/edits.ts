// Random changes of a graph with few elements and few values, so that two sides meet often.
import { type Graph, GroggyError } from "../../../src/index.js";
import type { OwnerKind } from "../../model/state.js";
import { LABELS, MIXED_NAME, type Tape, valueFor } from "../../model/values.js";

/** Attributes that a program writes: `mixed` takes the type of its first value, which may be any of three. */
const OTHERS = [
  "text",
  "flag",
  "long",
  "moment",
  "bytes",
  "numbers",
  "words",
  "vector",
  "json",
  "__proto__",
  "single",
];

const ELEMENTS_MAX = 8;

export function attributesOf(tape: Tape): string[] {
  return ["float", MIXED_NAME, tape.pick(OTHERS)];
}

export class Editor {
  readonly graph: Graph;
  readonly names: readonly string[];
  readonly key: string | undefined;

  constructor(graph: Graph, names: readonly string[], key?: string) {
    this.graph = graph;
    this.names = names;
    this.key = key;
  }

  /** Some changes. */
  edit(tape: Tape, count: number): void {
    for (let i = 0; i < count; i++) this.#change(tape);
  }

  #change(tape: Tape): void {
    const { graph } = this;
    const nodes = [...graph.nodes.ids()];
    const edges = [...graph.edges.ids()];
    const verb = tape.next(18);
    if (nodes.length === 0 || (verb === 0 && nodes.length < ELEMENTS_MAX)) {
      const values = this.#values(tape, "nodes");
      this.#unlessKeyRepeats(() => graph.addNode(this.#labels(tape), values));
    } else if (verb === 1 && nodes.length < ELEMENTS_MAX) this.#addNodes(tape);
    else if (verb <= 3 && edges.length < ELEMENTS_MAX) {
      const type = tape.pick([null, ...LABELS]);
      graph.addEdge(tape.pick(nodes), tape.pick(nodes), type, this.#values(tape, "edges"));
    } else if (verb === 4 && edges.length < ELEMENTS_MAX) {
      const ends = () => Uint32Array.from({ length: 5 }, () => tape.pick(nodes));
      graph.addEdges(ends(), ends(), { type: "A" });
    } else if (verb === 5) graph.removeNode(tape.pick(nodes));
    else if (verb === 6 && nodes.length > 3) graph.removeNodes([tape.pick(nodes), tape.pick(nodes)]);
    else if (verb === 7 && edges.length > 0) graph.removeEdge(tape.pick(edges));
    else if (verb <= 9) graph.nodes.setLabels(tape.pick(nodes), this.#labels(tape));
    else if (verb === 10) {
      const name = tape.pick(this.names);
      for (const kind of ["nodes", "edges"] as const) {
        for (const id of graph[kind].ids()) graph[kind].set(id, { [name]: null });
      }
    } else if (verb >= 16) graph.attributes.set(this.#values(tape, "graph"));
    else if (verb <= 13 || edges.length === 0) {
      const id = tape.pick(nodes);
      this.#unlessKeyRepeats(() => graph.nodes.set(id, this.#values(tape, "nodes")));
    } else graph.edges.set(tape.pick(edges), this.#values(tape, "edges"));
  }

  #addNodes(tape: Tape): void {
    const count = 5;
    const float = Float64Array.from({ length: count }, () => valueFor(tape, "float") as number);
    this.graph.addNodes(count, { labels: ["A"], attributes: { float } });
  }

  #unlessKeyRepeats(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof GroggyError) || error.code !== "DUPLICATE_KEY") throw error;
    }
  }

  #labels(tape: Tape): string[] {
    return LABELS.filter(() => tape.chance(3));
  }

  #values(tape: Tape, kind: OwnerKind): Record<string, unknown> {
    const values: Record<string, unknown> = Object.create(null);
    for (let left = tape.next(3); left > 0; left--) {
      const name = tape.pick(this.names);
      values[name] = tape.chance(4) ? null : this.#value(tape, kind, name);
    }
    if (this.key !== undefined && kind === "nodes" && tape.chance(2)) {
      values[this.key] = tape.pick(["a", "b", "c", "d", null]);
    }
    return values;
  }

  /** A value of the type that the attribute has now. */
  #value(tape: Tape, kind: OwnerKind, name: string): unknown {
    const value = valueFor(tape, name);
    if (name !== MIXED_NAME) return value;
    const { schema } = kind === "graph" ? this.graph.attributes : this.graph[kind];
    const type = schema[name];
    if (type === "float64") return tape.next(3);
    if (type === "utf8") return tape.pick(["one", "two"]);
    return type === "bool" ? tape.chance(2) : value;
  }
}
