/** A graph of groups: each group of nodes becomes one node, and the edges between two groups one edge. */

import { describe, GroggyError } from "../../errors.js";
import type { GraphTypes } from "../../graph-types.js";
import { type Fold, foldValues } from "../../structures/numbers/fold-values.js";
import { radixSort } from "../../structures/numbers/radix-sort.js";
import { checkNames } from "../../structures/options.js";
import { TemporalBase } from "../../temporal/temporal-base.js";
import { builtView, type Csr, checkOwner, type GraphView, type RawLabelSets } from "../../view.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { checkBoolean, checkRunOptions, checkView, checkWord, type SignalOption } from "../shared/options.js";
import { Result } from "../shared/result.js";

/**
 * The aggregation of several values: `first` takes that of the smallest id; a function gets the values that are
 * present. Numbers become float64, but int64 stays int64 in `sum`, `min` and `max`, exactly; timestamps have `min`,
 * `max` and `mean`.
 */
export type Aggregation = Fold | "first" | ((values: unknown[]) => unknown);

/** An aggregation of an attribute that is called otherwise in the view. */
export interface RenamedAggregation {
  readonly of: string;
  readonly by: Aggregation;
}

/** Attributes of the result, by name. Their values come from the attribute of the same name by default. */
export type Aggregations = Readonly<Record<string, Aggregation | RenamedAggregation>>;

/** A value for each node: an attribute's name, an array aligned with the view's nodes, or an algorithm's result. */
export type Partition = string | ArrayLike<unknown> | Result;

export interface ContractOptions extends SignalOption {
  /** Attributes of groups; not `group` and `size`, which they have of themselves. */
  readonly nodes?: Aggregations;
  /** Attributes of edges; not `count`, which they have of themselves. */
  readonly edges?: Aggregations;
  /** Whether a group with edges inside has an edge to itself. Defaults to false. */
  readonly selfLoops?: boolean;
}

/**
 * A view with a node for each group, which has its value as `group` and its number of nodes as `size`, and an edge
 * for each two groups that edges join, which has their number as `count`; directed edges that lead opposite ways give
 * two. Nodes without a value are a group, without `group`. Groups come in the order of their first nodes. A group has
 * the labels that all of its nodes have, an edge the type that all edges it represents have.
 *
 * Time and space: O(nodes + edges), and so for each attribute. Deterministic. An empty graph gives one; self-loops
 * are edges inside a group, parallel edges become one.
 *
 * @throws GroggyError UNKNOWN_ATTRIBUTE; TypeError if values of a partition, or what is to be summed, will not do;
 *   RangeError for a wrong length, for an attribute called `group`, `size` or `count`, and for a sum past the end of
 *   int64 or float64.
 * @example
 * const ages = contract(graph, "age", { nodes: { name: "first" }, edges: { weight: "sum" } });
 * const communities = contract(graph, connectedComponents(graph));
 * const larger = contract(ages, [0, 0, 1, 1, 1], { nodes: { people: { of: "size", by: "sum" } } });
 */
export function contract(
  view: GraphView<GraphTypes>,
  partition: Partition,
  options: ContractOptions = {},
): GraphView {
  checkView(view);
  checkRunOptions(options, ["nodes", "edges", "selfLoops"]);
  const { nodes = {}, edges = {}, selfLoops = false } = options as ContractOptions;
  checkBoolean("selfLoops", selfLoops);
  checkAggregations("nodes", nodes, ["group", "size"]);
  checkAggregations("edges", edges, ["count"]);
  const csr = view.csr();
  const { directed } = csr;
  const groups = groupsOf(view, csr, partition);
  const joints = jointsOf(view, csr, groups.numbers, selfLoops);
  const size = new Int32Array(groups.values.length);
  for (const group of groups.numbers) size[group]++;
  const nodeAttributes = {
    group: groups.values,
    size,
    ...aggregate(view.nodes as GraphView["nodes"], nodes, groups.numbers, groups.values.length),
  };
  const edgeAttributes = {
    count: joints.counts,
    ...aggregate(view.edges as GraphView["edges"], edges, joints.numbers, joints.counts.length),
  };
  const { sources, targets } = joints;
  return builtView({
    directed,
    nodeCount: size.length,
    sources,
    targets,
    nodeAttributes,
    edgeAttributes,
    nodeLabelSets: sharedLabelSets(view.nodes as GraphView["nodes"], groups.numbers, size.length),
    edgeLabelSets: sharedLabelSets(view.edges as GraphView["edges"], joints.numbers, joints.counts.length),
  });
}

function checkAggregations(name: string, value: object, own: readonly string[]): void {
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    throw new TypeError(`"${name}" expected an object of aggregations by attribute, got ${describe(value)}`);
  }
  for (const attribute of Object.keys(value)) {
    if (!own.includes(attribute)) continue;
    throw new RangeError(
      `"${name}" expected attributes other than ${own.map((each) => `"${each}"`).join(" and ")}, got "${attribute}"; give it another name by { of: "${attribute}", by }`,
    );
  }
}

interface Groups {
  /** The group of each node, by index. */
  readonly numbers: Int32Array;
  /** The value of each group. */
  readonly values: unknown[];
}

function groupsOf(view: GraphView<GraphTypes>, csr: Csr, partition: Partition): Groups {
  const given = valuesOf(view, partition);
  if (given.length !== csr.nodeCount) {
    throw new RangeError(
      `"partition" expected ${csr.nodeCount} values, one for each node, got ${given.length}`,
    );
  }
  const numbers = new Int32Array(csr.nodeCount);
  const values: unknown[] = [];
  const known = new Map<unknown, number>();
  for (let i = 0; i < numbers.length; i++) {
    const value = given[i] ?? undefined;
    const key = keyOfGroup(value);
    if (typeof key === "object" || typeof key === "function") {
      throw new TypeError(`"partition" expected values that can be distinguished, got ${describe(key)}`);
    }
    const group = known.get(key) ?? values.length;
    if (group === values.length) {
      known.set(key, group);
      values.push(value);
    }
    numbers[i] = group;
  }
  return { numbers, values };
}

