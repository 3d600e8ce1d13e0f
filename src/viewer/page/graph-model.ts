/** The graph that is on the page: what came from the server, and the scene that is made of it by the appearance chosen. */
import { css, mixColors, type Rgb, sequential, type Theme } from "../drawing/palette.js";
import { bendsOf, type Scene, setColor } from "../drawing/scene.js";
import type { BlockFrame } from "../protocol/frame.js";
import { ADDED, CHANGED, type ColumnMeta, type GraphMeta, REMOVED, SAME } from "../protocol/messages.js";
import { shownNumber } from "./dom.js";

export interface Appearance {
  /** `labels`, `degree`, `none`, or `attribute NAME`, of which `louvain()` and the like are some. */
  nodeColor: string;
  nodeSize: string;
  /** `source`, `types`, `none`, or `attribute NAME`. */
  edgeColor: string;
  caption: string | undefined;
  showCaptions: boolean;
  layout: "forces" | "attributes";
}

/** A column of the server for the elements of the model, by position. */
export interface ModelColumn {
  readonly meta: ColumnMeta;
  readonly values: Float64Array | undefined;
  readonly codes: Uint8Array | undefined;
}

/** A line of the legend; the members are the nodes, or edges, that it is about. */
export interface LegendEntry {
  readonly key: string;
  readonly text: string;
  readonly color: string;
  readonly count: number | undefined;
  /** `+`, `−` or `~` of a comparison. */
  readonly sign?: string;
  readonly isEdge: boolean;
  readonly has: ((i: number) => boolean) | undefined;
}

export interface Legend {
  readonly title: string;
  readonly entries: readonly LegendEntry[];
  /** Of numbers the colours from the least to the greatest. */
  readonly ramp:
    | { readonly colors: readonly string[]; readonly min: string; readonly max: string }
    | undefined;
}

/** The elements in focus; the rest is dimmed. Undefined for none. */
export interface Focus {
  readonly nodes: ReadonlySet<number>;
  readonly edges: ReadonlySet<number>;
}

const ALPHA_DIM = 0.14;
/** Below 1: an edge of alpha 1 is one in focus (`canvas-painter.ts`). */
const ALPHA_EDGE = 0.9;
const RADIUS_LEAST = 3.2;
const RADIUS_MOST = 17;
const RAMP_COLORS = 9;
/** The last date that there is. */
const DATE_MS_MAX = 8.64e15;

export class GraphModel {
  readonly meta: GraphMeta;
  readonly nodeIds: Uint32Array;
  readonly edgeIds: Uint32Array;
  readonly degrees: Uint32Array;
  readonly labelSets: Uint16Array;
  readonly edgeTypes: Uint16Array;
  /** Positions that the graph itself has. */
  readonly givenX: Float32Array | undefined;
  readonly givenY: Float32Array | undefined;
  readonly scene: Scene;
  readonly legends: Legend[] = [];
  readonly #edgeMarks: Uint8Array;
  readonly #places = new Map<number, number>();

  constructor({ blocks, meta }: BlockFrame<GraphMeta>) {
    this.meta = meta;
    this.nodeIds = blocks.nodeIds as Uint32Array;
    this.edgeIds = blocks.edgeIds as Uint32Array;
    this.degrees = blocks.degrees as Uint32Array;
    this.labelSets = blocks.labelSets as Uint16Array;
    this.edgeTypes = blocks.edgeTypes as Uint16Array;
    this.givenX = blocks.x as Float32Array | undefined;
    this.givenY = blocks.y as Float32Array | undefined;
    const nodeCount = this.nodeIds.length;
    const edgeCount = this.edgeIds.length;
    const sources = blocks.sources as Uint32Array;
    const targets = blocks.targets as Uint32Array;
    this.#edgeMarks = (blocks.edgeChanges as Uint8Array | undefined) ?? new Uint8Array(edgeCount);
    this.nodeIds.forEach((id, i) => {
      this.#places.set(id, i);
    });
    const { degrees } = this;
    this.scene = {
      nodeCount,
      edgeCount,
      directed: meta.directed,
      x: new Float32Array(nodeCount),
      y: new Float32Array(nodeCount),
      radii: new Float32Array(nodeCount).fill(RADIUS_LEAST),
      nodeColors: new Uint8Array(4 * nodeCount),
      nodeMarks: (blocks.nodeChanges as Uint8Array | undefined) ?? new Uint8Array(nodeCount),
      sources,
      targets,
      edgeColors: new Uint8Array(4 * edgeCount),
      edgeWidths: new Float32Array(edgeCount).fill(1),
      bends: bendsOf(sources, targets, nodeCount),
      captions: blocks.captions as readonly string[],
      byImportance: Uint32Array.from({ length: nodeCount }, (_, i) => i).sort(
        (a, b) => degrees[b]! - degrees[a]! || a - b,
      ),
    };
  }

  /** The position of a node in the arrays; undefined if it is not shown. */
  placeOf(id: number): number | undefined {
    return this.#places.get(id);
  }

