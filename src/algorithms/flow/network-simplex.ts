/**
 * The cheapest way to send the excess of nodes to those that have a deficit. Dantzig 1951, the network simplex
 * method; strongly feasible trees, which prevent cycling: Cunningham 1976, "A network simplex method"; the arc that
 * enters is the best of a block, as Király and Kovács 2012, "Efficient implementations of minimum-cost flow
 * algorithms", find fastest. A spanning tree holds all arcs whose flow is neither nothing nor all there is room for;
 * an arc outside that would make it cheaper enters, and one of the cycle that it closes leaves.
 */

/** Links between nodes, with capacities; costs are of any sign. */
export interface FlowLinks {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Above 0. */
  readonly capacities: Float64Array;
  readonly costs: Float64Array;
}

/**
 * The flow over each link, if there is one that leaves nothing over; what cannot be brought anywhere stays.
 *
 * @param supplies what each node has in excess, negative if it lacks; they add up to 0.
 */
export function networkSimplex(
  nodeCount: number,
  links: FlowLinks,
  supplies: Float64Array,
  look: () => void,
): Float64Array {
  const tree = new FlowTree(nodeCount, links, supplies);
  for (let pivots = 1; tree.pivot(); pivots++) if (pivots % LOOK_EVERY === 0) look();
  return tree.flows.slice(0, links.costs.length);
}

const LOOK_EVERY = 1024;

/** Of a link: all it takes flows, it is in the tree, nothing flows. */
const FULL = -1;
const IN_TREE = 0;
const EMPTY = 1;

class FlowTree {
  readonly flows: Float64Array;
  readonly #linkCount: number;
  readonly #blockSize: number;
  /** A link whose cost falls below this, negated, makes it cheaper by more than rounding. */
  readonly #costMin: number;
  readonly #sources: Uint32Array;
  readonly #targets: Uint32Array;
  readonly #capacities: Float64Array;
  readonly #costs: Float64Array;
  readonly #states: Int8Array;
  readonly #potentials: Float64Array;
  readonly #parents: Int32Array;
  /** The link between each node and its parent, and 1 if it leads up, -1 if down. */
  readonly #uplinks: Uint32Array;
  readonly #ways: Int8Array;
  readonly #depths: Uint32Array;
  readonly #firstChildren: Int32Array;
  readonly #nextSiblings: Int32Array;
  readonly #previousSiblings: Int32Array;
  /** The link at which the search continues. */
  #next = 0;

  /** Each node is attached to an artificial root, by a link so expensive that it has no flow in the end. */
  constructor(nodeCount: number, links: FlowLinks, supplies: Float64Array) {
    const linkCount = links.costs.length;
    this.#linkCount = linkCount;
    this.#blockSize = Math.max(10, Math.ceil(Math.sqrt(linkCount)));
    const grown = <A extends Uint32Array | Float64Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.#sources = grown(links.sources, new Uint32Array(linkCount + nodeCount));
    this.#targets = grown(links.targets, new Uint32Array(linkCount + nodeCount));
    this.#capacities = grown(links.capacities, new Float64Array(linkCount + nodeCount));
    this.#costs = grown(links.costs, new Float64Array(linkCount + nodeCount));
    this.#states = new Int8Array(linkCount + nodeCount).fill(EMPTY);
    this.flows = new Float64Array(linkCount + nodeCount);
    const root = nodeCount;
    this.#potentials = new Float64Array(nodeCount + 1);
    this.#parents = new Int32Array(nodeCount + 1).fill(-1);
    this.#uplinks = new Uint32Array(nodeCount + 1);
    this.#ways = new Int8Array(nodeCount + 1);
    this.#depths = new Uint32Array(nodeCount + 1);
    this.#firstChildren = new Int32Array(nodeCount + 1).fill(-1);
    this.#nextSiblings = new Int32Array(nodeCount + 1).fill(-1);
    this.#previousSiblings = new Int32Array(nodeCount + 1).fill(-1);
    const dearest = links.costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
    const dear = (dearest === 0 ? 1 : dearest) * (nodeCount + 1);
    this.#costMin = links.costs.every(Number.isInteger) ? 0 : dear * 1e-15;
    for (let u = 0; u < nodeCount; u++) {
      const link = linkCount + u;
      const gives = supplies[u] >= 0;
      this.#sources[link] = gives ? u : root;
      this.#targets[link] = gives ? root : u;
      this.#capacities[link] = Infinity;
      this.#states[link] = IN_TREE;
      this.flows[link] = Math.abs(supplies[u]);
      this.#costs[link] = gives ? 0 : dear;
      this.#potentials[u] = gives ? 0 : dear;
      this.#uplinks[u] = link;
      this.#ways[u] = gives ? 1 : -1;
      this.#depths[u] = 1;
      this.#hang(u, root);
    }
  }

