/**
 * Ways to the nodes of a state by keys, by indices, and by maps of an attribute's values that are made where a query
 * asks for nodes by it again and again. All give candidates: who asks checks them.
 */
import { isTemporalType, type ValueType } from "../../pool/value-type.js";
import { equalLookup } from "../../space/filter/value-lookup.js";
import type { IndexSet } from "../../space/index/index-set.js";
import type { Attribute, ElementState } from "../../space/states/element-state.js";
import type { GraphState } from "../../space/states/graph-state.js";
import type { NodeAccess, NodeWay } from "../plan/node-access.js";
import { equivalenceKey } from "../values/relations.js";
import { type CypherValue, isTemporal } from "../values/value.js";
import { GraphSample } from "./graph-sample.js";
import { labelCountsOf } from "./labelled-nodes.js";

/** Searches for nodes by an attribute without an index, of a graph that has some size, before a map is made of it. */
const SEARCHES_BEFORE_MAP = 4;
const NODES_FOR_MAP = 64;

/** Keys that are looked up for one row at most. */
const KEYS_MAX = 2 ** 16;

type Values = ReadonlyMap<string, readonly CypherValue[]>;

/** The nodes that have each value of an attribute, some of them perhaps no more. */
type NodesByValue = Map<CypherValue, number[]>;

export class StateAccess implements NodeAccess {
  readonly #state: GraphState;
  readonly indices: IndexSet | undefined;
  readonly #read: (node: number, name: string) => CypherValue;
  readonly #searches = new Map<string, number>();
  readonly #maps = new Map<string, NodesByValue>();
  #statistics: GraphSample | undefined;

  constructor(
    state: GraphState,
    indices: IndexSet | undefined,
    read: (node: number, name: string) => CypherValue,
  ) {
    this.#state = state;
    this.indices = indices;
    this.#read = read;
  }

  get statistics(): GraphSample {
    this.#statistics ??= new GraphSample(this.#state);
    return this.#statistics;
  }

  get graph(): object {
    return this.#state.pool;
  }

  get version(): number {
    return (this.indices?.version ?? 0) + (this.#state.keys?.version ?? 0);
  }

  labelCount(label: string): number {
    return labelCountsOf(this.#state.nodes).get(label) ?? 0;
  }

  typeCount(type: string): number {
    return labelCountsOf(this.#state.edges).get(type) ?? 0;
  }

  wayTo(labels: readonly string[], names: readonly string[]): NodeWay | undefined {
    for (const label of [...labels, undefined]) {
      const rule = this.#state.keys?.keyOf(label);
      if (rule?.names.every((name) => names.includes(name)) === true)
        return { kind: "key", names: rule.names };
    }
    const name = names.find((each) => this.indices?.has(each) === true);
    return name === undefined ? undefined : { kind: "index", names: [name] };
  }

  find(labels: readonly string[], wanted: Values): readonly number[] | undefined {
    return this.#byKey(labels, wanted) ?? this.#byIndex(wanted) ?? this.#byMap(wanted);
  }

  findByKey(label: string, name: string, keys: Float64Array, count: number): Int32Array | undefined {
    const { keys: rules, nodes } = this.#state;
    const rule = rules?.keyOf(label);
    if (rule === undefined || rule.names.length !== 1 || rule.names[0] !== name) return undefined;
    const attribute = nodes.attribute(name);
    // an attribute that no node has had yet has no value to be found
    if (attribute === undefined) return new Int32Array(count).fill(-1);
    const { type } = attribute.stored;
    if (attribute.mixed !== undefined || (type !== "int32" && type !== "integer" && type !== "float64"))
      return undefined;
    return rules!.holdersOf(nodes, rule, keys.subarray(0, count));
  }

  #byKey(labels: readonly string[], wanted: Values): readonly number[] | undefined {
    const { keys, nodes } = this.#state;
    if (keys === undefined) return undefined;
    for (const label of [...labels, undefined]) {
      const rule = keys.keyOf(label);
      if (rule === undefined || !rule.names.every((name) => wanted.has(name))) continue;
      if (rule.names.length === 1 && wanted.get(rule.names[0])?.length === 1) {
        const attribute = nodes.attribute(rule.names[0]);
        // what nearly all are asked by, once for each row
        if (
          attribute?.mixed === undefined &&
          (attribute === undefined || isFoundByValue(attribute.stored.type))
        ) {
          const stored = storedFor(attribute, wanted.get(rule.names[0])![0]);
          return stored === undefined ? [] : keys.findAll(nodes, rule, [stored]);
        }
      }
      const isOther = ({ stored }: Attribute): boolean => !isFoundByValue(stored.type);
      if (rule.names.some((name) => typesOf(nodes, name).some(isOther))) continue;
      const count = rule.names.reduce((product, name) => product * (wanted.get(name)?.length ?? 0), 1);
      if (count > KEYS_MAX) continue;
      const found = new Set<number>();
      for (const values of productOf(rule.names.map((name) => wanted.get(name) ?? []))) {
        const stored = values.map((value, i) => storedFor(nodes.attribute(rule.names[i]), value));
        if (stored.includes(undefined)) continue;
        for (const id of keys.findAll(nodes, rule, stored)) found.add(id);
      }
      return ascending(found);
    }
    return undefined;
  }

  /** By the index that finds the fewest. */
  #byIndex(wanted: Values): readonly number[] | undefined {
    let best: readonly number[] | undefined;
    if (this.indices === undefined) return best;
    for (const [name, values] of wanted) {
      if (!this.indices.has(name)) continue;
      const found = this.#inIndex(this.indices, name, values);
      if (found !== undefined && found.length < (best?.length ?? Number.POSITIVE_INFINITY)) best = found;
    }
    return best;
  }

  #inIndex(indices: IndexSet, name: string, values: readonly CypherValue[]): number[] | undefined {
    const { nodes } = this.#state;
    const attribute = nodes.attribute(name);
    if (attribute === undefined) return [];
    const ids = new Set<number>();
    for (const each of attribute.mixed ?? [attribute]) {
      if (!isFoundByValue(each.stored.type)) return undefined;
      for (const value of values) {
        const stored = columnValue(each, value);
        if (stored === undefined) continue;
        const lookup = equalLookup(name, each.stored.column, stored);
        const found = lookup && indices.find(each, lookup, Number.POSITIVE_INFINITY);
        if (found === undefined) return undefined;
        for (const id of found) if (nodes.live.has(id)) ids.add(id);
      }
    }
    return ascending(ids);
  }

