/**
 * Counts the walks of a pattern that has circles, or conditions on two nodes, without listing its rows: some variables are
 * given nodes one after another, each of which narrows the nodes of those that it is joined to, by arrays of weights in
 * which arcs are looked up; the last ones are joined as trees, whose rows are sums. Worst-case optimal joins as in Ngo,
 * Porat, Ré and Rudra (2012), with the aggregates pushed down as in FAQ (Abo Khamis, Ngo and Rudra, 2016).
 */
import type { CountQuery } from "../count-query.js";
import type { MergedPattern } from "../count-tree.js";
import type { WalkCounter, WalkSums } from "../count-walks.js";
import type { EngineContext } from "../operator.js";
import { type ArcEstimate, type JoinOrder, type JoinTree, joinOrder } from "../planning/join-order.js";
import { type JoinCore, joinCore } from "./join-core.js";
import { type Domain, isMet, leadsTo, pairSum, SEARCH_FACTOR, type Waiting } from "./join-domain.js";
import { type DirectedArcs, type LinkSide, linkSides, listedCount, meetings } from "./link-arcs.js";
import { NotCountable } from "./not-countable.js";

/** Nodes that a variable may be at most to be gone through each time. */
const SHORT_LIST = 256;
/** Nodes whose arcs are looked at to estimate how many a node has. */
const SAMPLED_NODES = 256;
/** Arcs that are read before others may have their turn. */
const ARCS_PER_TURN = 1 << 20;

/** Narrows a variable once the one before it has a node. */
interface Narrowing {
  readonly variable: number;
  readonly side: LinkSide;
  readonly ids: Uint32Array;
  readonly weights: Float64Array;
}

/** A pass of a tree, and the link as seen from its child and from its parent. */
interface Pass {
  readonly child: number;
  readonly parent: number;
  readonly down: LinkSide;
  readonly up: LinkSide;
  /** The count that the child passes to each node of its parent. */
  readonly sums: Float64Array;
  readonly touched: Uint32Array;
}

/** The counts of the walks of a pattern for each node that the root may be, or one sum of all under the id 0. */
export function* countedJoins(
  query: CountQuery,
  pattern: MergedPattern,
  root: number | undefined,
  counter: WalkCounter,
  context: EngineContext,
): Generator<undefined, WalkSums> {
  const core = joinCore(query, pattern, root);
  // a list finds those of an equal value by a map
  if (
    core.links.some(
      ({ edges, present, compares }) =>
        edges.length + present.length === 0 && compares.some(({ pair }) => pair.operator === "="),
    )
  )
    throw new NotCountable();
  const bases: WalkSums[] = [];
  for (const tree of core.variables) bases.push(yield* counter.walks(tree));
  if (bases.some(({ ids }) => ids.length === 0)) return sumsOf(new Map());
  const counted = new JoinCounter(query, core, bases, context);
  return yield* counted.run();
}

function sumsOf(counts: ReadonlyMap<number, number>): WalkSums {
  for (const count of counts.values()) if (!(count <= Number.MAX_SAFE_INTEGER)) throw new NotCountable();
  return {
    ids: Uint32Array.from(counts.keys()),
    counts: Float64Array.from(counts.values()),
    measures: new Map(),
  };
}

class JoinCounter {
  readonly #core: JoinCore;
  readonly #context: EngineContext;
  readonly #sides: (readonly [LinkSide, LinkSide])[];
  readonly #domains: Domain[];
  readonly #waiting: Waiting[][];
  readonly #order: JoinOrder;
  readonly #narrowings: readonly (readonly Narrowing[])[];
  readonly #trees: readonly { readonly tree: JoinTree; readonly passes: readonly Pass[] }[];
  readonly #counts = new Map<number, number>();
  readonly #gathered: { readonly ids: Uint32Array; readonly weights: Float64Array };
  #rootNode = 0;
  #work = 0;

