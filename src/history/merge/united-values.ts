/**
 * Conflicts of the values of nodes and edges that become one in a merge, which come up only as their elements are united.
 * A conflict that comes up again as others are resolved is the same object, and its policies are asked once.
 */
import type { EdgePool, OwnerKind } from "../../pool/pool.js";
import type { Delta } from "../../space/deltas/delta.js";
import { jsonValue, speakJson } from "../../structures/text/json-value.js";
import type { AttributeConflict, Conflict, KeyConflict, Resolution } from "../diff/conflict.js";
import type { HistoryCore } from "../repository/core.js";
import type { MergeDecisions } from "./merge-decisions.js";
import { combines, uniqueTest } from "./policy.js";
import { type Owners, overrideName, unify } from "./unify.js";

/** An element that two become, and the values in which they differ. */
interface UnitedElement {
  readonly owners: Owners;
  readonly conflicts: AttributeConflict[];
}

/** A planned delta with what was to become one as one, and the conflicts of values that came up. */
export interface United {
  readonly delta: Delta;
  readonly conflicts: readonly AttributeConflict[];
}

export class UnitedValues {
  readonly #core: HistoryCore;
  readonly #decisions: MergeDecisions;
  readonly #newEdges: NewEdges;
  /** Every conflict that has come up, by name. */
  readonly #known = new Map<string, AttributeConflict>();
  /** Values that stay as they are, by name, since their policy was asked. */
  readonly #agreed = new Set<string>();

  constructor(core: HistoryCore, decisions: MergeDecisions) {
    this.#core = core;
    this.#decisions = decisions;
    this.#newEdges = new NewEdges(core.space.pool.edges);
  }

  /** Whether a conflict came up here. */
  has(conflict: Conflict): boolean {
    for (const each of this.#known.values()) if (each === conflict) return true;
    return false;
  }

  /**
   * Unites nodes of one key, and edges that double each other, in a delta planned with conflicts of keys. `facts` are the
   * merge's other conflicts, by which nodes come back to become one with another.
   */
  unite(planned: Delta, keys: ReadonlySet<KeyConflict>, facts: readonly Conflict[]): United {
    const decisions = this.#decisions;
    const pairs: [number, number][] = [];
    const overrides = new Map<string, unknown>();
    for (const conflict of keys) {
      const said = decisions.of(conflict) ?? "ours";
      const [ours, theirs] = [conflict.ours as number, conflict.theirs as number];
      if (said === "unify") pairs.push([ours, theirs]);
      else {
        const value = typeof said === "object" ? (said.value ?? null) : null;
        overrides.set(overrideName(conflict.attribute, said === "theirs" ? ours : theirs), value);
      }
    }
    const { policies, merge } = decisions;
    const isUnique = uniqueTest(policies);
    if (pairs.length === 0 && isUnique === undefined) return { delta: planned, conflicts: [] };
    const returning = new Set<number>();
    for (const conflict of facts) {
      if (decisions.of(conflict) !== "unify") continue;
      if (conflict.kind === "removal") returning.add(conflict.element.id);
      else if (conflict.kind === "dangling") returning.add(conflict.node);
    }
    // nodes become one since they share a key, of which there is nothing to combine
    const keyed = new Set(this.#core.space.rules.uniques.flatMap(({ names }) => names));
    const asksFor = (kind: OwnerKind, attribute: string): boolean =>
      combines(policies, attribute) && !(kind === "node" && keyed.has(attribute));
    const newEdge = (edge: number, source: number, target: number): number =>
      this.#newEdges.of(edge, source, target);
    // a policy for elements is shown all conflicts of one, so they are gathered before it is asked
    for (;;) {
      const met: AttributeConflict[] = [];
      const waiting = new Map<string, UnitedElement>();
      const decide = (found: AttributeConflict, owners: Owners): Resolution | undefined => {
        const conflict = this.#difference(found, owners, waiting);
        met.push(conflict);
        return decisions.of(conflict);
      };
      const combineAlike = (found: AttributeConflict): Resolution | undefined => {
        const conflict = this.#agreement(found);
        if (conflict === undefined) return undefined;
        met.push(conflict);
        return decisions.of(conflict);
      };
      const given = { merge, pairs, returning, isUnique, overrides, newEdge };
      const delta = unify(planned, { ...given, decide, combines: asksFor, combine: combineAlike });
      if (waiting.size === 0) return { delta, conflicts: met };
      for (const element of waiting.values()) this.#askOfElement(element);
    }
  }

  /**
   * A conflict of two values as it was reported before, or with the decisions of the policies. Where a policy for
   * elements is to be asked, once all attributes of the element are known, it is added to those that wait.
   */
  #difference(
    found: AttributeConflict,
    owners: Owners,
    waiting: Map<string, UnitedElement>,
  ): AttributeConflict {
    const name = nameOf(found);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, freeze(found));
    if (this.#decisions.policies.elements === undefined) this.#decisions.ask(found);
    else if (!this.#decisions.askOfAttribute(found)) {
      const key = `${found.element.kind} ${owners.ours} ${owners.theirs}`;
      const open = waiting.get(key);
      if (open === undefined) waiting.set(key, { owners, conflicts: [found] });
      else open.conflicts.push(found);
    }
    return found;
  }

  /** Two values that are the same, if a policy makes something else of them; as reported before. */
  #agreement(found: AttributeConflict): AttributeConflict | undefined {
    const name = nameOf(found);
    const known = this.#known.get(name);
    if (known !== undefined || this.#agreed.has(name)) return known;
    freeze(found);
    if (this.#decisions.isCombined(found)) {
      this.#known.set(name, found);
      return found;
    }
    this.#agreed.add(name);
    return undefined;
  }

  /** Asks the policies for elements and for all about an element that two become. */
  #askOfElement({ owners, conflicts }: UnitedElement): void {
    const { base, ours, theirs } = this.#decisions.merge.of(conflicts[0].element.kind);
    this.#decisions.askOfElement({
      conflicts,
      base: base.attributesOf(owners.theirs),
      ours: (ours.has(owners.ours) ? ours : theirs).attributesOf(owners.ours),
      theirs: (theirs.has(owners.theirs) ? theirs : ours).attributesOf(owners.theirs),
    });
    this.#decisions.askOfRest(conflicts);
  }
}

/** Edges in the place of others; ids are given out when they are first asked for, and those not used stay unused. */
class NewEdges {
  readonly #pool: EdgePool;
  readonly #ids = new Map<string, number>();

  constructor(pool: EdgePool) {
    this.#pool = pool;
  }

  of(edge: number, source: number, target: number): number {
    const name = `${edge} ${source} ${target}`;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#pool.append(source, target);
    this.#ids.set(name, id);
    return id;
  }
}

function nameOf({ element, attribute, base, ours, theirs }: AttributeConflict): string {
  return JSON.stringify([element, attribute, jsonValue([base, ours, theirs])]);
}

function freeze(found: AttributeConflict): AttributeConflict {
  Object.freeze(found.element);
  return Object.freeze(speakJson(found));
}
