/**
 * From a `BuiltGraph` to a graph: finds out which nodes are there already, resolves each key once, and hands all
 * columns over to be written at one go. Everything that looks at the graph happens here, without a wait in between.
 * Over 500 lines: the steps of one write, which share what keys were resolved to.
 */
import { type MatchedEdges, matchEdges, nextIds, writeImport } from "#lazy/import";
import { describe } from "../../errors.js";
import {
  type GraphView,
  gatherRaw,
  isUnionType,
  type NodeId,
  type RawValues,
  type ValueType,
} from "../../view.js";
import { type BuiltColumn, typedBuilder, type ValueContext } from "./column-builder.js";
import type { BuiltLabelSets } from "./elements-builder.js";
import { FormatError } from "./format-error.js";
import type { BuiltGraph, GraphBuilder } from "./graph-builder.js";
import { graphKeyOf } from "./graph-key.js";
import {
  type ColumnUpdate,
  type EdgeColumns,
  labelSetsByRow,
  type MappedColumn,
  mappedByRow,
  mappedByTarget,
  SetUnion,
  splitEdges,
  takeEach,
} from "./mapped-columns.js";
import { missingParts } from "./missing-parts.js";

/** A key that is no node of the graph. */
const NO_ID = 0xffff_ffff;

/** A graph that can be written to. */
export interface WritableGraph extends GraphView {
  readonly history: { readonly core: unknown };
}

/** The elements written, over all batches. */
export interface WrittenSoFar {
  /** The attribute that has the file's ids; null for none, undefined while nothing was written. */
  key: string | null | undefined;
  readonly nodeRuns: (readonly [first: number, count: number])[];
  readonly edgeRuns: (readonly [first: number, count: number])[];
  mergedCount: number;
  mergedEdgeCount: number;
  removedNodeCount: number;
  removedEdgeCount: number;
  readonly nodeAttributes: Map<string, ValueType>;
  readonly edgeAttributes: Map<string, ValueType>;
  /** Whether edges with, and without, direction were met. */
  hasDirected: boolean;
  hasUndirected: boolean;
  /** The node of each key that was written or found, so that later batches need not ask. */
  idOfKey: Uint32Array;
}

/** Nothing written yet. */
export function nothingWritten(): WrittenSoFar {
  return {
    key: undefined,
    nodeRuns: [],
    edgeRuns: [],
    mergedCount: 0,
    mergedEdgeCount: 0,
    removedNodeCount: 0,
    removedEdgeCount: 0,
    nodeAttributes: new Map(),
    edgeAttributes: new Map(),
    hasDirected: false,
    hasUndirected: false,
    idOfKey: new Uint32Array(0),
  };
}

/** Whether all that was built has directions, has none, or is mixed. */
export function directionOf(built: BuiltGraph, written: WrittenSoFar): boolean | "mixed" {
  const { undirected, allDirected, sources } = built;
  if (sources.length === 0 && !written.hasDirected && !written.hasUndirected) return allDirected;
  let none = written.hasUndirected;
  let some = written.hasDirected;
  if (undirected === undefined) {
    if (sources.length > 0) {
      none ||= !allDirected;
      some ||= allDirected;
    }
  } else
    for (let i = 0; i < undirected.length && !(none && some); i++) {
      if (undirected[i] === 1) none = true;
      else some = true;
    }
  return none && some ? "mixed" : some;
}

/** The attribute that takes the file's ids; null for none. */
export function keyFor(builder: GraphBuilder, graphKey: string | undefined): string | null {
  const { key } = builder.options;
  if (key !== undefined) return key;
  if (builder.keysAreShared) return null;
  if (graphKey !== undefined) return graphKey;
  const taken = builder.nodes.attributeNames;
  const own = builder.keyName;
  const candidates = [...(own === undefined ? [] : [own]), "key", "id", "node"];
  return candidates.find((name) => !taken.includes(name)) ?? null;
}

/** The options of a graph that is made for what was built. */
export function graphOptionsFor(
  builder: GraphBuilder,
  built: BuiltGraph,
  directed: boolean,
  key: string | null,
): {
  readonly directed: boolean;
  readonly key?: string;
  readonly schema?: { readonly graph: Readonly<Record<string, ValueType>> };
} {
  const hasKeys = built.keyOfNode.some((each) => each >= 0);
  const isKey = key !== null && hasKeys && !builder.keysAreShared;
  const types = builder.graphAttributeTypes;
  return {
    directed,
    ...(isKey ? { key } : {}),
    ...(types.size === 0 ? {} : { schema: { graph: Object.fromEntries(types) } }),
  };
}

