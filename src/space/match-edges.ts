/**
 * Finds the edges that are there already among those of a file: of the same ends and type, and of the same values of
 * some attributes. Several rows may mean one edge, or each row one of its own, in the order of ids.
 */
import { createColumn } from "../pool/create-column.js";
import { rawCount } from "../pool/raw-values.js";
import type { ValueType } from "../pool/value-type.js";
import { NO_ROW } from "../structures/row-index.js";
import { type Elements, labelSetOf } from "./elements/elements.js";
import { keyIdentity } from "./elements/node-key.js";
import type { GraphSpace } from "./graph-space.js";
import { EDGES_READ_PER_ROW, EndsTable } from "./merge-edges.js";
import type { ImportColumn, ImportGraph, ImportLabelSets } from "./write-import.js";

/** Edges of a file: ends by id, types, and columns by row. */
export interface GivenEdges {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly types: ImportLabelSets | undefined;
  readonly columns: readonly ImportColumn[];
}

/** The rules by which an edge of a file is one of the graph. */
export interface EdgeIdentity {
  /** Attributes whose values have to be the same; absent is the same as absent. */
  readonly attributes: readonly string[];
  /** Whether each row is an edge of its own, the first of some that are alike the oldest; else those alike are one. */
  readonly isEach: boolean;
}

/** The edge of each row. */
export interface MatchedEdges {
  /** Edges that are there, each once. */
  readonly found: Uint32Array;
  readonly newCount: number;
  /** For each row the position of its edge among the new ones; of one that is there -1 less its position in `found`. */
  readonly edgeOf: Int32Array;
}

/** Finds edges. O(rows + edges), or where rows are few O(rows · degree). */
export function matchEdges(graph: ImportGraph, given: GivenEdges, identity: EdgeIdentity): MatchedEdges {
  const space = graph.state as GraphSpace;
  const { sources, targets } = given;
  const count = sources.length;
  const codes = new IdentityCodes(graph, given, identity.attributes);
  const table = new EndsTable({ sources, targets, sets: codes.ofRows }, space.directed);
  /** For each row the first one alike, and the next one. */
  const leaders = new Uint32Array(count);
  const next = new Int32Array(identity.isEach ? count : 0).fill(-1);
  const last = new Int32Array(identity.isEach ? count : 0);
  let distinct = 0;
  for (let row = 0; row < count; row++) {
    const leader = table.add(row);
    leaders[row] = leader;
    if (leader === row) distinct++;
    else if (identity.isEach) next[last[leader]] = row;
    if (identity.isEach) last[leader] = row;
  }
  const held = new Int32Array(count).fill(-1);
  const { live } = space.edges;
  if (!identity.isEach && live.count > distinct * EDGES_READ_PER_ROW) {
    const known = space.pool.nodes.count;
    for (let row = 0; row < count; row++)
      if (leaders[row] === row && sources[row] < known && targets[row] < known)
        held[row] = oldestAlike(
          space,
          sources[row],
          targets[row],
          (edge) => codes.of(edge) === codes.ofRows[row],
        );
  } else if (live.count > 0 && count > 0) {
    const { sources: from, targets: to } = space.pool.edges;
    /** The row that the next edge alike is; negative if there is none left. */
    const cursor = Int32Array.from(leaders, (leader, row) => (leader === row ? row : -1));
    // ascending, so the oldest comes first
    live.forEach((edge) => {
      const code = codes.of(edge);
      const leader = code === undefined ? -1 : table.find(from[edge], to[edge], code);
      const row = leader < 0 ? -1 : cursor[leader];
      if (row < 0) return;
      held[row] = edge;
      cursor[leader] = identity.isEach ? next[row] : -1;
    });
  }
  return numbered(held, identity.isEach ? undefined : leaders);
}