  /** Moves a link into the tree and another out; false if none makes it cheaper. */
  pivot(): boolean {
    const link = this.#entering();
    if (link < 0) return false;
    const isEmpty = this.#states[link] === EMPTY;
    const first = isEmpty ? this.#sources[link] : this.#targets[link];
    const second = isEmpty ? this.#targets[link] : this.#sources[link];
    const [ways, parents] = [this.#ways, this.#parents];
    const join = this.#joinOf(first, second);
    let residual = this.#capacities[link];
    let leaving = -1;
    let isOnFirst = false;
    // of several that leave, the last on the way round from the join: this keeps the tree strongly feasible
    for (let u = first; u !== join; u = parents[u]) {
      const left = this.#residualOver(u, ways[u] < 0);
      if (left < residual) [residual, leaving, isOnFirst] = [left, u, true];
    }
    for (let u = second; u !== join; u = parents[u]) {
      const left = this.#residualOver(u, ways[u] > 0);
      if (left <= residual) [residual, leaving, isOnFirst] = [left, u, false];
    }
    if (residual > 0) {
      this.flows[link] += isEmpty ? residual : -residual;
      for (let u = first; u !== join; u = parents[u]) this.flows[this.#uplinks[u]] -= ways[u] * residual;
      for (let u = second; u !== join; u = parents[u]) this.flows[this.#uplinks[u]] += ways[u] * residual;
    }
    if (leaving < 0) {
      this.#states[link] = isEmpty ? FULL : EMPTY;
      this.flows[link] = isEmpty ? this.#capacities[link] : 0;
      return true;
    }
    const out = this.#uplinks[leaving];
    const fills = isOnFirst ? ways[leaving] < 0 : ways[leaving] > 0;
    this.#states[out] = fills ? FULL : EMPTY;
    this.flows[out] = fills ? this.#capacities[out] : 0;
    this.#states[link] = IN_TREE;
    this.#turn(isOnFirst ? first : second, isOnFirst ? second : first, leaving, link);
    return true;
  }

  /** The link that saves the most for each unit, of a block of them that has any; -1 if there is none. */
  #entering(): number {
    const [states, costs, potentials] = [this.#states, this.#costs, this.#potentials];
    const [sources, targets] = [this.#sources, this.#targets];
    let least = -this.#costMin;
    let best = -1;
    let link = this.#next;
    let inBlock = this.#blockSize;
    for (let looked = 0; looked < this.#linkCount; looked++) {
      if (link === this.#linkCount) link = 0;
      const cost = states[link] * (costs[link] + potentials[sources[link]] - potentials[targets[link]]);
      if (cost < least) {
        least = cost;
        best = link;
      }
      link++;
      if (--inBlock > 0) continue;
      if (best >= 0) break;
      inBlock = this.#blockSize;
    }
    this.#next = link;
    return best;
  }

  /** The residual of the link above a node: how much can be added if it fills, or else be taken off. */
  #residualOver(u: number, fills: boolean): number {
    const link = this.#uplinks[u];
    return fills ? this.#capacities[link] - this.flows[link] : this.flows[link];
  }

  #joinOf(a: number, b: number): number {
    let [u, v] = [a, b];
    while (u !== v) {
      if (this.#depths[u] > this.#depths[v]) u = this.#parents[u];
      else v = this.#parents[v];
    }
    return u;
  }

  /** Reattaches the subtree below `top` to `parent` by its node `node`, with all links between reversed. */
  #turn(node: number, parent: number, top: number, link: number): void {
    let [at, above, by] = [node, parent, link];
    for (;;) {
      const [oldParent, oldLink] = [this.#parents[at], this.#uplinks[at]];
      this.#unhang(at);
      this.#hang(at, above);
      this.#uplinks[at] = by;
      this.#ways[at] = this.#sources[by] === at ? 1 : -1;
      if (at === top) break;
      [above, by, at] = [at, oldLink, oldParent];
    }
    // the link that came in costs nothing now, and so do those below, which all shift alike
    const difference =
      this.#potentials[parent] - this.#potentials[node] - this.#ways[node] * this.#costs[link];
    this.#depths[node] = this.#depths[parent] + 1;
    this.#potentials[node] += difference;
    for (let u = this.#below(node, node); u >= 0; u = this.#below(u, node)) {
      this.#depths[u] = this.#depths[this.#parents[u]] + 1;
      this.#potentials[u] += difference;
    }
  }

  /** The node after another in the part of the tree below `top`, parents first; -1 after the last. */
  #below(u: number, top: number): number {
    if (this.#firstChildren[u] >= 0) return this.#firstChildren[u];
    let at = u;
    while (at !== top && this.#nextSiblings[at] < 0) at = this.#parents[at];
    return at === top ? -1 : this.#nextSiblings[at];
  }

  #hang(u: number, parent: number): void {
    const next = this.#firstChildren[parent];
    this.#parents[u] = parent;
    this.#nextSiblings[u] = next;
    this.#previousSiblings[u] = -1;
    if (next >= 0) this.#previousSiblings[next] = u;
    this.#firstChildren[parent] = u;
  }

  #unhang(u: number): void {
    const [next, previous] = [this.#nextSiblings[u], this.#previousSiblings[u]];
    if (previous >= 0) this.#nextSiblings[previous] = next;
    else this.#firstChildren[this.#parents[u]] = next;
    if (next >= 0) this.#previousSiblings[next] = previous;
  }
}
