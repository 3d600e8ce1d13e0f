/** A state seen with every edge turned round: it shares all with the state it is of, and copies nothing. */
import type { ClassTable } from "../../pool/class-table.js";
import { EdgePool, type Pool } from "../../pool/pool.js";
import type { Bitmap } from "../../structures/bitmap.js";
import { Adjacency } from "./adjacency.js";
import { type Attribute, ElementState } from "./element-state.js";
import type { GraphState } from "./graph-state.js";
import { pastState } from "./past-state.js";

/** The state with the sources of edges for targets, and the other way round. O(columns). */
export function turnedState(state: GraphState): GraphState {
  const { directed, pool, nodes, edges, adjacency } = pastState(state, []);
  const turned: Pool = { nodes: pool.nodes, edges: new TurnedEdgePool(pool.edges) };
  return {
    directed,
    pool: turned,
    nodes,
    edges: new TurnedElements(edges, turned.edges),
    adjacency: new TurnedAdjacency(turned, adjacency),
    structureVersion: 0,
  };
}

class TurnedEdgePool extends EdgePool {
  override readonly classes: ClassTable;
  readonly #whole: EdgePool;

  constructor(whole: EdgePool) {
    super();
    this.#whole = whole;
    this.classes = whole.classes;
  }

  override get count(): number {
    return this.#whole.count;
  }

  override get sources(): Uint32Array {
    return this.#whole.targets;
  }

  override get targets(): Uint32Array {
    return this.#whole.sources;
  }
}

class TurnedAdjacency extends Adjacency {
  readonly #whole: Adjacency;

  constructor(pool: Pool, whole: Adjacency) {
    super(pool);
    this.#whole = whole;
  }

  override edges(node: number, incoming: boolean, live: Bitmap): Uint32Array {
    return this.#whole.edges(node, !incoming, live);
  }

  override degree(node: number, incoming: boolean, live: Bitmap): number {
    return this.#whole.degree(node, !incoming, live);
  }

  override visit(node: number, incoming: boolean, live: Bitmap, visit: (edge: number) => boolean): void {
    this.#whole.visit(node, !incoming, live, visit);
  }
}

class TurnedElements extends ElementState {
  readonly #whole: ElementState;

  constructor(whole: ElementState, pool: EdgePool) {
    super(pool);
    this.#whole = whole;
  }

  get live(): Bitmap {
    return this.#whole.live;
  }

  get classRows(): ElementState["classRows"] {
    return this.#whole.classRows;
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