function valuesOf(view: GraphView<GraphTypes>, partition: Partition): ArrayLike<unknown> {
  if (typeof partition === "string") {
    return knownColumn(view.nodes as GraphView["nodes"], "partition", partition).toArray();
  }
  if (partition instanceof Result) {
    checkOwner("partition", partition.ids, view.nodes.state.pool);
    return partition.values;
  }
  if (typeof partition === "object" && partition !== null && typeof partition.length === "number")
    return partition;
  throw new TypeError(
    `"partition" expected an attribute's name, an array or a result, got ${describe(partition)}`,
  );
}

interface Joints {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly counts: Int32Array;
  /** The joint that each edge is part of, by edge index; -1 if it is in none. */
  readonly numbers: Int32Array;
}

/** Edges with the same two groups in sequence, by sorting. */
function jointsOf(view: GraphView<GraphTypes>, csr: Csr, groups: Int32Array, selfLoops: boolean): Joints {
  const ends = endsOf(view as GraphView, csr);
  const from = ends.sources.map((node) => groups[node]);
  const to = ends.targets.map((node) => groups[node]);
  if (!csr.directed) {
    for (let i = 0; i < from.length; i++) if (from[i] > to[i]) [from[i], to[i]] = [to[i], from[i]];
  }
  const sorted = Int32Array.from(from, (_, i) => i);
  radixSort(sorted, from, to);
  const numbers = new Int32Array(sorted.length).fill(-1);
  const sources: number[] = [];
  const targets: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (!selfLoops && from[i] === to[i]) continue;
    if (sources.at(-1) !== from[i] || targets.at(-1) !== to[i]) {
      sources.push(from[i]);
      targets.push(to[i]);
      counts.push(0);
    }
    numbers[sorted[i]] = counts.length - 1;
    counts[counts.length - 1]++;
  }
  return {
    sources: Uint32Array.from(sources),
    targets: Uint32Array.from(targets),
    counts: Int32Array.from(counts),
    numbers,
  };
}

/** The labels or types that all elements of a group have. */
function sharedLabelSets(
  elements: GraphView["nodes"],
  numbers: Int32Array,
  groupCount: number,
): RawLabelSets {
  const { codes, sets } = elements.rawLabelSets(elements.ids());
  const shared: (readonly string[] | undefined)[] = new Array(groupCount).fill(undefined);
  // the number of the set each group had last, which mostly is that of the next element too
  const last = new Int32Array(groupCount).fill(-2);
  for (let i = 0; i < numbers.length; i++) {
    const group = numbers[i];
    if (group < 0 || last[group] === codes[i]) continue;
    last[group] = codes[i];
    const names = codes[i] < 0 ? [] : sets[codes[i]];
    shared[group] = shared[group]?.filter((name) => names.includes(name)) ?? names;
  }
  return {
    codes: Int32Array.from(shared, (names, group) =>
      names === undefined || names.length === 0 ? -1 : group,
    ),
    sets: shared.map((names) => names ?? []),
  };
}

/** The attributes of groups out of those of their elements, whose groups are in `numbers`. */
function aggregate(
  elements: GraphView["nodes"],
  aggregations: Aggregations,
  numbers: Int32Array,
  groupCount: number,
): Record<string, ArrayLike<unknown>> {
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const [name, given] of Object.entries(aggregations)) {
    const isRenamed = typeof given === "object" && given !== null;
    if (isRenamed) checkNames(given, ["of", "by"]);
    const { of, by } = isRenamed ? given : { of: name, by: given };
    if (typeof of !== "string") throw new TypeError(`"${name}.of" expected a string, got ${describe(of)}`);
    const column = knownColumn(elements, name, of);
    if (typeof by === "function" || by === "first") {
      columns[name] = gather(column, numbers, groupCount, by);
      continue;
    }
    checkWord(name, by, ["sum", "min", "max", "mean", "first"]);
    columns[name] = foldValues(column, numbers, groupCount, by);
  }
  return columns;
}

type Column = ReturnType<GraphView["nodes"]["column"]>;

/** The column of an attribute. Throws if no element has or had it, since the name is a typo then. */
function knownColumn(elements: GraphView["nodes"], what: string, name: string): Column {
  const column = elements.column(name);
  if (column.type !== undefined || column.length === 0) return column;
  throw new GroggyError(
    "UNKNOWN_ATTRIBUTE",
    `"${what}" expected an attribute of the ${elements.kind}s, got ${describe(name)}`,
    { attribute: name },
  );
}

function gather(
  column: Column,
  numbers: Int32Array,
  groupCount: number,
  aggregation: "first" | ((values: unknown[]) => unknown),
): unknown[] {
  const members: unknown[][] = Array.from({ length: groupCount }, () => []);
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] >= 0 && column.hasAt(i)) members[numbers[i]].push(column.at(i));
  }
  const last = aggregation === "first" ? (values: unknown[]) => values[0] : aggregation;
  return members.map((values) => (values.length === 0 ? undefined : last(values)));
}

/** The key that tells a group from others: moments, dates, times and durations by their text. */
function keyOfGroup(value: unknown): unknown {
  if (value instanceof TemporalBase) return `${value.temporalType} ${value}`;
  return value instanceof Date ? `date ${value.getTime()}` : value;
}
