/** A state with every edge reversed: it shares everything with the original state, and copies nothing. */

import type { Identities } from "../../pool/identities.js";
import type { LabelSets } from "../../pool/label-sets.js";
import type { ReadonlyEdgePool, ReadonlyElementPool } from "../../pool/pool.js";
import type { Bitmap } from "../../structures/bitmap.js";
import type { Adjacency } from "./adjacency.js";
import { type Attribute, ElementState } from "./element-state.js";
import type { GraphState } from "./graph-state.js";
import { pastState } from "./past-state.js";

/** The state with sources for targets and vice versa. O(columns). */
export function reversedState(state: GraphState): GraphState {
  const { directed, pool, nodes, edges, graph, adjacency, keys } = pastState(state, []);
  const turned = new ReversedEdgePool(pool.edges);
  return {
    directed,
    pool: { nodes: pool.nodes, edges: turned, graph: pool.graph },
    nodes,
    graph,
    edges: new ReversedElements(edges, turned),
    adjacency: reversedAdjacency(adjacency),
    keys,
    structureVersion: 0,
  };
}

function reversedAdjacency(whole: Adjacency): Adjacency {
  return { lists: (incoming) => whole.lists(!incoming) };
}

class ReversedEdgePool implements ReadonlyEdgePool {
  readonly kind = "edge";
  readonly labelSets: LabelSets;
  readonly identities: Identities;
  readonly #whole: ReadonlyEdgePool;

  constructor(whole: ReadonlyEdgePool) {
    this.#whole = whole;
    this.labelSets = whole.labelSets;
    this.identities = whole.identities;
  }

  get root(): ReadonlyElementPool {
    return this.#whole.root;
  }

  get takeBacks(): number {
    return this.#whole.takeBacks;
  }

  get count(): number {
    return this.#whole.count;
  }

  hasAttribute(name: string): boolean {
    return this.#whole.hasAttribute(name);
  }

  attributeNames(): Iterable<string> {
    return this.#whole.attributeNames();
  }

  get sources(): Uint32Array {
    return this.#whole.targets;
  }

  get targets(): Uint32Array {
    return this.#whole.sources;
  }
}

class ReversedElements extends ElementState {
  readonly #whole: ElementState;

  constructor(whole: ElementState, pool: ReadonlyEdgePool) {
    super(pool);
    this.#whole = whole;
  }

  get live(): Bitmap {
    return this.#whole.live;
  }

  get labelRows(): ElementState["labelRows"] {
    return this.#whole.labelRows;
  }

  attribute(name: string): Attribute | undefined {
    return this.#whole.attribute(name);
  }

  attributes(): Iterable<Attribute> {
    return this.#whole.attributes();
  }

  schema(): ReturnType<ElementState["schema"]> {
    return this.#whole.schema();
  }
}
