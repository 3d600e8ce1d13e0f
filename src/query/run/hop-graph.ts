/**
 * The nodes that can be reached from one by the hops of a pattern, and the shortest ways between them. A hop is one
 * relationship, or one repetition of a group; what it asks for does not depend on the hops before.
 */
import type { NodeValue, RelationshipValue } from "../values/elements.js";
import type { CypherValue } from "../values/value.js";

/** One step of a path, in the direction in which it is followed. */
export interface PathHop {
  readonly from: number;
  readonly to: number;
  readonly relationships: readonly RelationshipValue[];
  /** The nodes behind each relationship; the last is that of `to`. */
  readonly nodes: readonly NodeValue[];
  /** Values of the variables of a group. */
  readonly values: readonly CypherValue[];
}

export type PathHops = readonly PathHop[];

/** A stretch of a search that others may interrupt. */
export type Search<R> = Generator<undefined, R, undefined>;

/** The hops that lead away from a node; undefined is given where others may have their turn. */
export type HopsFrom = (node: number) => Search<readonly PathHop[]>;

/** All that a breadth-first search finds: for each node its distance and the hops by which it is reached first. */
export interface Layers {
  readonly distances: Map<number, number>;
  readonly arrivals: Map<number, PathHop[]>;
}

export class HopGraph {
  readonly #hopsFrom: HopsFrom;
  readonly #known = new Map<number, readonly PathHop[]>();

  constructor(hopsFrom: HopsFrom) {
    this.#hopsFrom = hopsFrom;
  }

  *hops(node: number): Search<readonly PathHop[]> {
    let hops = this.#known.get(node);
    if (hops === undefined) {
      hops = yield* this.#hopsFrom(node);
      this.#known.set(node, hops);
    }
    return hops;
  }

  /**
   * Layers of nodes around a start, up to `max` hops away, or to the one in which `target` is. Hops over the
   * relationship `without` are left out.
   */
  *layers(start: number, max: number, target: number | undefined, without = -1): Search<Layers> {
    const distances = new Map([[start, 0]]);
    const arrivals = new Map<number, PathHop[]>();
    let layer = [start];
    for (let distance = 1; distance <= max && layer.length > 0; distance++) {
      const next: number[] = [];
      for (const node of layer) {
        for (const hop of yield* this.hops(node)) {
          if (hop.relationships[0].id === without) continue;
          const known = distances.get(hop.to);
          if (known === undefined) {
            distances.set(hop.to, distance);
            arrivals.set(hop.to, [hop]);
            next.push(hop.to);
          } else if (known === distance) arrivals.get(hop.to)?.push(hop);
        }
      }
      if (target !== undefined && distances.has(target)) break;
      layer = next;
    }
    return { distances, arrivals };
  }

  /** For each node from which `target` can be reached, of those that can be reached from `start`, how far it is. */
  *distancesTo(target: number, start: number, max: number): Search<Map<number, number>> {
    const { distances: reached } = yield* this.layers(start, max, undefined);
    const before = new Map<number, number[]>();
    for (const node of reached.keys()) {
      // nodes at the far end have hops that were not asked for
      for (const { from, to } of this.#known.get(node) ?? []) {
        const list = before.get(to);
        if (list === undefined) before.set(to, [from]);
        else list.push(from);
      }
    }
    const distances = new Map([[target, 0]]);
    for (let layer = [target], distance = 1; layer.length > 0; distance++) {
      const next: number[] = [];
      for (const node of layer) {
        for (const each of before.get(node) ?? []) {
          if (distances.has(each)) continue;
          distances.set(each, distance);
          next.push(each);
        }
      }
      layer = next;
    }
    return distances;
  }
}

/** The shortest ways to a node that layers hold, as lists of hops; the first of them alone unless `all`. */
export function* waysIn(
  { arrivals }: Layers,
  node: number,
  all: boolean,
): Generator<PathHop[], void, undefined> {
  const last = arrivals.get(node);
  if (last === undefined) {
    yield [];
    return;
  }
  const way: PathHop[] = [];
  const open = [{ hops: last, next: 0 }];
  while (open.length > 0) {
    const top = open[open.length - 1];
    if (top.next >= (all ? top.hops.length : 1)) {
      open.pop();
      way.pop();
      continue;
    }
    const hop = top.hops[top.next++];
    way.push(hop);
    const before = arrivals.get(hop.from);
    if (before !== undefined) open.push({ hops: before, next: 0 });
    else yield way.toReversed();
    if (before === undefined) way.pop();
  }
}

/**
 * The shortest ways from a node back to it, of one hop at least, and the first of them alone unless `all`. With
 * `isEitherWay` hops lead both ways, and no relationship may be followed twice.
 */
