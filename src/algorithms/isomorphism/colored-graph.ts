/**
 * Graphs as isomorphisms see them: each node has a color and an arc to each of its neighbors, of a kind that says
 * which edges lead there and back. Colours and kinds are the same numbers in all graphs that are made together.
 */
import type { SortedArcs } from "../shared/arcs/sorted-arcs.js";

/** Node u's arcs are at offsets[u] .. offsets[u + 1] - 1, one to each neighbor, none to itself. */
export interface ColoredGraph {
  readonly nodeCount: number;
  readonly colors: Uint32Array;
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: Uint32Array;
}

/** A graph to be colored, and the colors that its nodes and edges have already. */
export interface Colorable {
  readonly out: SortedArcs;
  readonly in: SortedArcs;
  readonly nodeColors?: Uint32Array;
  readonly edgeColors?: Uint32Array;
}

/** O(arcs), and O(arcs log arcs) where edges have colors. */
export function coloredGraphsOf(graphs: readonly Colorable[]): ColoredGraph[] {
  const colorOf = numbering();
  const kindOf = numbering();
  return graphs.map((graph) => coloredGraphOf(graph, colorOf, kindOf));
}

/** A function that gives each text a number, from 0 in the order in which they come. */
function numbering(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
}

function coloredGraphOf(
  { out, in: into, nodeColors, edgeColors }: Colorable,
  colorOf: (text: string) => number,
  kindOf: (text: string) => number,
): ColoredGraph {
  const nodeCount = out.offsets.length - 1;
  const isDirected = into !== out;
  const colors = new Uint32Array(nodeCount);
  const offsets = new Uint32Array(nodeCount + 1);
  const ends = new Uint32Array(out.ends.length + (isDirected ? into.ends.length : 0));
  const kinds = new Uint32Array(ends.length);
  /** A run of arcs to one node, as a text: how many they are, or their colors. */
  const textOf = ({ edges }: SortedArcs, start: number, end: number): string =>
    edgeColors === undefined
      ? String(end - start)
      : [...edges.subarray(start, end)]
          .map((edge) => edgeColors[edge])
          .sort((a, b) => a - b)
          .join();
  const runEnd = (arcs: SortedArcs, start: number, end: number): number => {
    let at = start;
    while (at < end && arcs.ends[at] === arcs.ends[start]) at++;
    return at;
  };
  // nearly all arcs are of these kinds, which need no text
  const usual = edgeColors === undefined ? ["1|0", "0|1", "1|1"].map((text) => kindOf(text)) : [];
  let n = 0;
  for (let u = 0; u < nodeCount; u++) {
    let a = out.offsets[u];
    let b = isDirected ? into.offsets[u] : 0;
    const lastA = out.offsets[u + 1];
    const lastB = isDirected ? into.offsets[u + 1] : 0;
    let loops = "";
    while (a < lastA || b < lastB) {
      const v = Math.min(a < lastA ? out.ends[a] : Infinity, b < lastB ? into.ends[b] : Infinity);
      const endA = a < lastA && out.ends[a] === v ? runEnd(out, a, lastA) : a;
      const endB = b < lastB && into.ends[b] === v ? runEnd(into, b, lastB) : b;
      if (v === u) loops = textOf(out, a, endA);
      else {
        ends[n] = v;
        const place = endA - a + 2 * (endB - b) - 1;
        const isUsual = usual.length > 0 && endA - a <= 1 && endB - b <= 1;
        kinds[n++] = isUsual ? usual[place] : kindOf(`${textOf(out, a, endA)}|${textOf(into, b, endB)}`);
      }
      a = endA;
      b = endB;
    }
    colors[u] = colorOf(`${nodeColors?.[u] ?? 0}|${loops}`);
    offsets[u + 1] = n;
  }
  return { nodeCount, colors, offsets, ends: ends.subarray(0, n), kinds: kinds.subarray(0, n) };
}

/**
 * The same graphs with other arcs, if most pairs of nodes have arcs of one kind: then these are left out, and pairs
 * without arcs get some instead, so that graphs whose complement is disconnected split into parts.
 */
export function sparserOf(graphs: readonly ColoredGraph[]): readonly ColoredGraph[] {
  const kind = mostUsualKind(graphs[0]);
  return kind === undefined ? graphs : graphs.map((graph) => withoutKind(graph, kind));
}

/** The kind of more than half of all pairs; undefined if there is none. It is the same from either end. */
function mostUsualKind({ nodeCount, kinds }: ColoredGraph): number | undefined {
  const half = (nodeCount * (nodeCount - 1)) / 2;
  if (kinds.length <= half) return undefined;
  const counts = new Map<number, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const [kind, count] of counts) if (count > half) return kind;
  return undefined;
}

/** Past all kinds that there are. */
const GAP = 0xffff_ffff;

function withoutKind({ nodeCount, colors, offsets, ends, kinds }: ColoredGraph, usual: number): ColoredGraph {
  const offsetsLeft = new Uint32Array(nodeCount + 1);
  const endsLeft: number[] = [];
  const kindsLeft: number[] = [];
  for (let u = 0; u < nodeCount; u++) {
    let arc = offsets[u];
    for (let v = 0; v < nodeCount; v++) {
      const kind = arc < offsets[u + 1] && ends[arc] === v ? kinds[arc++] : GAP;
      if (v === u || kind === usual) continue;
      endsLeft.push(v);
      kindsLeft.push(kind);
    }
    offsetsLeft[u + 1] = endsLeft.length;
  }
  return {
    nodeCount,
    colors,
    offsets: offsetsLeft,
    ends: Uint32Array.from(endsLeft),
    kinds: Uint32Array.from(kindsLeft),
  };
}

/** The part of a graph that consists of some of its nodes, in their order, with other colors. */
export function partOf(graph: ColoredGraph, nodes: readonly number[], colors: Uint32Array): ColoredGraph {
  const places = new Map(nodes.map((u, i) => [u, i]));
  const offsets = new Uint32Array(nodes.length + 1);
  const ends: number[] = [];
  const kinds: number[] = [];
  for (const [i, u] of nodes.entries()) {
    for (let arc = graph.offsets[u]; arc < graph.offsets[u + 1]; arc++) {
      const end = places.get(graph.ends[arc]);
      if (end === undefined) continue;
      ends.push(end);
      kinds.push(graph.kinds[arc]);
    }
    offsets[i + 1] = ends.length;
  }
  return {
    nodeCount: nodes.length,
    colors,
    offsets,
    ends: Uint32Array.from(ends),
    kinds: Uint32Array.from(kinds),
  };
}
