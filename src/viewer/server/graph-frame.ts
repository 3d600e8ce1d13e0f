/**
 * The frame of a state: nodes and the edges among them, up to limits. Beyond them the nodes with the most edges are sent,
 * those that a comparison marks before others.
 */
import type { Diff, GraphView } from "groggy";
import { encodeFrame, type FrameBlocks } from "../protocol/frame.js";
import {
  ADDED,
  CHANGED,
  type FoundCounts,
  type GraphMeta,
  type MarkCounts,
  REMOVED,
  SAME,
} from "../protocol/messages.js";
import { captionAttribute, captionsOf } from "./shown-text.js";

export interface FrameRequest {
  readonly at: string;
  readonly view: GraphView;
  readonly key: string | undefined;
  /** The state that it is compared with, and the difference from it. */
  readonly comparison?: { readonly from: string; readonly view: GraphView; readonly diff: Diff } | undefined;
  /** The elements that are shown alone, and the ends of the edges among them. */
  readonly only?:
    | { readonly nodes: Uint32Array; readonly edges: Uint32Array; readonly found: FoundCounts }
    | undefined;
  readonly nodesMax: number;
  readonly caption?: string | undefined;
}

/** Edges for each node that is sent at most; above it drawing says nothing any more. */
const EDGES_PER_NODE_MAX = 5;
const EDGES_MIN = 100_000;

/** Names of attributes that are positions: as they are, or degrees of longitude and latitude, which grow upward. */
const POSITIONS: readonly (readonly [x: string, y: string, sign: 1 | -1])[] = [
  ["x", "y", 1],
  ["X", "Y", 1],
  ["pos_x", "pos_y", 1],
  ["longitude", "latitude", -1],
  ["lon", "lat", -1],
  ["lng", "lat", -1],
];

export function graphFrame(request: FrameRequest): Uint8Array<ArrayBuffer> {
  const { at, comparison, key, nodesMax, only, view } = request;
  const marks = comparison === undefined ? undefined : marksOf(comparison.diff);
  const present = only === undefined ? view.nodes.ids() : nodesToShow(view, only);
  const gone = comparison === undefined ? NONE : goneNodes(comparison, only);
  const { ids, left } = chosen(request, present, gone, marks?.nodes);
  const isShown = new Map<number, number>();
  ids.forEach((id, i) => {
    isShown.set(id, i);
  });
  const livingIds = ids.filter((id) => view.nodes.has(id));
  const goneIds = ids.filter((id) => !view.nodes.has(id));
  // ids are never given twice, so that one list of edges holds those of both states
  const among =
    only !== undefined && only.edges.length > 0 && only.found.kind === "cypher"
      ? only.edges.filter((edge) => isShown.has(view.source(edge)) && isShown.has(view.target(edge)))
      : edgesAmong(view, livingIds);
  const goneEdges = comparison === undefined ? NONE : goneAmong(comparison, isShown);
  const edgesMax = Math.max(EDGES_MIN, EDGES_PER_NODE_MAX * nodesMax);
  const edgeIds = thinned(among, Math.max(0, edgesMax - goneEdges.length), marks?.edges);
  const allEdges = joined(edgeIds, goneEdges);
  const ends = endsOf(view, edgeIds, comparison?.view, goneEdges);
  const caption = captionChoice(request);
  const part = (of: GraphView, list: Uint32Array) => ({
    labels: Array.from(list, (id) => of.nodes.labels(id)),
    captions: captionsOf(of, list, caption),
    degrees: of.degrees(list, "both"),
  });
  const nodeParts = [
    part(view, livingIds),
    ...(comparison === undefined ? [] : [part(comparison.view, goneIds)]),
  ];
  const labelSets = new Codes();
  const types = new Codes();
  const nodeIds = joined(livingIds, goneIds);
  const place = new Map<number, number>();
  nodeIds.forEach((id, i) => {
    place.set(id, i);
  });
  const edgeTypes = Uint16Array.from(allEdges, (edge, i) =>
    types.of([(i < edgeIds.length ? view : comparison!.view).edges.type(edge) ?? ""]),
  );
  const blocks: Record<string, FrameBlocks[string]> = {
    nodeIds,
    labelSets: Uint16Array.from(
      nodeParts.flatMap(({ labels }) => labels),
      (labels) => labelSets.of(labels),
    ),
    degrees: joined(nodeParts[0]!.degrees, nodeParts[1]?.degrees ?? NONE),
    captions: nodeParts.flatMap(({ captions }) => captions),
    edgeIds: allEdges,
    sources: ends.sources.map((id) => place.get(id)!),
    targets: ends.targets.map((id) => place.get(id)!),
    edgeTypes,
    ...positions(view, livingIds, goneIds.length),
  };
  if (marks !== undefined) {
    blocks.nodeChanges = Uint8Array.from(nodeIds, (id) => marks.nodes.get(id) ?? SAME);
    blocks.edgeChanges = Uint8Array.from(allEdges, (id) => marks.edges.get(id) ?? SAME);
  }
  const meta: GraphMeta = {
    at,
    from: comparison?.from ?? null,
    directed: view.directed,
    nodeCount: view.nodeCount,
    edgeCount: view.edgeCount,
    found: only?.found ?? null,
    leftOut: { nodes: left, edges: among.length - edgeIds.length },
    labelSets: labelSets.list,
    types: types.list.map(([type]) => type!),
    nodeAttributes: typesIn(view.nodes.schema),
    edgeAttributes: typesIn(view.edges.schema),
    caption,
    changes:
      comparison === undefined
        ? null
        : { nodes: countsOf(comparison.diff.nodes.counts), edges: countsOf(comparison.diff.edges.counts) },
  };
  void key;
  return encodeFrame({ meta, blocks });
}