export function* cyclesAt(
  graph: HopGraph,
  start: number,
  max: number,
  all: boolean,
  isEitherWay: boolean,
): Search<readonly PathHops[]> {
  if (!isEitherWay) return yield* directedCycles(graph, start, max, all);
  if (!all) return yield* undirectedCycle(graph, start, max);
  let cycles: PathHop[][] = [];
  let least = max;
  for (const first of yield* graph.hops(start)) {
    let ways: PathHop[][] = [];
    if (first.to === start) ways = [[]];
    else {
      const layers = yield* graph.layers(first.to, least - 1, start, first.relationships[0].id);
      if (layers.distances.has(start)) ways = [...waysIn(layers, start, true)];
    }
    for (const way of ways) {
      if (way.length + 1 < least) [cycles, least] = [[], way.length + 1];
      if (way.length + 1 === least) cycles.push([first, ...way]);
    }
  }
  return cycles;
}

/** Where each relationship leads one way, a shortest way back has none twice by itself. */
function* directedCycles(graph: HopGraph, start: number, max: number, all: boolean): Search<PathHops[]> {
  const layers = yield* graph.layers(start, max - 1, undefined);
  const last: PathHop[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const [node, distance] of layers.distances) {
    if (distance > least) break;
    for (const hop of yield* graph.hops(node)) {
      if (hop.to !== start) continue;
      least = distance;
      last.push(hop);
    }
  }
  const ways = last.flatMap((hop) => Array.from(waysIn(layers, hop.from, all), (way) => [...way, hop]));
  return all ? ways : ways.slice(0, 1);
}

/**
 * A shortest cycle lies in the tree of a breadth-first search but for one hop, which leads back to the start or to a
 * node that the tree reaches by another of the relationships of the start.
 */
function* undirectedCycle(graph: HopGraph, start: number, max: number): Search<PathHops[]> {
  const distances = new Map([[start, 0]]);
  const arrivals = new Map<number, PathHop[]>();
  const branches = new Map<number, number>();
  let best: { readonly length: number; readonly hop: PathHop } | undefined;
  const offer = (length: number, hop: PathHop): void => {
    if (length <= max && (best === undefined || length < best.length)) best = { length, hop };
  };
  // nodes are added behind as it goes
  for (const [node, distance] of distances) {
    if (distance > max || (best !== undefined && 2 * distance + 1 > best.length)) break;
    for (const hop of yield* graph.hops(node)) {
      const relationship = hop.relationships[0].id;
      const branch = branches.get(node) ?? relationship;
      if (hop.to === start) {
        if (node === start || branch !== relationship) offer(distance + 1, hop);
        continue;
      }
      const known = distances.get(hop.to);
      if (known === undefined) {
        distances.set(hop.to, distance + 1);
        arrivals.set(hop.to, [hop]);
        branches.set(hop.to, branch);
      } else if (branches.get(hop.to) !== branch) offer(distance + known + 1, hop);
    }
  }
  if (best === undefined) return [];
  const { hop } = best;
  const [[there], [back]] = [hop.from, hop.to].map((node) => [
    ...waysIn({ distances, arrivals }, node, false),
  ]);
  const turned: PathHop[] = [];
  for (const each of back.toReversed()) {
    const hops: readonly PathHop[] = yield* graph.hops(each.to);
    const id = each.relationships[0].id;
    turned.push(hops.find(({ to, relationships }) => to === each.from && relationships[0].id === id)!);
  }
  return [[...there, hop, ...turned]];
}

/** A trail under way: its last hop, and the trail before it. */
interface Trail {
  readonly node: number;
  readonly length: number;
  readonly hop: PathHop | undefined;
  readonly before: Trail | undefined;
}

/**
 * All trails from one node to another in the order of their lengths, from `min` hops on: best first, by the length so
 * far and the distance that is left (A*). `keep` is told of each trail that is held.
 */
export function* trailsBetween(
  graph: HopGraph,
  start: number,
  target: number,
  { min, max }: { readonly min: number; readonly max: number },
  keep: () => void,
): Generator<PathHops | undefined, void, undefined> {
  const left = yield* graph.distancesTo(target, start, max);
  const open: Trail[][] = [];
  const push = (trail: Trail): void => {
    const rest = left.get(trail.node);
    if (rest === undefined || trail.length + rest > max) return;
    keep();
    const place = trail.length + rest;
    const trails = open[place];
    if (trails === undefined) open[place] = [trail];
    else trails.push(trail);
  };
  push({ node: start, length: 0, hop: undefined, before: undefined });
  for (let place = 0; place < open.length; place++) {
    // trails that are found on the way may be as long
    for (let trail = open[place]?.pop(); trail !== undefined; trail = open[place]?.pop()) {
      yield undefined;
      if (trail.node === target && trail.length === place && trail.length >= min) yield hopsOf(trail);
      if (trail.length >= max) continue;
      for (const hop of yield* graph.hops(trail.node)) {
        if (sharesRelationship(trail, hop)) continue;
        push({ node: hop.to, length: trail.length + 1, hop, before: trail });
      }
    }
  }
}

function hopsOf(trail: Trail): PathHop[] {
  const hops: PathHop[] = [];
  for (let at: Trail | undefined = trail; at?.hop !== undefined; at = at.before) hops.push(at.hop);
  return hops.reverse();
}

function sharesRelationship(trail: Trail, { relationships }: PathHop): boolean {
  for (let at: Trail | undefined = trail; at?.hop !== undefined; at = at.before)
    for (const { id } of at.hop.relationships) if (relationships.some((each) => each.id === id)) return true;
  return false;
}