  /** The nodes that have an edge to one, that one, and the edges between. O(edges). */
  around(node: number): Focus {
    const { edgeCount, sources, targets } = this.scene;
    const nodes = new Set([node]);
    const edges = new Set<number>();
    for (let e = 0; e < edgeCount; e++) {
      if (sources[e] !== node && targets[e] !== node) continue;
      nodes.add(sources[e]!).add(targets[e]!);
      edges.add(e);
    }
    return { nodes, edges };
  }

  /** The edges among some nodes. */
  among(nodes: ReadonlySet<number>): Focus {
    const { edgeCount, sources, targets } = this.scene;
    const edges = new Set<number>();
    for (let e = 0; e < edgeCount; e++) if (nodes.has(sources[e]!) && nodes.has(targets[e]!)) edges.add(e);
    return { nodes, edges };
  }

  /** Sizes by the degree, by numbers, or all the same. */
  resize(by: string, column: ModelColumn | undefined): void {
    const { radii } = this.scene;
    const values = column?.values;
    if (by === "none" || (by !== "degree" && values === undefined)) {
      radii.fill(6);
      return;
    }
    if (values === undefined) {
      for (let i = 0; i < radii.length; i++)
        radii[i] = Math.min(RADIUS_MOST, RADIUS_LEAST + 1.25 * Math.sqrt(this.degrees[i]!));
      return;
    }
    const [min, max] = rangeOf(values);
    // areas go with the values; what is below zero is as small as what has none
    for (let i = 0; i < radii.length; i++) {
      const value = values[i]!;
      const part = value > 0 && max > 0 ? Math.sqrt((value - Math.max(0, min) * 0.5) / max) : 0;
      radii[i] = RADIUS_LEAST + (RADIUS_MOST - RADIUS_LEAST) * (Number.isFinite(part) ? part : 0);
    }
  }

  /** Colours by the appearance, the comparison, and what is in focus; makes the legends anew. */
  recolor(
    appearance: Appearance,
    theme: Theme,
    nodeColumn: ModelColumn | undefined,
    edgeColumn: ModelColumn | undefined,
    focus: Focus | undefined,
  ): void {
    const { edgeColors, edgeCount, edgeWidths, nodeColors, nodeCount, nodeMarks, sources } = this.scene;
    this.legends.length = 0;
    const isCompared = this.meta.changes !== null;
    const nodeColor = isCompared
      ? this.#byChange(theme, nodeMarks, false)
      : this.#nodeColors(appearance.nodeColor, theme, nodeColumn);
    const edgeColor = isCompared
      ? this.#byChange(theme, this.#edgeMarks, true)
      : this.#edgeColors(appearance.edgeColor, theme, edgeColumn);
    for (let i = 0; i < nodeCount; i++)
      setColor(nodeColors, i, nodeColor(i), focus === undefined || focus.nodes.has(i) ? 1 : ALPHA_DIM);
    for (let e = 0; e < edgeCount; e++) {
      const own = edgeColor(e);
      const isMarked = isCompared && this.#edgeMarks[e] !== SAME;
      const color = own ?? mixColors(theme.edge, nodeColor(sources[e]!), 0.55);
      const alpha = focus === undefined ? (isMarked ? 1 : ALPHA_EDGE) : focus.edges.has(e) ? 1 : ALPHA_DIM;
      setColor(edgeColors, e, color, alpha);
      edgeWidths[e] = alpha === 1 ? 1.6 : 1;
    }
  }