  #byMap(wanted: Values): number[] | undefined {
    const { live } = this.#state.nodes;
    for (const [name, values] of wanted) {
      let map = this.#maps.get(name);
      if (map === undefined) {
        const searches = (this.#searches.get(name) ?? 0) + 1;
        this.#searches.set(name, searches);
        if (searches <= SEARCHES_BEFORE_MAP || live.count < NODES_FOR_MAP) continue;
        map = this.#mapOf(this.#state.nodes, name);
        this.#maps.set(name, map);
      }
      const ids = new Set<number>();
      for (const value of values)
        if (value !== null)
          for (const id of map.get(equivalenceKey(value)) ?? []) if (live.has(id)) ids.add(id);
      return ascending(ids);
    }
    return undefined;
  }

  #mapOf(nodes: ElementState, name: string): NodesByValue {
    const map: NodesByValue = new Map();
    nodes.live.forEach((id) => {
      const value = this.#read(id, name);
      if (value !== null) addTo(map, value, id);
    });
    return map;
  }

  /** Has to be told after attributes of many nodes were written. */
  forget(names: Iterable<string>): void {
    for (const name of names) this.#maps.delete(name);
  }

  /** Has to be told after each write to an attribute of a node. */
  wrote(node: number, name: string): void {
    const map = this.#maps.get(name);
    if (map === undefined) return;
    // as it is stored, which may be rounded
    const value = this.#read(node, name);
    if (value !== null) addTo(map, value, node);
  }
}

/** The attributes of a name, one for each of its types. */
function typesOf(nodes: ElementState, name: string): readonly Attribute[] {
  const attribute = nodes.attribute(name);
  return attribute === undefined ? [] : (attribute.mixed ?? [attribute]);
}

function addTo(map: NodesByValue, value: CypherValue, id: number): void {
  const key = equivalenceKey(value);
  const ids = map.get(key);
  if (ids === undefined) map.set(key, [id]);
  else ids.push(id);
}

function ascending(ids: ReadonlySet<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}

/** All ways to take one value of each list. */
function productOf(lists: readonly (readonly CypherValue[])[]): CypherValue[][] {
  return lists.reduce<CypherValue[][]>(
    (taken, list) => taken.flatMap((values) => list.map((value) => [...values, value])),
    [[]],
  );
}

const FOUND_TYPES: ReadonlySet<ValueType> = new Set([
  "utf8",
  "bool",
  "integer",
  "int32",
  "int64",
  "float32",
  "float64",
]);

/** Types that hold what the language compares by value; a timestamp is compared with its zone. */
export function isFoundByValue(type: ValueType): boolean {
  return FOUND_TYPES.has(type) || isTemporalType(type);
}

/** A value as the column of an attribute holds it; undefined where it can hold none that is equal. */
function storedFor(attribute: Attribute | undefined, value: CypherValue): unknown {
  if (attribute?.mixed === undefined) return attribute && columnValue(attribute, value);
  // keys of several types are compared by what they are worth
  for (const each of attribute.mixed)
    if (columnValue(each, value) !== undefined) return columnValue(each, value);
  return undefined;
}

/** A value as a column holds it; undefined where it can hold none that is equal. */
export function columnValue({ stored }: Attribute, value: CypherValue): unknown {
  if (value === null) return undefined;
  const { type } = stored;
  let given: unknown;
  if (typeof value === "bigint" || typeof value === "number") given = storedNumber(type, value);
  else if (type === "timestamp" || (typeof value === "object" && !isTemporal(value))) return undefined;
  else given = value;
  return given !== undefined && stored.accepts(given) ? given : undefined;
}

function storedNumber(type: ValueType, value: bigint | number): unknown {
  const isWhole = type === "integer" || type === "int32" || type === "int64";
  if (!isWhole) {
    const float = Number(value);
    const isExact = typeof value === "number" || BigInt(float) === value;
    return isExact && (type !== "float32" || Math.fround(float) === float) ? float : undefined;
  }
  if (typeof value === "number" && !Number.isInteger(value)) return undefined;
  if (type !== "int64" && Number.isSafeInteger(Number(value))) return Number(value);
  return BigInt(value);
}