/** Writes what was built; nothing, if it throws. */
export function writeBuilt(
  builder: GraphBuilder,
  built: BuiltGraph,
  graph: WritableGraph,
  key: string | null,
  written: WrittenSoFar,
): void {
  const assembly = new Assembly(builder, built, graph, key, written);
  assembly.write();
}

/** Labels of new nodes, and of nodes that are there. */
interface BuiltLabels {
  readonly added: BuiltLabelSets | undefined;
  readonly merged: { readonly ids: Uint32Array; readonly labelSets: BuiltLabelSets } | undefined;
}

class Assembly {
  readonly #builder: GraphBuilder;
  readonly #built: BuiltGraph;
  readonly #graph: WritableGraph;
  readonly #key: string | null;
  readonly #written: WrittenSoFar;
  /** The id of each key's node. */
  readonly #idOfKey: Uint32Array;
  /** For each node that was built, its position among the new ones; negative for one that is there already. */
  readonly #newOf: Int32Array;
  #newCount = 0;
  readonly #graphKey: string | undefined;

  constructor(
    builder: GraphBuilder,
    built: BuiltGraph,
    graph: WritableGraph,
    key: string | null,
    written: WrittenSoFar,
  ) {
    this.#builder = builder;
    this.#built = built;
    this.#graph = graph;
    this.#key = key;
    this.#written = written;
    this.#graphKey = graphKeyOf(graph);
    const { count } = builder.keys;
    this.#idOfKey = new Uint32Array(count).fill(NO_ID);
    this.#idOfKey.set(written.idOfKey.subarray(0, count));
    this.#newOf = new Int32Array(built.nodeCount);
  }

  write(): void {
    const { nodes: firstNode } = this.#resolve();
    const { sources, targets, rowOf } = this.#edges();
    const rows = this.#rowsOfNodes();
    const nodeColumns = this.#nodeColumns(rows);
    const updates = this.#updates();
    const labels = this.#labels(rows);
    const columns = this.#edgeColumns(rowOf, sources.length);
    const types = labelSetsByRow(this.#built.types, rowOf);
    const edges = { sources, targets, types, columns };
    const matched = this.#matched(edges);
    const plan = matched === undefined ? undefined : splitEdges(edges, matched);
    const replaced = this.#isReplaced
      ? this.#replaced(matched?.found, updates, plan?.updates ?? [])
      : undefined;
    const first = nextIds(this.#graph);
    writeImport(this.#graph, {
      nodeCount: this.#newCount,
      labels: labels.added,
      nodeColumns,
      updates,
      labelled: labels.merged,
      areLabelsExact: this.#isReplaced,
      sources: plan?.sources ?? sources,
      targets: plan?.targets ?? targets,
      types: plan === undefined ? types : plan.types,
      edgeColumns: plan?.columns ?? columns,
      edgeUpdates: plan?.updates ?? [],
      ...replaced,
    });
    const edgeCount = matched?.newCount ?? sources.length;
    this.#written.mergedEdgeCount += matched?.found.length ?? 0;
    this.#written.removedNodeCount += replaced?.removed.nodes.length ?? 0;
    this.#written.removedEdgeCount += replaced?.removed.edges.length ?? 0;
    this.#note(first, firstNode, edgeCount, nodeColumns, columns);
  }

  /** Whether the graph becomes what the file says. */
  get #isReplaced(): boolean {
    return this.#builder.options.replace === true;
  }

