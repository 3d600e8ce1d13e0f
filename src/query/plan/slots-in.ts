/** The slots that an expression reads, and those that a pattern gives values. */
import type { BoundExpression, BoundPath, Slot } from "../bind/bound.js";

const found = new WeakMap<object, ReadonlySet<number>>();

/** All slots that stand anywhere in an expression, those that it gives values itself among them. */
export function slotsIn(expression: BoundExpression): ReadonlySet<number> {
  const known = found.get(expression);
  if (known !== undefined) return known;
  const slots = new Set<number>();
  collect(expression, slots);
  found.set(expression, slots);
  return slots;
}

/** Looks through a bound tree of any shape; slots are told by their index. */
function collect(part: unknown, slots: Set<number>): void {
  const open: unknown[] = [part];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null || next instanceof Map || next instanceof Set) continue;
    if ("index" in next && "name" in next && typeof (next as Slot).index === "number")
      slots.add((next as Slot).index);
    else
      for (const each of Object.values(next)) if (typeof each === "object" && each !== null) open.push(each);
  }
}

/** All slots that a match gives values. */
export function slotsOfPaths(paths: readonly BoundPath[]): Set<number> {
  const slots = new Set<number>();
  for (const { slot, elements } of paths) {
    if (slot !== undefined) slots.add(slot.index);
    for (const element of elements) {
      if (element.kind === "group") {
        slots.add(element.walk.index);
        for (const { all } of element.lists) slots.add(all.index);
      } else slots.add(element.slot.index);
      if (element.kind === "relationship") slots.add(element.each.index);
    }
  }
  return slots;
}