const NONE = new Uint32Array(0);
/** Codes are 16 bits; label sets, or types, beyond that share the last one. */
const CODES_MAX = 65_535;

/** Numbers for lists of names, in the order in which they come. */
class Codes {
  readonly list: (readonly string[])[] = [];
  readonly #codes = new Map<string, number>();

  of(names: readonly string[]): number {
    const key = names.length === 1 ? names[0]! : JSON.stringify(names);
    const code = this.#codes.get(key);
    if (code !== undefined) return code;
    if (this.list.length === CODES_MAX) return CODES_MAX - 1;
    this.#codes.set(key, this.list.length);
    return this.list.push(names) - 1;
  }
}

function captionChoice({ caption, key, view }: FrameRequest): string | null {
  if (caption !== undefined && Object.hasOwn(view.nodes.schema, caption)) return caption;
  return captionAttribute(view, key);
}

function typesIn(schema: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, type]) => [
      name,
      typeof type === "string" ? type : JSON.stringify(type),
    ]),
  );
}

function countsOf({ added, removed, changed }: MarkCounts): MarkCounts {
  return { added, removed, changed };
}

interface Marks {
  readonly nodes: Map<number, number>;
  readonly edges: Map<number, number>;
}

/** How elements differ, by id. */
function marksOf(diff: Diff): Marks {
  const [nodes, edges] = [diff.nodes, diff.edges].map((part) => {
    const marks = new Map<number, number>();
    for (const name of part.attributes) for (const id of part.column(name).ids) marks.set(id, CHANGED);
    for (const { id } of part.labelChanges()) marks.set(id, CHANGED);
    for (const id of part.added) marks.set(id, ADDED);
    for (const id of part.removed) marks.set(id, REMOVED);
    return marks;
  });
  return { nodes: nodes!, edges: edges! };
}

/** The nodes that a search found, with the ends of the edges that it found. */
function nodesToShow(view: GraphView, { edges, nodes }: NonNullable<FrameRequest["only"]>): Uint32Array {
  if (edges.length === 0) return nodes;
  const spanned = view.edges.select(edges);
  return view.nodes.select(nodes).or(spanned.sources()).or(spanned.targets()).ids();
}

