/** Writes graph6, for graphs with directions digraph6, and sparse6, of nauty: nodes by position, and edges alone. */
import type { FormatWriter } from "../shared/contract.js";
import type { ExportedGraph } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import type { ProblemList } from "../shared/problems.js";

/** Nodes of a matrix: its bytes are one line, and 2^26 of them hold so many. */
const MATRIX_NODES_MAX = 20_000;

function lossesOfPositions(graph: ExportedGraph, losses: ProblemList): void {
  for (const { name } of graph.nodeAttributes)
    losses.add("attribute", "attributes of nodes", { attribute: name });
  for (const { name } of graph.edgeAttributes)
    losses.add("attribute", "attributes of edges", { attribute: name });
  if (graph.labelCount("node") > 0) losses.add("labels", "labels of nodes");
  if (graph.labelCount("edge") > 0) losses.add("types", "types of edges");
  if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
  if (graph.key !== undefined || graph.keys.some((key, i) => key !== String(i)))
    losses.add("ids", "ids of nodes, which have their positions from 0 on instead");
}

/** The ends of each edge, the lower one first where edges have no directions. */
function pairsOf(graph: ExportedGraph, isDirected: boolean): [number, number][] {
  const pairs: [number, number][] = [];
  for (const { sources, targets } of graph.endBlocks())
    for (let i = 0; i < sources.length; i++) {
      const isTurned = !isDirected && sources[i] > targets[i];
      pairs.push(isTurned ? [targets[i], sources[i]] : [sources[i], targets[i]]);
    }
  return pairs;
}

/** Bits as bytes of six. */
class SixBitText {
  readonly #bytes: number[] = [];
  #byte = 0;
  #count = 0;

  size(count: number): void {
    const digits = (length: number): void => {
      for (let i = length - 1; i >= 0; i--) this.#bytes.push(63 + (Math.floor(count / 64 ** i) % 64));
    };
    if (count > 62) this.#bytes.push(126);
    if (count > 258_047) this.#bytes.push(126);
    digits(count <= 62 ? 1 : count <= 258_047 ? 3 : 6);
  }

  bits(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.#byte = this.#byte * 2 + (Math.floor(value / 2 ** i) % 2);
      if (++this.#count < 6) continue;
      this.#bytes.push(63 + this.#byte);
      this.#byte = 0;
      this.#count = 0;
    }
  }

  /** The bits that the last byte has yet. */
  get room(): number {
    return this.#count === 0 ? 0 : 6 - this.#count;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

export const graph6Writer: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    lossesOfPositions(graph, losses);
    const seen = new Set<number>();
    let parallel = 0;
    let loops = 0;
    for (const [source, target] of pairsOf(graph, graph.directed)) {
      const pair = source * graph.nodeCount + target;
      if (source === target && !graph.directed) loops++;
      else if (seen.has(pair)) parallel++;
      seen.add(pair);
    }
    if (parallel > 0)
      losses.add("parallelEdges", "several edges between two nodes, which are one", { count: parallel });
    if (loops > 0) losses.add("selfLoops", "edges from a node to itself; sparse6 has them", { count: loops });
  },
  *write(graph) {
    const { nodeCount, directed } = graph;
    if (nodeCount > MATRIX_NODES_MAX)
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `at most ${MATRIX_NODES_MAX} nodes expected in graph6, which is a matrix, got ${nodeCount}; sparse6 has no such limit`,
        { format: "graph6" },
      );
    const bits = directed ? nodeCount * nodeCount : (nodeCount * (nodeCount - 1)) / 2;
    const body = new Uint8Array(Math.ceil(bits / 6)).fill(63);
    for (const [source, target] of pairsOf(graph, directed)) {
      if (source === target && !directed) continue;
      const at = directed ? source * nodeCount + target : (target * (target - 1)) / 2 + source;
      const byte = Math.floor(at / 6);
      body[byte] = 63 + ((body[byte] - 63) | (1 << (5 - (at % 6))));
    }
    const head = new SixBitText();
    head.size(nodeCount);
    if (directed) yield "&";
    yield head.bytes;
    yield body;
    yield "\n";
  },
};

export const sparse6Writer: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    lossesOfPositions(graph, losses);
    if (graph.directed && graph.edgeCount > 0)
      losses.add("direction", "directions of edges; graph6 has them", { count: graph.edgeCount });
  },
  *write(graph) {
    const { nodeCount } = graph;
    const pairs = pairsOf(graph, false).sort(([a, b], [c, d]) => b - d || a - c);
    const size = nodeCount < 2 ? 0 : 32 - Math.clz32(nodeCount - 1);
    const text = new SixBitText();
    text.size(nodeCount);
    let current = 0;
    for (const [low, high] of pairs) {
      if (high === current) text.bits(0, 1);
      else if (high === current + 1) {
        current++;
        text.bits(1, 1);
      } else {
        current = high;
        text.bits(1, 1);
        text.bits(high, size);
        text.bits(0, 1);
      }
      text.bits(low, size);
    }
    // ones would say a loop of the last node where as many bits are left as one needs
    const { room } = text;
    const saysLoop = size < 6 && nodeCount === 2 ** size && room > size && current < nodeCount - 1;
    if (saysLoop) text.bits(0, 1);
    text.bits(2 ** text.room - 1, text.room);
    yield ":";
    yield text.bytes;
    yield "\n";
  },
};
