/** Ways to nodes that lead past a scan, as plans and the executor know them. */
import type { IndexSet } from "../../space/index/index-set.js";
import type { LabelExpression } from "../text/tree.js";
import type { CypherValue } from "../values/value.js";

/** How nodes are found by the values of attributes: the key of all nodes or of a label, or an index. */
export interface NodeWay {
  readonly kind: "key" | "index";
  /** The attributes whose values it takes. */
  readonly names: readonly string[];
}

/** Estimates of what is in a graph, of samples. */
export interface GraphStatistics {
  /** About how many relationships of some types lead from nodes that have all of some labels to nodes that have some others. */
  arcCount(from: readonly string[], types: LabelExpression | undefined, to: readonly string[]): number;
  /** About how many different values an attribute has, of nodes that have all of some labels; at least 1. */
  distinctCount(labels: readonly string[], name: string): number;
}

/** The ways by which a graph finds its nodes. */
export interface NodeAccess {
  /** The owner of the ways; plans for another graph are of no use. */
  readonly graph: object;
  /** Grows whenever a key or an index comes or goes. */
  readonly version: number;
  /** The indices over the columns of nodes, which filters may use. */
  readonly indices?: IndexSet | undefined;
  /** About how many nodes have a label. */
  labelCount(label: string): number;
  /** About how many relationships have a type. */
  typeCount(type: string): number;
  /** Undefined where nothing but counts is known. */
  readonly statistics?: GraphStatistics | undefined;
  /** The best way to nodes that have all of some labels, by some of the attributes. */
  wayTo(labels: readonly string[], names: readonly string[]): NodeWay | undefined;
  /**
   * Ids of live nodes, ascending, among which are all that have the labels and, for each name, one of the values;
   * undefined where all nodes would have to be looked at.
   */
  find(
    labels: readonly string[],
    wanted: ReadonlyMap<string, readonly CypherValue[]>,
  ): readonly number[] | undefined;
  /**
   * The nodes with a label and the first `count` integers as its key, -1 where there is none; undefined where they have to be
   * asked for one by one.
   */
  findByKey?(label: string, name: string, keys: Float64Array, count: number): Int32Array | undefined;
}