  constructor(query: CountQuery, core: JoinCore, bases: readonly WalkSums[], context: EngineContext) {
    this.#core = core;
    this.#context = context;
    const { nodeLimit } = context.cache;
    const { variables, links } = core;
    // weights of each variable, narrowed by each of its neighbours, and what trees pass on
    context.run.makeRoom(8 * nodeLimit * (variables.length + 2 * links.length), "a join");
    this.#domains = bases.map(({ ids, counts }) => {
      const weights = new Float64Array(nodeLimit);
      let sum = 0;
      for (let i = 0; i < ids.length; i++) {
        weights[ids[i]] = counts[i];
        sum += counts[i];
      }
      return { ids, count: ids.length, weights, sum, isListed: ids.length <= SHORT_LIST };
    });
    this.#waiting = variables.map(() => []);
    const nodesOf = (variable: number) => ({
      ids: bases[variable].ids,
      slots: variables[variable].nodes.map((node) => query.nodes[node].slot.index),
    });
    this.#sides = links.map((link) => linkSides(link, nodesOf(link.a), nodesOf(link.b), context));
    const order = joinOrder({
      counts: bases.map(({ ids }) => ids.length),
      links: links.map(({ a, b, edges }, i) => ({
        a,
        b,
        hasEdges: edges.length > 0,
        isListed: this.#sides[i][0].listing !== undefined,
        isPlain: this.#sides[i][0].isPlain,
        fromA: this.#estimate(i, 0, a, b),
        fromB: this.#estimate(i, 1, b, a),
      })),
      root: core.root,
    });
    if (order === undefined) throw new NotCountable();
    this.#order = order;
    const gatheredCount = order.trees.some(({ passes }) => passes.length > 1) ? nodeLimit : 0;
    this.#gathered = { ids: new Uint32Array(gatheredCount), weights: new Float64Array(gatheredCount) };
    this.#narrowings = order.bound.map((variable, level) => this.#narrowingsOf(variable, level));
    this.#trees = order.trees.map((tree) => ({
      tree,
      passes: tree.passes.map(({ child, parent, link }) => {
        const [ofA, ofB] = this.#sides[link];
        const isA = links[link].a === child;
        const isSimple = tree.passes.length === 1;
        return {
          child,
          parent,
          down: isA ? ofA : ofB,
          up: isA ? ofB : ofA,
          sums: new Float64Array(isSimple ? 0 : nodeLimit),
          touched: new Uint32Array(isSimple ? 0 : nodeLimit),
        };
      }),
    }));
  }

  #narrowingsOf(variable: number, level: number): Narrowing[] {
    const { nodeLimit } = this.#context.cache;
    const before = this.#order.bound.slice(0, level);
    return this.#core.links.flatMap((link, i): Narrowing[] => {
      if (link.a !== variable && link.b !== variable) return [];
      const other = link.a === variable ? link.b : link.a;
      if (before.includes(other)) return [];
      const side = this.#sides[i][link.a === variable ? 0 : 1];
      return [
        {
          variable: other,
          side,
          ids: new Uint32Array(this.#domains[other].count),
          weights: new Float64Array(nodeLimit),
        },
      ];
    });
  }

  /** The arcs of a node on average, of some nodes of a variable. */
  #estimate(link: number, end: 0 | 1, from: number, to: number): ArcEstimate {
    const { listing, absent } = this.#sides[link][end];
    const { ids, count } = this.#domains[from];
    const { weights } = this.#domains[to];
    const step = Math.max(1, Math.floor(count / SAMPLED_NODES));
    const tables = listing ?? absent.flat();
    let [nodes, read, kept] = [0, 0, 0];
    for (let i = 0; i < count; i += step) {
      nodes++;
      for (const { arcs } of tables) {
        if (ids[i] + 1 >= arcs.offsets.length) continue;
        const [start, stop] = [arcs.offsets[ids[i]], arcs.offsets[ids[i] + 1]];
        read += stop - start;
        for (let at = start; at < stop; at++) if (weights[arcs.ends[at]] !== 0) kept++;
      }
    }
    const reached = this.#core.links.flatMap(({ a, b }, i) => {
      if (i === link || (a !== from && b !== from)) return [];
      return this.#readWhenReached(this.#sides[i][a === from ? 1 : 0], a === from ? b : a, tables);
    });
    nodes = Math.max(1, nodes);
    return {
      read: read / nodes,
      kept: listing === undefined ? this.#domains[to].count : kept / nodes,
      readWhenReached: Math.max(read / nodes, ...reached),
    };
  }

  /** The arcs on average of the nodes to which some arcs of another variable lead. */
  #readWhenReached(side: LinkSide, from: number, tables: readonly DirectedArcs[]): number[] {
    const { ids, count } = this.#domains[from];
    const step = Math.max(1, Math.floor(count / SAMPLED_NODES));
    let [nodes, read] = [0, 0];
    for (let i = 0; i < count; i += step)
      for (const { arcs } of side.listing ?? []) {
        if (ids[i] + 1 >= arcs.offsets.length) continue;
        const [start, stop] = [arcs.offsets[ids[i]], arcs.offsets[ids[i] + 1]];
        for (let at = start; at < stop; at += 1 + ((stop - start) >> 4)) {
          nodes++;
          read += listedCount(tables, arcs.ends[at]);
        }
      }
    return nodes === 0 ? [] : [read / nodes];
  }

  *run(): Generator<undefined, WalkSums> {
    const [first] = this.#order.bound;
    const { limits } = this.#context.run;
    if (first === undefined) this.#finish(1);
    else {
      const { ids, count } = this.#domains[first];
      for (let i = 0; i < count; i++) {
        this.#bind(0, ids[i], 1);
        if (this.#work < ARCS_PER_TURN) continue;
        this.#work = 0;
        limits.check();
        yield;
      }
    }
    return sumsOf(this.#counts);
  }

  /** Gives the variable of a level a node, narrows the others, and goes on. */
  #bind(level: number, node: number, before: number): void {
    const variable = this.#order.bound[level];
    if (variable === this.#core.root) this.#rootNode = node;
    const count = before * this.#domains[variable].weights[node];
    if (count === 0) return;
    this.#narrow(level, 0, node, count);
  }

  /** Narrows by the links from one on, then goes on to the next level. */
  #narrow(level: number, at: number, node: number, count: number): void {
    const narrowings = this.#narrowings[level];
    if (at === narrowings.length) {
      this.#next(level + 1, count);
      return;
    }
    const narrowing = narrowings[at];
    const { variable, side } = narrowing;
    const before = this.#domains[variable];
    if (side.listing === undefined && !before.isListed) {
      this.#exclude(level, at, node, count);
      return;
    }
    const narrowed = this.#narrowed(narrowing, before, node);
    if (narrowed.count > 0) {
      this.#domains[variable] = narrowed;
      this.#narrow(level, at + 1, node, count);
      this.#domains[variable] = before;
    }
    const { ids, weights } = narrowed;
    for (let i = 0; i < narrowed.count; i++) weights[ids[i]] = 0;
  }

  #next(level: number, count: number): void {
    const { bound } = this.#order;
    if (level === bound.length) {
      this.#finish(count);
      return;
    }
    const { ids, count: size } = this.#domains[bound[level]];
    const waiting = this.#waiting[bound[level]];
    for (let i = 0; i < size; i++)
      if (waiting.length === 0 || isMet(waiting, ids[i])) this.#bind(level, ids[i], count);
    if (this.#work >= ARCS_PER_TURN) this.#context.run.limits.check();
  }

  /** The nodes of a variable that a node of another leaves, in the arrays of a narrowing. */
  #narrowed({ side, ids, weights }: Narrowing, before: Domain, node: number): Domain {
    const { listing, isPlain } = side;
    let count = 0;
    let sum = 0;
    const read = listing === undefined ? Number.POSITIVE_INFINITY : listedCount(listing, node);
    if (listing === undefined || (before.isListed && read > SEARCH_FACTOR * before.count)) {
      this.#work += before.count;
      for (let i = 0; i < before.count; i++) {
        const id = before.ids[i];
        const weight = before.weights[id] * meetings(side, node, id);
        if (weight === 0) continue;
        weights[id] = weight;
        ids[count++] = id;
        sum += weight;
      }
      return { ids, count, weights, sum, isListed: true };
    }
    this.#work += read;
    const had = before.weights;
    for (const { arcs, skipsLoops } of listing) {
      const { offsets, ends } = arcs;
      if (node + 1 >= offsets.length) continue;
      const stop = offsets[node + 1];
      for (let at = offsets[node]; at < stop; at++) {
        const end = ends[at];
        const weight = had[end];
        if (weight === 0) continue;
        if (isPlain) {
          if (skipsLoops && end === node) continue;
          if (weights[end] === 0) ids[count++] = end;
          weights[end] += weight;
          sum += weight;
        } else if (weights[end] === 0) {
          const all = weight * meetings(side, node, end);
          if (all === 0) continue;
          ids[count++] = end;
          weights[end] = all;
          sum += all;
        }
      }
    }
    return { ids, count, weights, sum, isListed: true };
  }

  /** Takes single nodes out of the many that a variable may be, and lets comparisons wait. */
  #exclude(level: number, at: number, node: number, count: number): void {
    const { variable, side } = this.#narrowings[level][at];
    const before = this.#domains[variable];
    const { weights } = before;
    const taken: number[] = [];
    const had: number[] = [];
    let { sum } = before;
    const take = (id: number): void => {
      const weight = weights[id];
      if (weight === 0) return;
      taken.push(id);
      had.push(weight);
      weights[id] = 0;
      sum -= weight;
    };
    if (side.differs) take(node);
    for (const tables of side.absent)
      for (const { arcs, skipsLoops } of tables) {
        if (node + 1 >= arcs.offsets.length) continue;
        for (let i = arcs.offsets[node]; i < arcs.offsets[node + 1]; i++)
          if (!(skipsLoops && arcs.ends[i] === node)) take(arcs.ends[i]);
        this.#work += arcs.offsets[node + 1] - arcs.offsets[node];
      }
    const waiting = this.#waiting[variable];
    const waited = waiting.length;
    for (const compared of side.compares) waiting.push({ values: compared.other, compared, node });
    this.#domains[variable] = { ...before, sum };
    this.#narrow(level, at + 1, node, count);
    this.#domains[variable] = before;
    waiting.length = waited;
    for (let i = 0; i < taken.length; i++) weights[taken[i]] = had[i];
  }

  /** Counts the rows in which the bound variables have their nodes. */
  #finish(before: number): void {
    let count = before;
    for (const { tree, passes } of this.#trees) {
      if (passes.length === 0) count *= this.#sumOf(tree.root);
      else if (passes.length === 1) count *= this.#pairs(passes[0]);
      else count *= this.#passed(tree, passes);
      if (count === 0) return;
    }
    this.#counts.set(this.#rootNode, (this.#counts.get(this.#rootNode) ?? 0) + count);
  }

  #sumOf(variable: number): number {
    const { ids, count, weights, sum } = this.#domains[variable];
    const waiting = this.#waiting[variable];
    if (waiting.length === 0) return sum;
    this.#work += count;
    let total = 0;
    for (let i = 0; i < count; i++) if (isMet(waiting, ids[i])) total += weights[ids[i]];
    return total;
  }

  /** The sum over all pairs of nodes that a link joins, from the side that has fewer arcs. */
  #pairs({ child, parent, down, up }: Pass): number {
    const [x, y] = [this.#domains[child], this.#domains[parent]];
    const [ofX, ofY] = [this.#arcsOf(x, down), this.#arcsOf(y, up)];
    this.#work += Math.min(ofX, ofY);
    const waiting = [this.#waiting[child], this.#waiting[parent]];
    return ofX <= ofY
      ? pairSum(x, y, down, waiting[0], waiting[1])
      : pairSum(y, x, up, waiting[1], waiting[0]);
  }

  /** The arcs that are read from all nodes of a variable. */
  #arcsOf({ ids, count, isListed }: Domain, { listing }: LinkSide): number {
    // of those that were not listed there are too many to look at each
    if (!isListed) return Number.MAX_SAFE_INTEGER + count;
    let sum = count;
    for (const { arcs } of listing!) {
      const { offsets } = arcs;
      for (let i = 0; i < count; i++)
        if (ids[i] + 1 < offsets.length) sum += offsets[ids[i] + 1] - offsets[ids[i]];
    }
    return sum;
  }

  /** The sum over all rows of a tree of several links. */
  #passed({ root }: JoinTree, passes: readonly Pass[]): number {
    const reached = passes.map(() => 0);
    passes.forEach((pass, i) => {
      const count = this.#gather(pass.child, passes, reached);
      reached[i] = pass.down.isPlain ? this.#passAll(pass, count) : this.#passTested(pass, count);
    });
    const count = this.#gather(root, passes, reached);
    let total = 0;
    for (let i = 0; i < count; i++) total += this.#gathered.weights[i];
    passes.forEach(({ sums, touched }, i) => {
      for (let k = 0; k < reached[i]; k++) sums[touched[k]] = 0;
    });
    return total;
  }

  /** Passes the weights of the nodes at hand along all their arcs; the number of nodes that are reached. */
  #passAll({ down, sums, touched }: Pass, count: number): number {
    const { ids, weights } = this.#gathered;
    let found = 0;
    for (const { arcs, skipsLoops } of down.listing!) {
      const { offsets, ends } = arcs;
      for (let i = 0; i < count; i++) {
        const node = ids[i];
        if (node + 1 >= offsets.length) continue;
        const weight = weights[i];
        const stop = offsets[node + 1];
        this.#work += stop - offsets[node];
        for (let at = offsets[node]; at < stop; at++) {
          const end = ends[at];
          if (skipsLoops && end === node) continue;
          if (sums[end] === 0) touched[found++] = end;
          sums[end] += weight;
        }
      }
    }
    return found;
  }

  /** As `passAll`, where a test follows each arc. */
  #passTested({ down, sums, touched }: Pass, count: number): number {
    const { ids, weights } = this.#gathered;
    const listing = down.listing!;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const node = ids[i];
      for (const { arcs, skipsLoops } of listing) {
        const { offsets, ends } = arcs;
        if (node + 1 >= offsets.length) continue;
        let last = -1;
        const stop = offsets[node + 1];
        this.#work += stop - offsets[node];
        for (let at = offsets[node]; at < stop; at++) {
          const end = ends[at];
          // the test counts all arcs between the two, those of both tables
          if (end === last || (skipsLoops && leadsTo(listing[0].arcs, node, end))) continue;
          last = end;
          const passed = weights[i] * meetings(down, node, end);
          if (passed === 0) continue;
          if (sums[end] === 0) touched[found++] = end;
          sums[end] += passed;
        }
      }
    }
    return found;
  }

  /** Has the nodes of a variable that all its children reach at hand, with what these pass; their number. */
  #gather(variable: number, passes: readonly Pass[], reached: readonly number[]): number {
    const domain = this.#domains[variable];
    const waiting = this.#waiting[variable];
    let [ids, count] = [domain.ids, domain.count];
    passes.forEach(({ parent, touched }, i) => {
      if (parent === variable && reached[i] < count) [ids, count] = [touched, reached[i]];
    });
    const into = passes.filter(({ parent }) => parent === variable);
    const out = this.#gathered;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const node = ids[i];
      let weight = domain.weights[node];
      for (const { sums } of into) weight *= sums[node];
      if (weight === 0 || (waiting.length > 0 && !isMet(waiting, node))) continue;
      out.ids[found] = node;
      out.weights[found++] = weight;
    }
    return found;
  }
}
