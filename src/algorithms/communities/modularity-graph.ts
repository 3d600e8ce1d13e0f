/**
 * The input of modularity: the weight between each two nodes, both directions together, and the weight that leaves
 * and enters each node. Undirected graphs have each edge's weight both ways and a self-loop's twice, so that one
 * formula does for both: Newman 2004, "Analysis of weighted networks"; Leicht and Newman 2008, "Community structure
 * in directed networks".
 */
import type { Csr } from "../../view.js";
import { arcsOf } from "../shared/arcs/direction.js";
import { MergedArcs } from "./merged-arcs.js";

/** A graph, or one whose nodes are communities of another. */
export interface ModularityGraph {
  readonly nodeCount: number;
  readonly offsets: Uint32Array;
  /** Distinct neighbors, without the node itself and without those at weight 0. */
  readonly ends: Uint32Array;
  /** The weight from a node to its neighbor and back, together. */
  readonly weights: Float64Array;
  /** The weight from a node to itself. */
  readonly loops: Float64Array;
  /** The weight that leaves each node, and that enters it; the same array in an undirected graph. */
  readonly leaving: Float64Array;
  readonly entering: Float64Array;
  /** The weight of all arcs. */
  readonly total: number;
}

/** The graph of a view's own nodes. O(nodes + edges). */
export function modularityGraphOf(csr: Csr, edgeWeights: Float64Array | undefined): ModularityGraph {
  const { nodeCount, directed } = csr;
  const arcs = arcsOf(csr, "both");
  const weightOf = (arc: number) => (edgeWeights === undefined ? 1 : edgeWeights[arcs.edges[arc]]);
  const loops = new Float64Array(nodeCount);
  const strengthOf = (half: typeof arcs) => {
    const strengths = new Float64Array(nodeCount);
    for (let u = 0; u < nodeCount; u++) {
      for (let arc = half.offsets[u]; arc < half.offsets[u + 1]; arc++) {
        strengths[u] += edgeWeights === undefined ? 1 : edgeWeights[half.edges[arc]];
      }
    }
    return strengths;
  };
  const leaving = strengthOf(csr.out);
  const entering = directed ? strengthOf(csr.in) : leaving;
  const builder = new WeightedArcs(nodeCount, arcs.ends.length);
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = arcs.offsets[u]; arc < arcs.offsets[u + 1]; arc++) {
      const v = arcs.ends[arc];
      // a directed self-loop is among the arcs twice; an undirected edge has arcs in both directions
      if (v === u) loops[u] += weightOf(arc) / (directed ? 2 : 1);
      else builder.add(v, weightOf(arc) * (directed ? 1 : 2));
    }
    builder.endNode();
  }
  let total = 0;
  for (let u = 0; u < nodeCount; u++) total += leaving[u];
  return { nodeCount, ...builder.finish(), loops, leaving, entering, total };
}

/** The graph whose nodes are the communities 0 .. count - 1 of another. O(nodes + edges). */
export function aggregate(graph: ModularityGraph, labels: Uint32Array, count: number): ModularityGraph {
  const loops = new Float64Array(count);
  const leaving = new Float64Array(count);
  const entering = graph.entering === graph.leaving ? leaving : new Float64Array(count);
  const members = membersOf(labels, count);
  const builder = new WeightedArcs(count, graph.ends.length);
  for (let community = 0; community < count; community++) {
    for (let i = members.offsets[community]; i < members.offsets[community + 1]; i++) {
      const u = members.nodes[i];
      loops[community] += graph.loops[u];
      leaving[community] += graph.leaving[u];
      if (entering !== leaving) entering[community] += graph.entering[u];
      for (let arc = graph.offsets[u]; arc < graph.offsets[u + 1]; arc++) {
        const other = labels[graph.ends[arc]];
        // visited from either end, so half of it each time
        if (other === community) loops[community] += graph.weights[arc] / 2;
        else builder.add(other, graph.weights[arc]);
      }
    }
    builder.endNode();
  }
  return { nodeCount: count, ...builder.finish(), loops, leaving, entering, total: graph.total };
}

/** The nodes of each of the communities 0 .. count - 1, ascending. */
export function membersOf(labels: Uint32Array, count: number): { offsets: Uint32Array; nodes: Uint32Array } {
  const offsets = new Uint32Array(count + 1);
  for (let u = 0; u < labels.length; u++) offsets[labels[u] + 1]++;
  for (let c = 0; c < count; c++) offsets[c + 1] += offsets[c];
  const cursors = offsets.slice(0, count);
  const nodes = new Uint32Array(labels.length);
  for (let u = 0; u < labels.length; u++) nodes[cursors[labels[u]]++] = u;
  return { offsets, nodes };
}

/** The modularity of a division of the graph's nodes; 0 of a graph without weight. */
export function modularityOf(graph: ModularityGraph, labels: Uint32Array, resolution: number): number {
  const { nodeCount, offsets, ends, weights, loops, leaving, entering, total } = graph;
  if (total === 0) return 0;
  let count = 0;
  for (let u = 0; u < nodeCount; u++) count = Math.max(count, labels[u] + 1);
  const out = new Float64Array(count);
  const into = new Float64Array(count);
  let within = 0;
  for (let u = 0; u < nodeCount; u++) {
    out[labels[u]] += leaving[u];
    into[labels[u]] += entering[u];
    within += loops[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      if (labels[ends[arc]] === labels[u]) within += weights[arc] / 2;
    }
  }
  let byChance = 0;
  for (let c = 0; c < count; c++) byChance += (out[c] / total) * (into[c] / total);
  return within / total - resolution * byChance;
}

/** Arcs with a weight each. */
class WeightedArcs {
  readonly #arcs: MergedArcs;
  readonly #weights: Float64Array;

  constructor(nodeCount: number, arcCountMax: number) {
    this.#arcs = new MergedArcs(nodeCount, arcCountMax);
    this.#weights = new Float64Array(arcCountMax);
  }

  add(end: number, weight: number): void {
    if (weight !== 0) this.#weights[this.#arcs.placeOf(end)] += weight;
  }

  endNode(): void {
    this.#arcs.endNode();
  }

  finish(): { offsets: Uint32Array; ends: Uint32Array; weights: Float64Array } {
    const { offsets, count } = this.#arcs;
    return { offsets, ends: this.#arcs.ends(), weights: this.#weights.slice(0, count) };
  }
}