/** The nodes of the other state that are gone; of a search those that are ends of gone edges at what it found. */
function goneNodes(
  { diff, view }: NonNullable<FrameRequest["comparison"]>,
  only: FrameRequest["only"],
): Uint32Array {
  if (only === undefined) return diff.nodes.removed;
  const shown = new Set(only.nodes);
  const removed = new Set(diff.nodes.removed);
  const beside = new Set<number>();
  for (const edge of diff.edges.removed) {
    const [source, target] = [view.source(edge), view.target(edge)];
    if (shown.has(source) && removed.has(target)) beside.add(target);
    if (shown.has(target) && removed.has(source)) beside.add(source);
  }
  return Uint32Array.from(beside).sort();
}

/** The nodes that are sent, ascending: all, or those that differ, and then those with the most edges. */
function chosen(
  { comparison, nodesMax, view }: FrameRequest,
  present: Uint32Array,
  gone: Uint32Array,
  marks: ReadonlyMap<number, number> | undefined,
): { readonly ids: Uint32Array; readonly left: number } {
  const all = joined(present, gone).sort();
  const left = Math.max(0, all.length - nodesMax);
  if (left === 0) return { ids: all, left };
  const weights = new Float64Array(all.length);
  const presentDegrees = view.degrees(present, "both");
  const goneDegrees = comparison?.view.degrees(gone, "both") ?? NONE;
  const weightOf = new Map<number, number>();
  present.forEach((id, i) => {
    weightOf.set(id, presentDegrees[i]!);
  });
  gone.forEach((id, i) => {
    weightOf.set(id, goneDegrees[i]!);
  });
  all.forEach((id, i) => {
    weights[i] = weightOf.get(id)! + (marks?.has(id) ? 2 ** 40 : 0);
  });
  // the order of the ids among equals
  const order = Uint32Array.from(all, (_, i) => i).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const ids = order
    .subarray(0, nodesMax)
    .map((i) => all[i]!)
    .sort();
  return { ids, left };
}

function edgesAmong(view: GraphView, ids: Uint32Array): Uint32Array {
  if (ids.length === view.nodeCount) return view.edges.ids();
  return view.subgraph(view.nodes.select(ids)).edges.ids();
}

/** The edges that are gone and whose ends are shown. */
function goneAmong(
  { diff, view }: NonNullable<FrameRequest["comparison"]>,
  isShown: ReadonlyMap<number, number>,
): Uint32Array {
  return diff.edges.removed.filter(
    (edge) => isShown.has(view.source(edge)) && isShown.has(view.target(edge)),
  );
}

/** So many edges at most: those that differ, and of the others one in so many. */
function thinned(
  edges: Uint32Array,
  max: number,
  marks: ReadonlyMap<number, number> | undefined,
): Uint32Array {
  if (edges.length <= max) return edges;
  const marked = marks === undefined ? NONE : edges.filter((edge) => marks.has(edge)).subarray(0, max);
  const rest = marks === undefined ? edges : edges.filter((edge) => !marks.has(edge));
  const wanted = max - marked.length;
  const some = Uint32Array.from({ length: wanted }, (_, i) => rest[Math.floor((i * rest.length) / wanted)]!);
  return joined(marked, some).sort();
}

function endsOf(view: GraphView, edges: Uint32Array, before: GraphView | undefined, gone: Uint32Array) {
  return {
    sources: joined(view.edges.sources(edges), before?.edges.sources(gone) ?? NONE),
    targets: joined(view.edges.targets(edges), before?.edges.targets(gone) ?? NONE),
  };
}

function positions(view: GraphView, ids: Uint32Array, goneCount: number): Record<string, Float32Array> {
  const { schema } = view.nodes;
  const isNumber = (name: string) => /^(int32|integer|float32|float64)$/.test(String(schema[name]));
  const found = POSITIONS.find(([x, y]) => isNumber(x) && isNumber(y));
  if (found === undefined) return {};
  const [xName, yName, sign] = found;
  const read = (name: string, factor: number): Float32Array => {
    const numbers = new Float32Array(ids.length + goneCount).fill(Number.NaN);
    view.nodes.values(ids, name).forEach((value, i) => {
      if (typeof value === "number" && Number.isFinite(value)) numbers[i] = factor * value;
    });
    return numbers;
  };
  return { x: read(xName, 1), y: read(yName, sign) };
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (b.length === 0) return a;
  const all = new Uint32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