  #byChange(theme: Theme, marks: Uint8Array, isEdge: boolean): (i: number) => Rgb {
    const counts = [0, 0, 0, 0];
    for (const mark of marks) counts[mark]!++;
    const entry = (mark: number, text: string, color: Rgb, sign: string): LegendEntry => ({
      key: `${isEdge ? "edge" : "node"} change ${mark}`,
      text,
      color: css(color),
      count: counts[mark]!,
      sign,
      isEdge,
      has: (i) => marks[i] === mark,
    });
    this.legends.push({
      title: isEdge ? "Edges: changes" : "Nodes: changes",
      ramp: undefined,
      entries: [
        entry(ADDED, "added", theme.added, "+"),
        entry(REMOVED, "removed", theme.removed, "−"),
        entry(CHANGED, "changed", theme.changed, "~"),
        entry(SAME, "the same", theme.same, ""),
      ],
    });
    const colors = [theme.same, theme.added, theme.removed, theme.changed];
    return (i) => colors[marks[i]!]!;
  }

  #nodeColors(by: string, theme: Theme, column: ModelColumn | undefined): (i: number) => Rgb {
    if (by === "degree") {
      const degrees = Float64Array.from(this.degrees, (degree) => Math.log1p(degree));
      const most = this.degrees.reduce((max, degree) => Math.max(max, degree), 0);
      this.#pushRamp("Nodes: number of edges", theme, "0", shownNumber(most));
      return numberColors(degrees, theme, 0);
    }
    if (by.startsWith("attribute ") && column !== undefined)
      return this.#columnColors(`Nodes: ${called(by)}`, column, theme, false);
    if (by === "labels" && this.meta.labelSets.length > 0) {
      const names = this.meta.labelSets.map((labels) => labels.join(", ") || "no label");
      return this.#codeColors("Nodes: label", this.labelSets, names, theme, false);
    }
    return () => theme.plain;
  }

  /** Undefined colours are mixed with those of the edge's source. */
  #edgeColors(by: string, theme: Theme, column: ModelColumn | undefined): (e: number) => Rgb | undefined {
    if (by === "types" && this.meta.types.length > 0) {
      const names = this.meta.types.map((type) => type || "no type");
      return this.#codeColors("Edges: type", this.edgeTypes, names, theme, true);
    }
    if (by.startsWith("attribute ") && column !== undefined)
      return this.#columnColors(`Edges: ${called(by)}`, column, theme, true);
    return by === "source" ? () => undefined : () => theme.edge;
  }

  #columnColors(title: string, column: ModelColumn, theme: Theme, isEdge: boolean): (i: number) => Rgb {
    const { codes, meta, values } = column;
    if (meta.kind === "numbers" && values !== undefined) {
      const [min, max] = rangeOf(values);
      const shown = (value: number) =>
        meta.type === "timestamp" && Math.abs(value) <= DATE_MS_MAX
          ? new Date(value).toISOString().slice(0, 10)
          : shownNumber(value);
      this.#pushRamp(title, theme, shown(min), shown(max));
      return numberColors(values, theme, min);
    }
    if (meta.kind === "numbers" || codes === undefined) return () => theme.plain;
    const names = meta.categories.map(({ text }) => text || "(empty)");
    const colors = [...names.map((_, i) => theme.categories[i]!), theme.other, theme.absent];
    const counts = [...meta.categories.map((each) => each.count), meta.others, meta.absent];
    const prefix = isEdge ? "edge" : "node";
    this.legends.push({
      title,
      ramp: undefined,
      entries: [...names, "others", "no value"].flatMap((text, i) =>
        counts[i] === 0
          ? []
          : [
              {
                key: `${prefix} ${title} ${text} ${i}`,
                text,
                color: css(colors[i]!),
                count: counts[i],
                isEdge,
                has: (at: number) => codes[at] === i,
              },
            ],
      ),
    });
    return (i) => colors[codes[i]!]!;
  }

  /** Codes of any number: the most frequent ones have the colours of the palette. */
  #codeColors(
    title: string,
    codes: Uint16Array,
    names: readonly string[],
    theme: Theme,
    isEdge: boolean,
  ): (i: number) => Rgb {
    const counts = new Uint32Array(names.length);
    for (const code of codes) counts[code]!++;
    const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
    const top = order.slice(0, theme.categories.length);
    const colors: Rgb[] = new Array(names.length).fill(theme.other);
    top.forEach((code, i) => {
      colors[code] = theme.categories[i]!;
    });
    const isOther = new Set(order.slice(theme.categories.length));
    const others = [...isOther].reduce((sum, code) => sum + counts[code]!, 0);
    const prefix = isEdge ? "edge" : "node";
    const entries: LegendEntry[] = top
      .filter((code) => counts[code]! > 0)
      .map((code) => ({
        key: `${prefix} ${title} ${names[code]}`,
        text: names[code]!,
        color: css(colors[code]!),
        count: counts[code]!,
        isEdge,
        has: (i) => codes[i] === code,
      }));
    if (others > 0)
      entries.push({
        key: `${prefix} ${title} others`,
        text: `${isOther.size} others`,
        color: css(theme.other),
        count: others,
        isEdge,
        has: (i) => isOther.has(codes[i]!),
      });
    this.legends.push({ title, ramp: undefined, entries });
    return (i) => colors[codes[i]!]!;
  }

  #pushRamp(title: string, theme: Theme, min: string, max: string): void {
    const colors = Array.from({ length: RAMP_COLORS }, (_, i) =>
      css(sequential(i / (RAMP_COLORS - 1), theme)),
    );
    this.legends.push({ title, entries: [], ramp: { colors, min, max } });
  }
}

/** The name behind `attribute `, as it is shown. */
export function called(by: string): string {
  const name = by.replace(/^attribute /, "");
  const computed: Readonly<Record<string, string>> = {
    "louvain()": "community (Louvain)",
    "connectedComponents()": "connected component",
    "pageRank()": "PageRank",
  };
  return Object.hasOwn(computed, name) ? computed[name]! : name;
}

function rangeOf(values: Float64Array): [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    // infinities would leave nothing for the others
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return min <= max ? [min, max] : [0, 0];
}

/**
 * Colours by rank and by value in equal parts: by value alone one large number would make all others one colour.
 */
function numberColors(values: Float64Array, theme: Theme, min: number): (i: number) => Rgb {
  const [, max] = rangeOf(values);
  const sorted = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
  const width = max - min || 1;
  return (i) => {
    const value = values[i]!;
    if (Number.isNaN(value)) return theme.absent;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    const rank = sorted.length > 1 ? low / (sorted.length - 1) : 0.5;
    const part = Math.min(1, Math.max(0, (value - min) / width));
    return sequential((rank + part) / 2, theme);
  };
}