/** Numbers of the edges, new ones and those that are there, in the order of rows. */
function numbered(held: Int32Array, leaders: Uint32Array | undefined): MatchedEdges {
  const edgeOf = new Int32Array(held.length);
  const found: number[] = [];
  let newCount = 0;
  for (let row = 0; row < held.length; row++) {
    if (leaders !== undefined && leaders[row] !== row) edgeOf[row] = edgeOf[leaders[row]];
    else if (held[row] < 0) edgeOf[row] = newCount++;
    else edgeOf[row] = -found.push(held[row]);
  }
  return { found: Uint32Array.from(found), newCount, edgeOf };
}

function oldestAlike(
  { adjacency, directed, edges }: GraphSpace,
  source: number,
  target: number,
  isAlike: (edge: number) => boolean,
): number {
  const isWanted = (edge: number): boolean => edges.live.has(edge) && isAlike(edge);
  const found = adjacency.oldestBetween(source, target, isWanted);
  if (directed || source === target) return found;
  const turned = adjacency.oldestBetween(target, source, isWanted);
  return found < 0 || (turned >= 0 && turned < found) ? turned : found;
}

/** A number for each type together with values of some attributes. */
class IdentityCodes {
  readonly ofRows: Int32Array;
  readonly #labelRows: GraphSpace["edges"]["labelRows"];
  readonly #edges: Elements;
  readonly #attributes: readonly string[];
  readonly #schema: Readonly<Record<string, ValueType>>;
  readonly #codes = new Map<string, number>();

  constructor(graph: ImportGraph, given: GivenEdges, attributes: readonly string[]) {
    const { edges } = graph.state as GraphSpace;
    this.#edges = graph.edges as Elements;
    this.#labelRows = edges.labelRows;
    this.#attributes = attributes;
    this.#schema = this.#edges.schema as Readonly<Record<string, ValueType>>;
    const count = given.sources.length;
    const { types } = given;
    const sets = types?.sets.map(([name]) => labelSetOf(edges, "type", name));
    const ofRows = new Int32Array(count).fill(NO_ROW);
    if (types !== undefined && sets !== undefined)
      for (let row = 0; row < count; row++) if (types.codes[row] >= 0) ofRows[row] = sets[types.codes[row]];
    if (attributes.length > 0) {
      const texts = attributes.map((name) =>
        textsOf(
          given.columns.find((each) => each.name === name),
          count,
        ),
      );
      for (let row = 0; row < count; row++) {
        const text = JSON.stringify([ofRows[row], ...texts.map((list) => list[row] ?? null)]);
        const code = this.#codes.get(text);
        ofRows[row] = code ?? this.#codes.size;
        if (code === undefined) this.#codes.set(text, this.#codes.size);
      }
    }
    this.ofRows = ofRows;
  }

  /** The number of an edge of the graph; undefined if no row has it. */
  of(edge: number): number | undefined {
    const set = Math.max(this.#labelRows.get(edge), NO_ROW);
    if (this.#attributes.length === 0) return set;
    const values = this.#attributes.map((name) => {
      const type = this.#schema[name];
      const value = type === undefined ? undefined : this.#edges.get(edge, name);
      return value === undefined ? null : textOf(type, value);
    });
    return this.#codes.get(JSON.stringify([set, ...values]));
  }
}

/** A text for each value of a column, by row. */
function textsOf(column: ImportColumn | undefined, count: number): (string | undefined)[] {
  const texts = new Array<string | undefined>(count).fill(undefined);
  if (column === undefined) return texts;
  const { type, values, positions } = column;
  const stored = createColumn(type);
  stored.appendRaw(values);
  const present = rawCount(values);
  for (let i = 0; i < present; i++)
    texts[positions === undefined ? i : positions[i]] = textOf(type, stored.get(i));
  return texts;
}

/** Equal texts for values that are the same. */
function textOf(type: ValueType, value: unknown): string {
  const same = keyIdentity(type, value);
  if (typeof same !== "object" || same === null) return `${typeof same} ${String(same)}`;
  const items = ArrayBuffer.isView(same) ? Array.from(same as Float32Array) : same;
  return JSON.stringify(items, (_, item) => (typeof item === "bigint" ? `${item}n` : item));
}
