/** The decisions of one merge, by conflict, and the policies that are asked for them. */
import type { Column } from "../../pool/column.js";
import type {
  AttributeConflict,
  Conflict,
  ElementConflict,
  ElementPolicy,
  Resolution,
} from "../diff/conflict.js";
import { isSameForm } from "../diff/stored-form.js";
import type { HistoryCore } from "../repository/core.js";
import type { MergeOptions, Policies } from "./merge-options.js";
import { keepsRule } from "./merge-plan.js";
import { applyConflictPolicy, applyElementPolicy, applyPolicies, combine, combines } from "./policy.js";
import { columnFor, type ResolutionStates, readResolution } from "./resolutions.js";
import { findAgreements, type ThreeWay } from "./three-way.js";

/** An element in which both sides changed attributes, with what a policy for elements is shown of it. */
export interface ElementChanges extends Pick<ElementConflict, "base" | "ours" | "theirs"> {
  readonly conflicts: readonly AttributeConflict[];
}

/** The verb that merges, and its options, among which the policies are. */
interface DecidingTask {
  readonly verb: string;
  readonly options: MergeOptions;
}

export class MergeDecisions {
  readonly merge: ThreeWay;
  /** How many decisions were made so far, so that what was planned with fewer is known to be old. */
  count = 0;
  readonly #core: HistoryCore;
  readonly #task: DecidingTask;
  readonly #states: ResolutionStates;
  readonly #made = new Map<Conflict, Resolution>();

  constructor(core: HistoryCore, task: DecidingTask, merge: ThreeWay) {
    this.#core = core;
    this.#task = task;
    this.merge = merge;
    this.#states = { space: core.space, merge };
  }

  get policies(): MergeOptions {
    return this.#task.options;
  }

  has(conflict: Conflict): boolean {
    return this.#made.has(conflict);
  }

  of(conflict: Conflict): Resolution | undefined {
    return this.#made.get(conflict);
  }

  get all(): ReadonlyMap<Conflict, Resolution> {
    return this.#made;
  }

  /** Decides on a conflict; the last decision counts. */
  decide(conflict: Conflict, said: Resolution): void {
    const resolution = this.#guarded(() => readResolution(this.#states, conflict, said));
    this.#made.set(conflict, resolution);
    this.count++;
  }

  /** Asks the policies that have a say about one conflict. */
  ask(conflict: Conflict, policies: Policies = this.policies): void {
    const said = this.#guarded(() =>
      applyPolicies(conflict, policies, (value) => this.#fits(conflict, value)),
    );
    // a policy for all has no say where the side that it takes breaks the rule itself
    const isRefused =
      conflict.kind === "required" &&
      (said === "ours" || said === "theirs") &&
      !keepsRule(this.merge, conflict, said);
    if (said !== undefined && !isRefused) this.decide(conflict, said);
  }

  /** Asks the policies of attributes, then those of elements, then that for all. */
  askAll(conflicts: readonly Conflict[]): void {
    if (this.policies.elements === undefined) {
      for (const conflict of conflicts) this.ask(conflict);
      return;
    }
    const byElement = new Map<string, AttributeConflict[]>();
    for (const conflict of conflicts) {
      if (conflict.kind !== "attribute" || this.askOfAttribute(conflict)) continue;
      const key = `${conflict.element.kind} ${conflict.element.id}`;
      const open = byElement.get(key);
      if (open === undefined) byElement.set(key, [conflict]);
      else open.push(conflict);
    }
    for (const open of byElement.values()) {
      const { element } = open[0];
      const { base, ours, theirs } = this.merge.of(element.kind);
      const [before, mine, others] = [base, ours, theirs].map((facts) => facts.attributesOf(element.id));
      this.askOfElement({ conflicts: open, base: before, ours: mine, theirs: others });
    }
    this.askOfRest(conflicts);
  }

  /** Asks the policy of an attribute, and returns whether it decided. */
  askOfAttribute(conflict: AttributeConflict): boolean {
    const said = this.#combined(conflict, this.policies);
    if (said === undefined || said === "misfit") return false;
    this.decide(conflict, said);
    return true;
  }

  /** Asks the policy for elements about all conflicts of one. */
  askOfElement({ conflicts, ...sides }: ElementChanges): void {
    const attributes = conflicts.map(({ attribute }) => attribute);
    const shown = { element: conflicts[0].element, attributes, ...sides };
    const policy = this.policies.elements as ElementPolicy;
    this.#guarded(() => applyElementPolicy(shown, policy)).forEach((resolution, i) => {
      if (resolution !== undefined) this.decide(conflicts[i], resolution);
    });
  }

  /** Asks the policy for all about conflicts that no other policy decided. */
  askOfRest(conflicts: readonly Conflict[]): void {
    for (const conflict of conflicts) {
      if (this.has(conflict)) continue;
      const said = this.#guarded(() => applyConflictPolicy(conflict, this.policies));
      if (said !== undefined) this.decide(conflict, said);
    }
  }

  /**
   * Asks policies that combine for values that both sides changed alike: two who add 1 make 2. Gives those of which
   * something else comes, decided; one whose sum does not fit is a conflict like others.
   */
  *combineAgreements(): Generator<AttributeConflict> {
    for (const agreement of findAgreements(this.merge, (attribute) => combines(this.policies, attribute)))
      if (this.isCombined(agreement)) yield agreement;
  }

  /** Asks the policy of an attribute that combines. Decides and returns true if it gives something else. */
  isCombined(agreement: AttributeConflict): boolean {
    const said = this.#combined(agreement, this.policies);
    if (said === "misfit") {
      const { policy } = this.policies;
      this.ask(agreement, policy === undefined ? {} : { policy });
      return true;
    }
    if (typeof said !== "object") return false;
    this.decide(agreement, said);
    const decided = this.of(agreement) as { readonly value: unknown };
    const column = columnFor(this.#states, agreement, decided.value) as Column;
    const isSame = agreement.ours === undefined || column.accepts(agreement.ours);
    if (!isSame || !isSameForm(column, decided.value ?? undefined, agreement.ours)) return true;
    this.#made.delete(agreement);
    return false;
  }

  #combined(conflict: AttributeConflict, policies: Policies): ReturnType<typeof combine> {
    return this.#guarded(() => combine(conflict, policies, (value) => this.#fits(conflict, value)));
  }

  #fits(conflict: Conflict, value: unknown): boolean {
    return columnFor(this.#states, conflict, value)?.accepts(value) === true;
  }

  /** Policies are functions of users, which may not write to the graph. */
  #guarded<T>(run: () => T): T {
    return this.#core.gate.guardWrites(this.#task.verb, run);
  }
}
