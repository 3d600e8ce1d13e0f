/**
 * The input of the map equation: how often a random walker is at each node, and how often it follows each arc.
 * Rosvall, Axelsson and Bergstrom 2009, "The map equation"; of a directed graph by PageRank, whose teleports are not
 * recorded: Lambiotte and Rosvall 2012, "Ranking and clustering of nodes in networks with smart teleportation".
 */
import type { GraphView } from "../../view.js";
import { pageRank } from "../centrality/page-rank.js";
import { arcsOf } from "../shared/arcs/direction.js";
import type { RunOptions } from "../shared/options.js";
import { MergedArcs } from "./merged-arcs.js";

/** A graph of flow, or one whose nodes are modules of another. Flows of all arcs add up to 1. */
export interface FlowGraph {
  readonly nodeCount: number;
  readonly offsets: Uint32Array;
  /** Distinct neighbors in either direction, without the node itself. */
  readonly ends: Uint32Array;
  /** The flow from a node to its neighbor, and back. */
  readonly outFlows: Float64Array;
  readonly inFlows: Float64Array;
  /** The visit rate of each node. */
  readonly flows: Float64Array;
  /** The flow from each node to others, and from others to it. */
  readonly exits: Float64Array;
  readonly enters: Float64Array;
}

/** The flow of a walker on a view; undefined if no arc has any weight. */
export function flowGraphOf(
  view: GraphView,
  weights: Float64Array | undefined,
  options: RunOptions,
): FlowGraph | undefined {
  const csr = view.csr();
  const { nodeCount, out } = csr;
  const weightOf = (edge: number) => (weights === undefined ? 1 : weights[edge]);
  const strengths = new Float64Array(nodeCount);
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = out.offsets[u]; arc < out.offsets[u + 1]; arc++) strengths[u] += weightOf(out.edges[arc]);
  }
  const { signal } = options;
  const visits = csr.directed
    ? pageRank(view, {
        tolerance: 1e-14,
        maxIterations: 500,
        ...(weights !== undefined && { weight: weights }),
        ...(signal !== undefined && { signal }),
      }).values
    : strengths;
  let total = 0;
  for (let u = 0; u < nodeCount; u++) if (strengths[u] > 0) total += visits[u];
  if (total === 0) return undefined;
  // the flow along an arc of weight 1
  const rates = strengths.map((strength, u) => (strength > 0 ? visits[u] / strength / total : 0));
  const merger = new FlowMerger(nodeCount, csr.directed ? 2 * csr.arcCount : csr.arcCount);
  const incoming = csr.directed ? csr.in : arcsOf(csr, "in");
  for (let u = 0; u < nodeCount; u++) {
    for (let arc = out.offsets[u]; arc < out.offsets[u + 1]; arc++) {
      merger.add(out.ends[arc], rates[u] * weightOf(out.edges[arc]), 0);
    }
    for (let arc = incoming.offsets[u]; arc < incoming.offsets[u + 1]; arc++) {
      merger.add(incoming.ends[arc], 0, rates[incoming.ends[arc]] * weightOf(incoming.edges[arc]));
    }
    merger.endNode();
  }
  return merger.finish();
}

/** The graph whose nodes are the modules 0 .. count - 1 of another. */
export function aggregateFlow(graph: FlowGraph, labels: Uint32Array, count: number): FlowGraph {
  const merger = new FlowMerger(count, graph.ends.length + count);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let u = 0; u < graph.nodeCount; u++) members[labels[u]].push(u);
  for (const nodes of members) {
    for (const u of nodes) {
      let among = graph.flows[u];
      for (let arc = graph.offsets[u]; arc < graph.offsets[u + 1]; arc++) {
        merger.add(labels[graph.ends[arc]], graph.outFlows[arc], graph.inFlows[arc]);
        among -= graph.inFlows[arc];
      }
      // the flow that stays in a node
      merger.add(labels[u], Math.max(0, among), Math.max(0, among));
    }
    merger.endNode();
  }
  return merger.finish();
}

/** Flows added node by node, those to and from the same end as one. */
class FlowMerger {
  readonly #arcs: MergedArcs;
  readonly #out: Float64Array;
  readonly #in: Float64Array;
  readonly #flows: Float64Array;
  readonly #exits: Float64Array;
  readonly #enters: Float64Array;

  constructor(nodeCount: number, arcCountMax: number) {
    this.#arcs = new MergedArcs(nodeCount, arcCountMax);
    this.#out = new Float64Array(arcCountMax);
    this.#in = new Float64Array(arcCountMax);
    this.#flows = new Float64Array(nodeCount);
    this.#exits = new Float64Array(nodeCount);
    this.#enters = new Float64Array(nodeCount);
  }

  add(end: number, outFlow: number, inFlow: number): void {
    const u = this.#arcs.node;
    this.#flows[u] += inFlow;
    if (end === u || (outFlow === 0 && inFlow === 0)) return;
    this.#exits[u] += outFlow;
    this.#enters[u] += inFlow;
    const place = this.#arcs.placeOf(end);
    this.#out[place] += outFlow;
    this.#in[place] += inFlow;
  }

  endNode(): void {
    this.#arcs.endNode();
  }

  finish(): FlowGraph {
    const { offsets, count } = this.#arcs;
    return {
      nodeCount: this.#flows.length,
      offsets,
      ends: this.#arcs.ends(),
      outFlows: this.#out.slice(0, count),
      inFlows: this.#in.slice(0, count),
      flows: this.#flows,
      exits: this.#exits,
      enters: this.#enters,
    };
  }
}
