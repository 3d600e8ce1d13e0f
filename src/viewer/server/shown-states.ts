/** The states of a graph that are shown: the live one, as it was at its last change, and those of its past. */
import { type Diff, Graph, type GraphView } from "groggy";

/** Views of past states that are kept; a view builds what is read of it. */
const VIEWS_MAX = 8;

export class ShownStates {
  /** Undefined where there is no history: a view of the past, or of a part of a graph. */
  readonly graph: Graph | undefined;
  readonly key: string | undefined;
  readonly #given: GraphView;
  #live: GraphView | undefined;
  readonly #past = new Map<string, GraphView>();
  readonly #diffs = new Map<string, Diff>();

  constructor(given: GraphView) {
    this.#given = given;
    this.graph = given instanceof Graph ? given : undefined;
    this.key = given.key;
  }

  /** The state at a revision; "" is the live one. It never changes, so that no query can write to it. */
  view(at: string): GraphView {
    const { graph } = this;
    if (graph === undefined) return this.#given;
    if (at === "") {
      this.#live ??= graph.subgraph(graph.nodes.all());
      return this.#live;
    }
    // a branch moves: what is kept goes by the commit
    const { id } = graph.history.resolve(at);
    return kept(this.#past, id, VIEWS_MAX, () => graph.at(id));
  }

  /** The difference from one state to another. Without a history there is none. */
  diff(from: string, at: string): Diff | undefined {
    const { graph } = this;
    if (graph === undefined) return undefined;
    if (at === "") return graph.history.diff(from);
    const [before, after] = [from, at].map((revision) => graph.history.resolve(revision).id);
    return kept(this.#diffs, `${before} ${after}`, VIEWS_MAX, () => graph.history.diff(before, after));
  }

  /** The live state has changed. */
  forgetLive(): void {
    this.#live = undefined;
  }
}

/** A value of a map, made if it is not there; those that were not used for the longest time go. */
function kept<V>(map: Map<string, V>, key: string, max: number, make: () => V): V {
  const found = map.get(key) ?? make();
  map.delete(key);
  map.set(key, found);
  if (map.size > max) map.delete(map.keys().next().value!);
  return found;
}
