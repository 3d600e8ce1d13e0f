/**
 * Samples of a state's elements, from which plans estimate: edges with the labels at both of their ends, and the values of
 * attributes. Samples are taken when first asked for, and kept for states that have about as many elements.
 */
import { type ElementState, valueOfElement } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { fitsLabels } from "../plan/label-predicate.js";
import type { GraphStatistics } from "../plan/node-access.js";
import type { LabelExpression } from "../text/tree.js";
import { labelCountsOf } from "./labelled-nodes.js";

const EDGES_SAMPLED = 2048;
const NODES_SAMPLED = 256;
const NODES_SAMPLED_MIN = 16;
const NODES_LOOKED_MAX = 4096;
/** Of a type of which fewer edges are in the sample nothing is said. */
const EDGES_OF_TYPE_MIN = 8;

/** Samples are taken anew once the graph has grown or shrunk by this, or they were asked so often. */
const COUNT_SHARE = 1 / 8;
const USES_MAX = 256;

type LabelList = readonly string[];

/** Edges of the sample that are alike. */
interface SampledEdges {
  readonly types: LabelList;
  readonly source: LabelList;
  readonly target: LabelList;
  count: number;
}

/** A sample that is kept. It refers to no state, so that it keeps none in memory. */
interface KeptSample {
  readonly nodeCount: number;
  readonly edgeCount: number;
  uses: number;
  edges: readonly SampledEdges[] | undefined;
  /** How many edges the sample has. */
  sampled: number;
  readonly distinct: Map<string, number>;
}

export class GraphSample implements GraphStatistics {
  readonly #state: GraphState;
  readonly #kept: KeptSample;

  constructor(state: GraphState) {
    this.#state = state;
    this.#kept = keptSample(state);
  }

  arcCount(from: LabelList, types: LabelExpression | undefined, to: LabelList): number {
    const sample = this.#kept;
    sample.edges ??= this.#sampledEdges();
    let [ofType, fitting] = [0, 0];
    for (const { types: own, source, target, count } of sample.edges) {
      if (types !== undefined && !fitsLabels(types, own)) continue;
      ofType += count;
      if (hasAll(source, from) && hasAll(target, to)) fitting += count;
    }
    if (sample.sampled === sample.edgeCount) return fitting;
    const total = this.#typeCount(types);
    if (ofType < EDGES_OF_TYPE_MIN) return total;
    // of what is not among so many there may be some all the same
    return (total * Math.max(fitting, 0.5)) / ofType;
  }

  #sampledEdges(): SampledEdges[] {
    const { nodes, edges, pool } = this.#state;
    const { sources, targets } = pool.edges;
    const found = new Map<string, SampledEdges>();
    const ids = sampledIds(edges, EDGES_SAMPLED);
    for (const id of ids) {
      const [type, source, target] = [
        edges.labelRows.get(id),
        nodes.labelRows.get(sources[id]),
        nodes.labelRows.get(targets[id]),
      ];
      const key = `${type} ${source} ${target}`;
      const known = found.get(key);
      if (known !== undefined) known.count++;
      else
        found.set(key, {
          types: labelsOfSet(edges, type),
          source: labelsOfSet(nodes, source),
          target: labelsOfSet(nodes, target),
          count: 1,
        });
    }
    this.#kept.sampled = ids.length;
    return [...found.values()];
  }

  #typeCount(types: LabelExpression | undefined): number {
    if (types?.kind === "label") return labelCountsOf(this.#state.edges).get(types.name) ?? 0;
    if (types?.kind === "or") return this.#typeCount(types.left) + this.#typeCount(types.right);
    return this.#state.edges.live.count;
  }

  distinctCount(labels: LabelList, name: string): number {
    const { distinct } = this.#kept;
    const key = [...labels, name].join("\0");
    let count = distinct.get(key);
    if (count === undefined) {
      count = distinctValues(this.#state.nodes, labels, name);
      distinct.set(key, count);
    }
    return count;
  }
}

function hasAll(labels: LabelList, wanted: LabelList): boolean {
  return wanted.every((label) => labels.includes(label));
}

/** Ids of live elements, about evenly spaced. */
function sampledIds({ live }: ElementState, count: number): number[] {
  if (live.count <= count) return [...live.toArray()];
  const limit = live.chunkCount * 2 ** 16;
  const step = limit / count;
  const ids: number[] = [];
  for (let at = 0; at < limit; at += step) {
    const id = live.next(Math.max(Math.floor(at), (ids.at(-1) ?? -1) + 1), true);
    if (id >= limit) break;
    ids.push(id);
  }
  return ids;
}

const NO_LABELS: LabelList = [];

function labelsOfSet({ labelSets }: ElementState, set: number): LabelList {
  return set < 0 ? NO_LABELS : labelSets.set(set);
}

/**
 * About how many values an attribute has, by those that were met once and twice (Chao, Nonparametric Estimation of the Number
 * of Classes in a Population, 1984). Of a label so rare that the sample has few of its nodes, each is taken to have its own.
 */
function distinctValues(nodes: ElementState, labels: LabelList, name: string): number {
  const attribute = nodes.attribute(name);
  if (attribute === undefined) return 1;
  const { live } = nodes;
  const count = labels.reduce(
    (least, label) => Math.min(least, labelCountsOf(nodes).get(label) ?? 0),
    live.count,
  );
  const looked = Math.min((NODES_SAMPLED * live.count) / Math.max(1, count), NODES_LOOKED_MAX);
  const seen = new Map<unknown, number>();
  let sampled = 0;
  for (const id of sampledIds(nodes, looked)) {
    if (!hasAll(labelsOfSet(nodes, nodes.labelRows.get(id)), labels)) continue;
    const value = valueOfElement(attribute, id);
    if (value === undefined || value === null) continue;
    sampled++;
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  if (sampled < NODES_SAMPLED_MIN && looked < live.count) return Math.max(1, count);
  let [once, twice] = [0, 0];
  for (const times of seen.values()) {
    if (times === 1) once++;
    else if (times === 2) twice++;
  }
  if (sampled >= count || looked >= live.count) return Math.max(1, seen.size);
  const unseen = once === sampled ? count : (once * Math.max(0, once - 1)) / (2 * (twice + 1));
  return Math.max(1, Math.min(count, seen.size + unseen));
}

const kept = new WeakMap<object, KeptSample>();

/** The sample of the graph, where it has about as many elements as when it was taken. */
function keptSample({ pool, nodes, edges }: GraphState): KeptSample {
  const known = kept.get(pool);
  const [nodeCount, edgeCount] = [nodes.live.count, edges.live.count];
  const isNear =
    known !== undefined && isAbout(known.nodeCount, nodeCount) && isAbout(known.edgeCount, edgeCount);
  if (isNear && known.uses++ < USES_MAX) return known;
  const sample: KeptSample = {
    nodeCount,
    edgeCount,
    uses: 0,
    edges: undefined,
    sampled: 0,
    distinct: new Map(),
  };
  kept.set(pool, sample);
  return sample;
}

function isAbout(before: number, now: number): boolean {
  return Math.abs(before - now) <= Math.max(before, now) * COUNT_SHARE;
}
