/** Functions of nodes, relationships, paths, maps and lists. */
import { NodeValue, type PathValue, RelationshipValue } from "../elements.js";
import type { CypherValue } from "../value.js";
import { describeValue } from "../value.js";
import { CypherValueError } from "../value-error.js";
import { defineBuiltIn, type FunctionContext, type FunctionSpec, outOfRange } from "./signature.js";

/** Items that `range` makes at most. */
export const RANGE_LENGTH_MAX = 2 ** 25;

/** A bigint and the place that it has in a list. */
const INTEGER_BYTES = 32;
const ITEMS_PER_STEP = 16;

function propertiesOf(value: CypherValue): CypherValue {
  if (value instanceof NodeValue || value instanceof RelationshipValue) {
    return value.graph.attributesOf(value.kind, value.id) as Map<string, CypherValue>;
  }
  return value;
}

/** The items of `range`, one by one; undefined where it gives no list or too long a one. */
export function rangeItems(args: readonly CypherValue[]): Iterable<bigint> | undefined {
  if (!args.every((arg) => typeof arg === "bigint")) return undefined;
  const [start, end, step = 1n] = args as bigint[];
  if (step === 0n || (end - start) / step >= BigInt(RANGE_LENGTH_MAX)) return undefined;
  return steps(start, end, step);
}

function* steps(start: bigint, end: bigint, step: bigint): Generator<bigint, void, undefined> {
  for (let value = start; step > 0n ? value <= end : value >= end; value += step) yield value;
}

function rangeOf(args: readonly CypherValue[], { work }: FunctionContext): CypherValue {
  for (const [i, arg] of args.entries()) {
    if (typeof arg === "bigint") continue;
    throw new CypherValueError(
      "ArgumentError",
      "InvalidArgumentType",
      `range() expected an INTEGER as argument ${i + 1}, got ${describeValue(arg)}`,
    );
  }
  const [start, end, step = 1n] = args as bigint[];
  if (step === 0n) throw outOfRange("range", "a step other than 0", step);
  const count = (end - start) / step + 1n;
  if ((end - start) * step < 0n) return [];
  if (count > BigInt(RANGE_LENGTH_MAX)) {
    throw outOfRange("range", `at most ${RANGE_LENGTH_MAX} items`, count);
  }
  work?.(0, Number(count) * INTEGER_BYTES);
  const items: bigint[] = [];
  for (let value = start; step > 0n ? value <= end : value >= end; value += step) {
    items.push(value);
    if (items.length % ITEMS_PER_STEP === 0) work?.(1, 0);
  }
  return items;
}

type Relationship = RelationshipValue;

export const ELEMENT_FUNCTIONS: readonly FunctionSpec[] = [
  defineBuiltIn("id(NODE | RELATIONSHIP) :: INTEGER", ([element]) => BigInt((element as NodeValue).id)),
  defineBuiltIn("elementId(NODE | RELATIONSHIP) :: STRING", ([element]) => String((element as NodeValue).id)),
  defineBuiltIn("labels(NODE) :: LIST", ([node]) => {
    const { graph, id } = node as NodeValue;
    return [...graph.labelsOf(id)];
  }),
  defineBuiltIn("type(RELATIONSHIP) :: STRING", ([edge]) =>
    (edge as Relationship).graph.typeOf((edge as Relationship).id),
  ),
  defineBuiltIn("startNode(RELATIONSHIP) :: NODE", ([edge]) => {
    const { graph, id } = edge as Relationship;
    return new NodeValue(graph, graph.sourceOf(id));
  }),
  defineBuiltIn("endNode(RELATIONSHIP) :: NODE", ([edge]) => {
    const { graph, id } = edge as Relationship;
    return new NodeValue(graph, graph.targetOf(id));
  }),
  defineBuiltIn("properties(NODE | RELATIONSHIP | MAP) :: MAP", ([value]) => propertiesOf(value)),
  defineBuiltIn("keys(NODE | RELATIONSHIP | MAP) :: LIST", ([value]) => [
    ...(propertiesOf(value) as ReadonlyMap<string, CypherValue>).keys(),
  ]),
  defineBuiltIn("nodes(PATH) :: LIST", ([path]) => (path as PathValue).nodes),
  defineBuiltIn("relationships(PATH) :: LIST", ([path]) => (path as PathValue).relationships),
  defineBuiltIn("head(LIST) :: ANY", ([list]) => (list as CypherValue[])[0] ?? null),
  defineBuiltIn("last(LIST) :: ANY", ([list]) => (list as CypherValue[]).at(-1) ?? null),
  defineBuiltIn("tail(LIST) :: LIST", ([list]) => (list as CypherValue[]).slice(1)),
  defineBuiltIn("range(INTEGER, INTEGER, INTEGER?) :: LIST", rangeOf, { checksTypes: true }),
];
