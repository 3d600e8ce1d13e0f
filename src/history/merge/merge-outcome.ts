/**
 * The outcome of a merge with the decisions made so far: the change of our side, and every conflict. Conflicts of unique
 * keys and of required attributes come up only in the planned state, and come and go as others are resolved; one that
 * comes up again is the same object, and its policies are asked once.
 */
import type { Delta } from "../../space/deltas/delta.js";
import { speakJson } from "../../structures/text/json-value.js";
import type { CommitNode } from "../commits/commit-node.js";
import type { Conflict, KeyConflict, RequiredConflict } from "../diff/conflict.js";
import type { HistoryCore } from "../repository/core.js";
import { findKeyConflicts, findMissing, keyConflictName } from "../repository/key-conflicts.js";
import type { MergeDecisions } from "./merge-decisions.js";
import { planMerge } from "./merge-plan.js";
import { uniqueTest } from "./policy.js";
import { findConflicts } from "./three-way.js";
import { UnitedValues } from "./united-values.js";

/** A plan, and how many decisions it was made with. */
interface Planned {
  readonly delta: Delta;
  readonly conflicts: readonly Conflict[];
  readonly decisionCount: number;
}

export class MergeOutcome {
  readonly #core: HistoryCore;
  readonly #decisions: MergeDecisions;
  readonly #united: UnitedValues;
  /** Conflicts that no decision brings or takes away, and values that both sides changed alike and a policy combines. */
  readonly #facts: readonly Conflict[];
  readonly #ownFacts: ReadonlySet<Conflict>;
  /** Every conflict of unique keys that has come up, by name. */
  readonly #keys = new Map<string, KeyConflict>();
  /** Every conflict of required attributes that has come up, by name. */
  readonly #lacks = new Map<string, RequiredConflict>();
  #planned: Planned | undefined;

  /** Finds the conflicts with `theirs`, and asks the policies about them. */
  constructor(core: HistoryCore, decisions: MergeDecisions, theirs: CommitNode | undefined) {
    this.#core = core;
    this.#decisions = decisions;
    this.#united = new UnitedValues(core, decisions);
    const conflicts = findConflicts(decisions.merge);
    decisions.askAll(conflicts);
    if (decisions.policies.unify === true) {
      // nodes that one side removed since another has their key come back, to become one with it
      for (const conflict of conflicts)
        if (this.#hasHeir(conflict, theirs)) decisions.decide(conflict, "unify");
    }
    this.#facts = [...conflicts, ...decisions.combineAgreements()];
    this.#ownFacts = new Set(this.#facts);
  }

  /** All conflicts, whether resolved or not. */
  get conflicts(): readonly Conflict[] {
    // without rules, or edges that become one, there is nothing that a plan could add
    const { uniques, required } = this.#core.space.rules;
    const isSettled =
      uniques.length + required.length === 0 && uniqueTest(this.#decisions.policies) === undefined;
    return isSettled ? this.#facts : this.#settle().conflicts;
  }

  /** The change of our side, with open conflicts resolved as ours. */
  get delta(): Delta {
    return this.#settle().delta;
  }

  /** Whether a conflict is one of this merge; asked of each that is resolved, so that nothing is planned for it. */
  has(conflict: Conflict): boolean {
    if (this.#ownFacts.has(conflict) || this.#united.has(conflict)) return true;
    for (const each of this.#lacks.values()) if (each === conflict) return true;
    return conflict?.kind === "key" && this.#keys.get(keyConflictName(conflict)) === conflict;
  }

  /** Plans the merge, until no conflict of a rule comes up any more that was not planned with. */
  #settle(): Planned {
    const decisions = this.#decisions;
    if (this.#planned?.decisionCount === decisions.count) return this.#planned;
    const { rules } = this.#core.space;
    const { ours } = decisions.merge;
    const conflicts = [...this.#facts];
    const keys = new Set<KeyConflict>();
    const lacks = new Set<RequiredConflict>();
    const hasRules = rules.uniques.length + rules.required.length > 0;
    let planned = planMerge(decisions.merge, conflicts, decisions.all);
    let united = this.#united.unite(planned, keys, this.#facts);
    for (let fresh = -1; fresh !== 0 && hasRules; ) {
      fresh = 0;
      for (const state of planned === united.delta ? [planned] : [planned, united.delta]) {
        for (const found of findKeyConflicts(ours, state, rules)) {
          const conflict = this.#keyConflict(found);
          if (keys.has(conflict)) continue;
          fresh++;
          keys.add(conflict);
          conflicts.push(conflict);
        }
      }
      for (const conflict of this.#findLacks(united.delta)) {
        if (lacks.has(conflict)) continue;
        fresh++;
        lacks.add(conflict);
        conflicts.push(conflict);
      }
      if (fresh === 0) break;
      planned = planMerge(decisions.merge, conflicts, decisions.all);
      united = this.#united.unite(planned, keys, this.#facts);
    }
    this.#planned = {
      delta: united.delta,
      conflicts: [...conflicts, ...united.conflicts],
      decisionCount: decisions.count,
    };
    return this.#planned;
  }

  /** The conflict of a key as it was reported before, or with the decisions of the policies. */
  #keyConflict(found: KeyConflict): KeyConflict {
    const name = keyConflictName(found);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    Object.freeze(found.element);
    this.#keys.set(name, Object.freeze(speakJson(found)));
    this.#decisions.ask(found);
    return found;
  }

  /** The attributes that nodes would lack after a delta, as they were reported before, or with the policies' decisions. */
  *#findLacks(delta: Delta): Generator<RequiredConflict> {
    const { merge } = this.#decisions;
    const { base, ours, theirs } = merge.nodes;
    for (const { label = "", attributes, ids } of findMissing(merge.ours, delta, this.#core.space.rules)) {
      const [attribute] = attributes;
      const [first, mine, others] = [base, ours, theirs].map((facts) => facts.cells(attribute));
      for (const id of ids) {
        const name = JSON.stringify([label, attribute, id]);
        const known = this.#lacks.get(name);
        if (known !== undefined) {
          yield known;
          continue;
        }
        const lacking: RequiredConflict = {
          kind: "required",
          element: Object.freeze({ kind: "node", id }),
          attribute,
          label,
          base: first.value(id),
          ours: mine.value(id),
          theirs: others.value(id),
        };
        const conflict = Object.freeze(speakJson(lacking));
        this.#lacks.set(name, conflict);
        this.#decisions.ask(conflict);
        yield conflict;
      }
    }
  }

  /** Whether a node that a side removed has a key that another node has on that side. */
  #hasHeir(conflict: Conflict, theirCommit: CommitNode | undefined): boolean {
    if (conflict.kind !== "removal" && conflict.kind !== "dangling") return false;
    if (conflict.kind === "removal" && conflict.element.kind !== "node") return false;
    const { nodes, ours } = this.#decisions.merge;
    const id = conflict.kind === "removal" ? conflict.element.id : conflict.node;
    const isOurs =
      conflict.ours === undefined || (conflict.kind === "dangling" && conflict.addedBy === "theirs");
    const [has, lacks] = isOurs
      ? [nodes.theirs, ours.nodes]
      : [nodes.ours, this.#core.stateOf(theirCommit).nodes];
    const { rules } = this.#core.space;
    return rules.ofSet(has.labelSet(id)).uniques.some((rule) => {
      const values = rule.names.map((name) => has.cells(name).value(id));
      if (values.includes(undefined)) return false;
      const heir = rules.find(lacks, rule, values);
      return heir !== undefined && heir !== id;
    });
  }
}
