// What random programs draw from their tape: kinds, labels, values, columns of values.
import type { Kind } from "./state.js";
import { LABELS, MIXED_NAME, NAMES, type Tape, typedArrayOf, valueFor } from "./values.js";

export function drawKind(tape: Tape): Kind {
  return tape.chance(3) ? "edges" : "nodes";
}

export function drawLabels(tape: Tape): string[] {
  return LABELS.filter(() => tape.chance(3));
}

export function drawValues(tape: Tape, absent: boolean): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (let left = tape.next(4); left > 0; left--) {
    const name = tape.pick(NAMES);
    values.push([name, absent && tape.chance(3) ? tape.pick([null, undefined]) : valueFor(tape, name)]);
  }
  return Object.fromEntries(values);
}

/** Columns of values for `count` elements, as given to the graph, with the types that they would bind. */
export function drawColumns(tape: Tape, count: number) {
  const columns: Record<string, ArrayLike<unknown>> = Object.create(null);
  const types = new Map<string, string>();
  for (let left = tape.next(4); left > 0; left--) {
    const name = tape.pick(NAMES);
    const typed = tape.chance(2) ? typedArrayOf(tape, name, count) : undefined;
    if (typed !== undefined) {
      columns[name] = typed.values;
      types.set(name, typed.type);
    } else {
      const sparse = tape.chance(2);
      const one = name === MIXED_NAME ? valueFor(tape, name) : undefined;
      columns[name] = Array.from({ length: count }, () =>
        sparse && tape.chance(2) ? tape.pick([null, undefined]) : (one ?? valueFor(tape, name)),
      );
      types.delete(name);
    }
  }
  return { columns, types };
}

export function rowsOf(
  columns: Record<string, ArrayLike<unknown>>,
  count: number,
): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]])),
  );
}

export function someOf(tape: Tape, ids: readonly number[]): number[] {
  return ids.length === 0 ? [] : Array.from({ length: tape.next(4) }, () => tape.pick(ids));
}