  /** The edges of the graph that those of the file are; undefined if all are new. */
  #matched(edges: EdgeColumns): MatchedEdges | undefined {
    const { mixed } = this.#builder.options;
    const { edgeIdentity: names = [] } = this.#builder;
    const isMerged = this.#builder.edgeIdentity !== undefined;
    const count = edges.sources.length;
    if (count === 0 || !(isMerged || this.#isReplaced)) return undefined;
    const { schema } = this.#graph.edges;
    for (const name of names) {
      const isKnown = name in schema || edges.columns.some((column) => column.name === name);
      // a later batch may have it
      if (!isKnown && this.#builder.options.batch === undefined)
        throw this.#fault(
          "FORMAT_VALUE",
          `"mergeEdges" expected attributes that edges have, got ${describe(name)}`,
        );
    }
    // an edge without direction is none of those that have one
    const flag = this.#graph.directed && mixed !== "both" ? ["undirected"] : [];
    const matched = matchEdges(this.#graph, edges, { attributes: [...names, ...flag], isEach: !isMerged });
    const alike = count - matched.newCount - matched.found.length;
    if (alike > 0)
      this.#builder.warnings.add("parallelEdge", "edges of the same ends and type, which became one", {
        count: alike,
      });
    return matched;
  }

  /** The losses: all that the graph has and the file does not. */
  #replaced(
    edges: Uint32Array | undefined,
    nodeUpdates: ColumnUpdate[],
    edgeUpdates: readonly ColumnUpdate[],
  ) {
    const nodes = this.#idOfKey.filter((id) => id !== NO_ID && this.#graph.nodes.has(id));
    return missingParts(
      this.#graph,
      this.#builder,
      { ids: new Set(nodes), updates: nodeUpdates },
      { ids: new Set(edges), updates: edgeUpdates },
      this.#key,
    );
  }

  /** Gives each node that was built its id: the next new one, or that of the node that has its key. */
  #resolve(): { nodes: number } {
    const { nodeCount, keyOfNode } = this.#built;
    const first = nextIds(this.#graph).node;
    const find = this.#finder();
    const hasRow = this.#nodesWithRows();
    this.#checkFindable();
    for (let node = 0; node < nodeCount; node++) {
      const key = keyOfNode[node];
      if (key >= 0 && this.#idOfKey[key] === NO_ID && find !== undefined) this.#idOfKey[key] = find(key);
      if (key < 0 || this.#idOfKey[key] === NO_ID) {
        if (key >= 0) this.#idOfKey[key] = first + this.#newCount;
        this.#newOf[node] = this.#newCount++;
        continue;
      }
      this.#newOf[node] = -1;
      if (hasRow === undefined || hasRow[node] === 1) this.#checkMerge(key);
    }
    return { nodes: first };
  }

  /** Throws if nodes are to be merged and the graph cannot find any by the ids of the file. */
  #checkFindable(): void {
    const { merge, replace } = this.#builder.options;
    const isFirst = this.#written.key === undefined;
    if (merge !== true || !isFirst || this.#graph.nodeCount === 0 || this.#built.nodeCount === 0) return;
    if (this.#key !== null && this.#graphKey === this.#key) return;
    const own = this.#graphKey === undefined ? "none" : describe(this.#graphKey);
    throw this.#fault(
      "FORMAT_UNSUPPORTED",
      `"${replace === true ? "replace" : "merge"}" expected a graph whose key has the ids of the file, ${describe(this.#key)}, got one with the key ${own}`,
    );
  }

  #checkMerge(key: number): void {
    const { merge, duplicateNodes, resume } = this.#builder.options;
    if (merge === true || duplicateNodes === "merge" || duplicateNodes === "skip") return;
    // an earlier run may have made it for an edge
    if (resume === true || this.#builder.remade.has(key)) return;
    throw this.#fault(
      "FORMAT_DUPLICATE",
      `node expected an id that no node of the graph has, got ${this.#shownKey(key)}; "merge: true" merges the two`,
    );
  }

  #shownKey(key: number): string {
    return describe(this.#builder.keys.text(key));
  }

  #fault(
    code: "FORMAT_DUPLICATE" | "FORMAT_REFERENCE" | "FORMAT_VALUE" | "FORMAT_UNSUPPORTED",
    message: string,
    key?: number,
  ): FormatError {
    const place = key === undefined ? undefined : this.#built.mentions.get(key);
    return new FormatError(code, message, {
      format: this.#builder.format,
      source: this.#builder.place().source,
      ...place,
    });
  }

  /** Finds the node that has a key; undefined where there can be none. */
  #finder(): ((key: number) => number) | undefined {
    const graph = this.#graph;
    if (this.#key === null || this.#graphKey !== this.#key || graph.nodeCount === 0) return undefined;
    const type = graph.nodes.schema[this.#key];
    if (type === undefined) return undefined;
    const { keys } = this.#builder;
    if (isUnionType(type)) return (key) => nodeOfText(graph, keys.text(key)) ?? NO_ID;
    if (type === "utf8") return (key) => graph.node(keys.text(key)) ?? NO_ID;
    const context = this.#keyContext();
    return (key) => {
      const column = typedBuilder(this.#key as string, type, context);
      column.text(0, keys.text(key));
      const value = valueIn(column.finish() as BuiltColumn);
      return value === undefined ? NO_ID : (graph.node(value) ?? NO_ID);
    };
  }

  #keyContext(): ValueContext {
    return {
      misfit: (attribute, expected, received) => {
        throw this.#fault(
          "FORMAT_VALUE",
          `"${attribute}" expected ids of type ${expected}, got ${received}; "key" can name another attribute`,
        );
      },
      converted: () => undefined,
      repeated: () => undefined,
      mixed: () => undefined,
    };
  }

  /** 1 for each node that has a row of its own; undefined if all have. */
  #nodesWithRows(): Uint8Array | undefined {
    const { nodeCount, nodeRows, nodeOfRow } = this.#built;
    if (nodeOfRow === undefined && nodeRows === nodeCount) return undefined;
    const has = new Uint8Array(nodeCount);
    if (nodeOfRow === undefined) has.fill(1, 0, nodeRows);
    else for (let row = 0; row < nodeRows; row++) has[nodeOfRow[row]] = 1;
    return has;
  }

  /** The ends of all edges by id, and the row of each edge; undefined if they are the same numbers. */
  #edges(): { sources: Uint32Array; targets: Uint32Array; rowOf: Int32Array | undefined } {
    const { sources, targets } = this.#built;
    const count = sources.length;
    let from: Uint32Array = new Uint32Array(count);
    let to: Uint32Array = new Uint32Array(count);
    let missing = 0;
    const ids = this.#idOfKey;
    for (let i = 0; i < count; i++) {
      from[i] = ids[sources[i]];
      to[i] = ids[targets[i]];
      if (from[i] === NO_ID || to[i] === NO_ID) missing++;
    }
    if (missing > 0) missing = this.#findMissing(from, to);
    let rowOf: Int32Array | undefined;
    if (missing > 0) {
      rowOf = new Int32Array(count - missing);
      let n = 0;
      for (let i = 0; i < count; i++) if (from[i] !== NO_ID && to[i] !== NO_ID) rowOf[n++] = i;
      from = takeEach(from, rowOf);
      to = takeEach(to, rowOf);
    }
    if (this.#doubles) {
      const doubled = this.#doubled(from, to, rowOf);
      from = doubled.from;
      to = doubled.to;
      rowOf = doubled.rowOf;
    }
    this.#noteDirections();
    return { sources: from, targets: to, rowOf };
  }

  /** Looks for ends that the file does not list among the nodes of the graph; how many edges lack an end after that. */
  #findMissing(from: Uint32Array, to: Uint32Array): number {
    const { sources, targets } = this.#built;
    const { options, skipped } = this.#builder;
    const find = this.#finder();
    const isAsked = new Set<number>();
    const resolve = (key: number): number => {
      if (this.#idOfKey[key] === NO_ID && find !== undefined && !isAsked.has(key)) {
        isAsked.add(key);
        this.#idOfKey[key] = find(key);
      }
      return this.#idOfKey[key];
    };
    let missing = 0;
    for (let i = 0; i < from.length; i++) {
      if (from[i] === NO_ID) from[i] = resolve(sources[i]);
      if (to[i] === NO_ID) to[i] = resolve(targets[i]);
      if (from[i] !== NO_ID && to[i] !== NO_ID) continue;
      const isSource = from[i] === NO_ID;
      const key = isSource ? sources[i] : targets[i];
      if (options.missingNodes === "skip" || (options.missingNodes === undefined && options.lenient)) {
        skipped.add("missingNode", "edges to nodes that there are none of", {
          place: this.#built.mentions.get(key),
        });
        missing++;
        continue;
      }
      throw this.#fault(
        "FORMAT_REFERENCE",
        `"${isSource ? "source" : "target"}" expected the id of a node, got ${this.#shownKey(key)}, which is none; "missingNodes" can add it or skip the edge`,
        key,
      );
    }
    return missing;
  }

  /** Whether edges without direction become two. */
  get #doubles(): boolean {
    const { built, builder } = { built: this.#built, builder: this.#builder };
    return (
      builder.options.mixed === "both" &&
      this.#graph.directed &&
      (built.undirected !== undefined || !built.allDirected)
    );
  }

  #doubled(
    from: Uint32Array,
    to: Uint32Array,
    rowOf: Int32Array | undefined,
  ): { from: Uint32Array; to: Uint32Array; rowOf: Int32Array } {
    const rows: number[] = [];
    const sources: number[] = [];
    const targets: number[] = [];
    for (let i = 0; i < from.length; i++) {
      const row = rowOf === undefined ? i : rowOf[i];
      sources.push(from[i]);
      targets.push(to[i]);
      rows.push(row);
      // an edge from a node to itself leads both ways already
      if (this.#isUndirected(row) && from[i] !== to[i]) {
        sources.push(to[i]);
        targets.push(from[i]);
        rows.push(row);
      }
    }
    return { from: Uint32Array.from(sources), to: Uint32Array.from(targets), rowOf: Int32Array.from(rows) };
  }

  #isUndirected(row: number): boolean {
    const { undirected, allDirected } = this.#built;
    return undirected === undefined ? !allDirected : undirected[row] === 1;
  }

  /** Checks directions against the graph's, and keeps in mind what there was. */
  #noteDirections(): void {
    const { undirected, allDirected, sources } = this.#built;
    const { losses, options, warnings } = this.#builder;
    let none = 0;
    if (undirected === undefined) none = allDirected ? 0 : sources.length;
    else for (let i = 0; i < undirected.length; i++) none += undirected[i];
    const some = sources.length - none;
    this.#written.hasUndirected ||= none > 0;
    this.#written.hasDirected ||= some > 0;
    if (!this.#graph.directed && some > 0)
      losses.add("direction", "directions of edges, in a graph whose edges have none", { count: some });
    if (!this.#graph.directed || none === 0) return;
    if (options.mixed === "refuse")
      throw this.#fault(
        "FORMAT_UNSUPPORTED",
        `edges expected to have directions, all or none, got ${none} without; "mixed" can be "flag" or "both"`,
      );
    if (options.mixed === "both")
      warnings.add("mixed", "edges without direction that became two", { count: none });
    else warnings.add("mixed", 'edges without direction, which have "undirected"', { count: none });
  }

  /** The values of edges, and which of them have no direction. */
  #edgeColumns(rowOf: Int32Array | undefined, count: number): MappedColumn[] {
    const columns = this.#built.edgeColumns.map((column) => mappedByRow(column, rowOf, count));
    const { undirected, allDirected } = this.#built;
    const isFlagged =
      this.#graph.directed &&
      this.#builder.options.mixed !== "both" &&
      (undirected !== undefined || !allDirected);
    if (!isFlagged || count === 0) return columns;
    const positions: number[] = [];
    for (let i = 0; i < count; i++)
      if (this.#isUndirected(rowOf === undefined ? i : rowOf[i])) positions.push(i);
    if (positions.length === 0) return columns;
    const name = "undirected";
    if (columns.some((column) => column.name === name))
      throw this.#fault(
        "FORMAT_UNSUPPORTED",
        `attribute "${name}" expected to be free for edges without direction, got one of the file; "rename" it`,
      );
    const bits = new Uint8Array(Math.ceil(positions.length / 8)).fill(0xff);
    const values: RawValues = { kind: "bits", bits, count: positions.length };
    columns.push({
      name,
      type: "bool",
      values,
      positions: positions.length === count ? undefined : Uint32Array.from(positions),
    });
    return columns;
  }

  /** For each row of nodes the position of its node among the new ones; undefined if they are the same numbers. */
  #rowsOfNodes(): Int32Array | undefined {
    const { nodeRows, nodeOfRow, nodeCount } = this.#built;
    const isSame = nodeOfRow === undefined && this.#newCount === nodeCount;
    if (isSame) return undefined;
    return Int32Array.from(
      { length: nodeRows },
      (_, row) => this.#newOf[nodeOfRow === undefined ? row : nodeOfRow[row]],
    );
  }

  #nodeColumns(rows: Int32Array | undefined): MappedColumn[] {
    const columns = this.#built.nodeColumns.map((column) => mappedByTarget(column, rows, this.#newCount));
    const key = this.#key;
    if (key !== null) {
      if (columns.some(({ name }) => name === key))
        throw this.#fault(
          "FORMAT_UNSUPPORTED",
          `attribute "${key}" expected to be free for the ids of the file, got one of the file; "rename" it, or let "key" name another`,
        );
      const column = this.#keyColumn(key);
      if (column !== undefined) columns.unshift(column);
    }
    return columns;
  }

  /** The ids of the new nodes as an attribute. */
  #keyColumn(name: string): MappedColumn | undefined {
    const { keyOfNode, nodeCount } = this.#built;
    const numbers = new Int32Array(this.#newCount);
    const positions = new Uint32Array(this.#newCount);
    let n = 0;
    for (let node = 0; node < nodeCount; node++) {
      const position = this.#newOf[node];
      if (position < 0 || keyOfNode[node] < 0) continue;
      numbers[n] = keyOfNode[node];
      positions[n++] = position;
    }
    if (n === 0) return undefined;
    const { keys } = this.#builder;
    const isAll = n === keys.count && numbers.every((number, i) => number === i);
    const texts: RawValues = { kind: "bytes", offsets: keys.offsets, bytes: keys.bytes };
    const own = isAll ? texts : gatherRaw(texts, numbers.subarray(0, n));
    const where = n === this.#newCount ? undefined : positions.subarray(0, n);
    const type = this.#builder.typeOfKey(name) ?? "utf8";
    if (type === "utf8") return { name, type, values: own, positions: where };
    const column = typedBuilder(name, type, this.#keyContext());
    const { offsets, bytes } = own as Extract<RawValues, { kind: "bytes" }>;
    for (let i = 0; i < n; i++) column.bytes(i, bytes, offsets[i], offsets[i + 1]);
    const { values } = column.finish() as BuiltColumn;
    this.#checkDistinct(name, values, n);
    return { name, type, values, positions: where };
  }

  /** Different texts may be one number: `7` and `007`. */
  #checkDistinct(name: string, values: RawValues, count: number): void {
    if (this.#graphKey !== name || values.kind !== "numbers") return;
    const seen = new Set<number | bigint>();
    for (let i = 0; i < count; i++) {
      const value = values.values[i];
      if (seen.has(value))
        throw this.#fault("FORMAT_DUPLICATE", `node expected an id of its own, got ${value} again`);
      seen.add(value);
    }
  }

  /** Values for nodes that are there already, each attribute with the ids of those it has values for. */
  #updates(): ColumnUpdate[] {
    if (this.#newCount === this.#built.nodeCount || this.#builder.options.duplicateNodes === "skip")
      return [];
    const { nodeCount, nodeRows, nodeOfRow, keyOfNode } = this.#built;
    const rows = Int32Array.from({ length: nodeRows }, (_, row) => {
      const node = nodeOfRow === undefined ? row : nodeOfRow[row];
      return this.#newOf[node] < 0 ? node : -1;
    });
    return this.#built.nodeColumns.flatMap((column) => {
      const mapped = mappedByTarget(column, rows, nodeCount);
      const nodes = mapped.positions ?? Uint32Array.from({ length: nodeCount }, (_, i) => i);
      if (nodes.length === 0) return [];
      const ids = nodes.map((node) => this.#idOfKey[keyOfNode[node]]);
      return [{ column: { ...mapped, positions: undefined }, ids }];
    });
  }

  #labels(rows: Int32Array | undefined): BuiltLabels {
    const { labels, allLabels, nodeRows, nodeOfRow, nodeCount, keyOfNode } = this.#built;
    const sets = new SetUnion(labels?.sets ?? [], allLabels);
    const added = new Int32Array(this.#newCount).fill(sets.none);
    const others: [id: number, code: number][] = [];
    const isMerging = this.#newCount < nodeCount && this.#builder.options.duplicateNodes !== "skip";
    const isExact = this.#isReplaced && this.#builder.replaces.nodes;
    if (isExact) return this.#exactLabels(sets);
    for (let row = 0; row < nodeRows; row++) {
      const node = nodeOfRow === undefined ? row : nodeOfRow[row];
      const code = labels === undefined ? -1 : labels.codes[row];
      const position = rows === undefined ? node : rows[row];
      if (position >= 0) added[position] = sets.join(added[position], code);
      else if (isMerging) others.push([this.#idOfKey[keyOfNode[node]], sets.join(sets.none, code)]);
    }
    const codes = Int32Array.from(others, ([, code]) => code);
    const ids = Uint32Array.from(others, ([id]) => id);
    return {
      added: sets.all.length === 0 ? undefined : { codes: added, sets: sets.all },
      merged:
        others.length === 0 || sets.all.length === 0
          ? undefined
          : { ids, labelSets: { codes, sets: sets.all } },
    };
  }

  /** The labels of all nodes that the file has, as it has them. */
  #exactLabels(sets: SetUnion): BuiltLabels {
    const { labels, nodeRows, nodeOfRow, nodeCount, keyOfNode } = this.#built;
    const codes = new Int32Array(nodeCount).fill(sets.none);
    for (let row = 0; row < nodeRows; row++) {
      const node = nodeOfRow === undefined ? row : nodeOfRow[row];
      codes[node] = sets.join(codes[node], labels === undefined ? -1 : labels.codes[row]);
    }
    const { nodes } = this.#graph;
    const codeOf = new Map<number, number>();
    for (const id of this.#idOfKey) if (id !== NO_ID && nodes.has(id)) codeOf.set(id, -1);
    const added = new Int32Array(this.#newCount);
    for (let node = 0; node < nodeCount; node++) {
      if (this.#newOf[node] >= 0) added[this.#newOf[node]] = codes[node];
      else codeOf.set(this.#idOfKey[keyOfNode[node]], codes[node]);
    }
    const merged = { codes: Int32Array.from(codeOf.values()), sets: sets.all };
    return {
      added: sets.all.length === 0 ? undefined : { codes: added, sets: sets.all },
      merged: codeOf.size === 0 ? undefined : { ids: Uint32Array.from(codeOf.keys()), labelSets: merged },
    };
  }

  #note(
    first: { node: number; edge: number },
    firstNode: number,
    edgeCount: number,
    nodeColumns: readonly MappedColumn[],
    edgeColumns: readonly MappedColumn[],
  ): void {
    const written = this.#written;
    written.key = this.#key;
    if (this.#newCount > 0) written.nodeRuns.push([firstNode, this.#newCount]);
    if (edgeCount > 0) written.edgeRuns.push([first.edge, edgeCount]);
    written.mergedCount += this.#mergedCount();
    for (const { name, type } of nodeColumns) written.nodeAttributes.set(name, type);
    for (const { name, type } of this.#built.nodeColumns) written.nodeAttributes.set(name, type);
    for (const { name, type } of edgeColumns) written.edgeAttributes.set(name, type);
    written.idOfKey = this.#idOfKey;
  }

  #mergedCount(): number {
    if (this.#builder.options.duplicateNodes === "skip") return 0;
    const hasRow = this.#nodesWithRows();
    let count = 0;
    for (let node = 0; node < this.#built.nodeCount; node++)
      if (this.#newOf[node] < 0 && (hasRow === undefined || hasRow[node] === 1)) count++;
    return count;
  }
}

/** The one value of a column. */
function valueIn({ values, count }: BuiltColumn): NodeId | bigint | boolean | undefined {
  if (count === 0) return undefined;
  if (values.kind === "numbers") return values.values[0];
  return values.kind === "bits" ? values.bits[0] === 1 : undefined;
}

/** The node whose key is a text, or the number that it says, where keys have several types. */
function nodeOfText(graph: { node(key: unknown): NodeId | undefined }, text: string): NodeId | undefined {
  for (const key of /^-?\d+(\.\d+)?$/.test(text) ? [text, Number(text)] : [text]) {
    try {
      const found = graph.node(key);
      if (found !== undefined) return found;
    } catch (error) {
      // no key has such a type
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return undefined;
}

/** Gives a graph the attributes that a file has of it. Throws a FormatError for those that no graph can have. */
export function writeGraphAttributes(
  { graphAttributes }: GraphBuilder,
  graph: { readonly attributes: { set(values: Readonly<Record<string, unknown>>): void } },
): void {
  if (graphAttributes.size === 0) return;
  try {
    graph.attributes.set(Object.fromEntries(graphAttributes));
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof RangeError)) throw cause;
    throw new FormatError("FORMAT_VALUE", `attributes of the graph: ${cause.message}`, {}, cause);
  }
}
