/** The variables that can be seen at a place of a query. */
import type { Slot } from "./bound.js";

export class VariableScope {
  /** Variables that a WITH may leave behind. */
  readonly own: Map<string, Slot>;
  /** Variables of the query around this one, which can be seen throughout. */
  readonly outer: ReadonlyMap<string, Slot>;

  constructor(own: Iterable<readonly [string, Slot]> = [], outer: ReadonlyMap<string, Slot> = new Map()) {
    this.own = new Map(own);
    this.outer = outer;
  }

  find(name: string): Slot | undefined {
    return this.own.get(name) ?? this.outer.get(name);
  }

  /** All that can be seen, one slot for each name. */
  all(): Map<string, Slot> {
    return new Map([...this.outer, ...this.own]);
  }

  /** A scope that sees the same, and whose new variables are its own. */
  copy(): VariableScope {
    return new VariableScope(this.own, this.outer);
  }

  /** A scope with some more variables. */
  with(slots: readonly Slot[]): VariableScope {
    const scope = this.copy();
    for (const slot of slots) scope.own.set(slot.name, slot);
    return scope;
  }

  /** The scope of a query within this one, that sees all of it. */
  within(): VariableScope {
    return new VariableScope([], this.all());
  }

  /** The slots that have values here. */
  known(): Set<number> {
    return new Set(Array.from(this.all().values(), ({ index }) => index));
  }
}
