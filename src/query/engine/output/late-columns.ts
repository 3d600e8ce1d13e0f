/**
 * Columns that the last clause of a part hands out as they are in the graph: attributes of elements that no order depends
 * on. The part then gives the elements, and the columns are read from the result.
 */
import type { BoundClause, BoundColumn, BoundExpression, BoundProjection, Slot } from "../../bind/bound.js";
import { TYPE_BITS } from "../../bind/static-type.js";
import { slotsIn } from "../../plan/slots-in.js";
import type { BodyPart } from "../../run/execute.js";
import type { CypherValue } from "../../values/value.js";
import type { VectorContext } from "../vector-expression.js";
import { AttributeSource } from "./late-attribute.js";

type Property = Extract<BoundExpression, { readonly kind: "property" }>;

/** An attribute of the element in a slot, for the slot of a column. */
export interface LateItem {
  readonly slot: Slot;
  readonly element: Slot;
  readonly value: Property;
}

export interface LatePart {
  /** The part without the items, and with the elements that they need. */
  readonly part: BodyPart;
  readonly items: readonly LateItem[];
}

const known = new WeakMap<BoundClause, LatePart | null>();

/** Undefined for a part that has no such columns. */
export function latePart(part: BodyPart): LatePart | undefined {
  const last = part.clauses.at(-1);
  if (last?.kind !== "project") return undefined;
  let found = known.get(last);
  if (found === undefined) {
    found = splitPart(part, last) ?? null;
    known.set(last, found);
  }
  return found ?? undefined;
}

function splitPart({ clauses, columns }: BodyPart, last: BoundProjection): LatePart | undefined {
  if (last.distinct || last.groups !== undefined || last.where !== undefined) return undefined;
  const items = handedOut(last);
  if (items.length === 0) return undefined;
  const late = new Set(items.map(({ slot }) => slot.index));
  const elements = new Map(items.map(({ element }) => [element.index, element]));
  const early: BoundColumn[] = columns.filter(({ slot }) => !late.has(slot.index));
  for (const slot of elements.values()) early.push({ name: slot.name, slot });
  const projection = { ...last, items: last.items.filter(({ slot }) => !late.has(slot.index)) };
  return { part: { clauses: [...clauses.slice(0, -1), projection], columns: early }, items };
}

/** The items whose slots nothing else in the clause reads, of elements that stay in theirs. */
function handedOut({ items, orderBy }: BoundProjection): LateItem[] {
  const read = new Set([...items, ...orderBy].flatMap(({ value }) => [...slotsIn(value)]));
  const written = new Set<number>();
  for (const { slot, value } of items)
    if (!(value.kind === "slot" && value.slot === slot)) written.add(slot.index);
  return items.flatMap(({ slot, value }): LateItem[] => {
    if (value.kind !== "property" || value.of.kind !== "slot" || read.has(slot.index)) return [];
    const { mask } = value.of.type;
    const isElement = mask === TYPE_BITS.NODE || mask === TYPE_BITS.RELATIONSHIP;
    return isElement && !written.has(value.of.slot.index) ? [{ slot, element: value.of.slot, value }] : [];
  });
}

/** Reads the attribute of an item from the state that the part reads. */
export function attributeSource(
  { value }: LateItem,
  { state, run }: Pick<VectorContext, "state" | "run">,
): AttributeSource {
  const isNode = value.of.type.mask === TYPE_BITS.NODE;
  const word = isNode ? "node" : "relationship";
  const read = (id: number) => run.graph.attributeOf(word, id, value.name) as CypherValue;
  return new AttributeSource(isNode ? state.nodes : state.edges, value.name, read);
}
