/**
 * A merge as a value: its result, its conflicts, and only then the commit. Over 500 lines, since what users see of a
 * merge, what settles it and what commits it share its decisions.
 */
import { describe, GroggyError } from "../../errors.js";
import type { AttributeColumn } from "../../pool/attribute-column.js";
import type { Column } from "../../pool/column.js";
import type { EdgePool, OwnerKind } from "../../pool/pool.js";
import { inferType } from "../../pool/value-type.js";
import { composeSteps } from "../../space/deltas/compose.js";
import { type Delta, isEmptyDelta } from "../../space/deltas/delta.js";
import { pastState } from "../../space/states/past-state.js";
import { defineInspect } from "../../structures/inspect.js";
import { readOptions } from "../../structures/options.js";
import { jsonValue, speakJson } from "../../structures/text/json-value.js";
import { GraphView } from "../../view.js";
import { isAncestor } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import type {
  AttributeConflict,
  Conflict,
  ElementPolicy,
  KeptPolicies,
  KeyConflict,
  RequiredConflict,
  Resolution,
} from "../diff/conflict.js";
import { Diff } from "../diff/diff.js";
import { isSameForm, storedForm } from "../diff/stored-form.js";
import { COMMIT_OPTIONS, type CommitOptions } from "../repository/commit-parts.js";
import type { HistoryCore } from "../repository/core.js";
import {
  findKeyConflicts,
  findMissing,
  keyConflictName,
  requireNothingMissing,
  requireRulesKept,
} from "../repository/key-conflicts.js";
import type { Revision } from "../repository/resolve.js";
import { dirtyState, reapply, resetTo, setAside } from "../repository/working-changes.js";
import { mergeBase } from "./merge-base.js";
import type { MergeOptions, Policies, RebaseStep } from "./merge-options.js";
import { keepsRule, planMerge } from "./merge-plan.js";
import {
  applyConflictPolicy,
  applyElementPolicy,
  applyPolicies,
  combine,
  combines,
  policiesInForce,
  readPolicies,
  uniqueTest,
} from "./policy.js";
import { findAgreements, findConflicts, ThreeWay } from "./three-way.js";
import { type Owners, overrideName, unify } from "./unify.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    /** `step` is that of a rebase whose change has the conflicts. */
    MERGE_CONFLICT: { merge: MergeResult; conflicts: readonly Conflict[]; step?: RebaseStep };
  }
}

/** The status of a merge. `conflicted` becomes `clean` once every conflict is resolved. */
export type MergeStatus = "upToDate" | "fastForward" | "clean" | "conflicted";

const FAST_FORWARDS: readonly unknown[] = ["auto", "only", "never"];
const RESOLUTIONS: readonly unknown[] = ["ours", "theirs", "dropEdge", "resurrect", "unify"];

/** The task of a verb that merges: the target, the changes to take, and the message of the result. */
export interface MergeTask {
  readonly verb: string;
  readonly base: CommitNode | undefined;
  readonly theirs: CommitNode | undefined;
  readonly status: MergeStatus;
  /** The parents of the commit besides the present one. */
  readonly otherParents: readonly CommitNode[];
  readonly message: string;
  readonly options: MergeOptions;
  /** Whether a commit without a change is refused. */
  readonly refuseEmpty?: boolean;
}

/** The present result of a merge: the change of our side, and every conflict. */
interface Outcome {
  readonly delta: Delta;
  readonly conflicts: readonly Conflict[];
}

/** An element that two become, and the values in which they differ. */
interface UnitedElement {
  readonly owners: Owners;
  readonly conflicts: AttributeConflict[];
}

/** A merge that is not committed yet: `commit` completes it, `abort` drops it. */
export class MergeResult {
  readonly #core: HistoryCore;
  readonly #task: MergeTask;
  readonly #ours: CommitNode | undefined;
  readonly #branch: string | null;
  readonly #epoch: number;
  readonly #merge: ThreeWay;
  /** All conflicts but those of unique keys, and values that both sides changed alike and that a policy combines. */
  readonly #facts: readonly Conflict[];
  readonly #ownFacts: ReadonlySet<Conflict>;
  /** Every conflict of unique keys that has come up, by name. */
  readonly #keys = new Map<string, KeyConflict>();
  /** Every conflict of required attributes that has come up, by name. */
  readonly #lacks = new Map<string, RequiredConflict>();
  /** Every conflict of values of nodes, or edges, that become one, by name. */
  readonly #united = new Map<string, AttributeConflict>();
  /** Values of what becomes one that stay as they are, by name, since their policy was asked. */
  readonly #agreed = new Set<string>();
  readonly #newEdges: NewEdges;
  readonly #decisions = new Map<Conflict, Resolution>();
  /** The present conflicts and outcome; recomputed after each decision. */
  #outcome: Outcome | undefined;
  #ended: "committed" | "aborted" | undefined;

  /** @internal */
  constructor(core: HistoryCore, task: MergeTask) {
    this.#core = core;
    this.#task = task;
    inspectAsMergeResult();
    this.#ours = core.node;
    this.#branch = core.branch;
    this.#epoch = core.repository.epoch;
    const { base, theirs } = task;
    const isThreeWay = task.status === "conflicted";
    const deltaTo = (node: CommitNode | undefined): Delta =>
      core.forest.deltaBetween(isThreeWay ? base : core.node, isThreeWay ? node : core.node);
    this.#merge = new ThreeWay(core.stateOf(core.node), {
      ours: deltaTo(core.node),
      theirs: deltaTo(theirs),
    });
    this.#newEdges = new NewEdges(core.space.pool.edges);
    const conflicts = findConflicts(this.#merge);
    this.#applyAllPolicies(conflicts, task.options);
    if (task.options.unify === true) this.#unifyRemoved(conflicts);
    this.#facts = [...conflicts, ...this.#combineAgreements(task.options)];
    this.#ownFacts = new Set(this.#facts);
  }

  /** Asks the policies of attributes, then those of elements, then that for all. */
  #applyAllPolicies(conflicts: readonly Conflict[], policies: Policies): void {
    const { elements } = policies;
    if (elements === undefined) {
      for (const conflict of conflicts) this.#applyPolicies(conflict, policies);
      return;
    }
    const byElement = new Map<string, AttributeConflict[]>();
    for (const conflict of conflicts) {
      if (conflict.kind !== "attribute") continue;
      const said = this.#core.gate.guardWrites(this.#task.verb, () =>
        combine(conflict, policies, (value) => this.#fits(conflict, value)),
      );
      if (said !== undefined && said !== "misfit") {
        this.#decide(conflict, said);
        continue;
      }
      const key = `${conflict.element.kind} ${conflict.element.id}`;
      const open = byElement.get(key);
      if (open === undefined) byElement.set(key, [conflict]);
      else open.push(conflict);
    }
    for (const open of byElement.values()) this.#applyElementPolicy(open, elements);
    for (const conflict of conflicts) {
      if (this.#decisions.has(conflict)) continue;
      const said = this.#core.gate.guardWrites(this.#task.verb, () =>
        applyConflictPolicy(conflict, policies),
      );
      if (said !== undefined) this.#decide(conflict, said);
    }
  }

  /** Nodes that one side removed since another has their key come back, to become one with it. */
  #unifyRemoved(conflicts: readonly Conflict[]): void {
    for (const conflict of conflicts) if (this.#hasHeir(conflict)) this.#decide(conflict, "unify");
  }

  /** Whether a node that a side removed has a key that another node has on that side. */
  #hasHeir(conflict: Conflict): boolean {
    if (conflict.kind !== "removal" && conflict.kind !== "dangling") return false;
    if (conflict.kind === "removal" && conflict.element.kind !== "node") return false;
    const { nodes, ours } = this.#merge;
    const id = conflict.kind === "removal" ? conflict.element.id : conflict.node;
    const isOurs =
      conflict.ours === undefined || (conflict.kind === "dangling" && conflict.addedBy === "theirs");
    const [has, lacks] = isOurs
      ? [nodes.theirs, ours.nodes]
      : [nodes.ours, this.#core.stateOf(this.#task.theirs).nodes];
    const { rules } = this.#core.space;
    return rules.ofSet(has.labelSet(id)).uniques.some((rule) => {
      const values = rule.names.map((name) => has.cells(name).value(id));
      if (values.includes(undefined)) return false;
      const heir = rules.find(lacks, rule, values);
      return heir !== undefined && heir !== id;
    });
  }

  #applyElementPolicy(conflicts: readonly AttributeConflict[], policy: ElementPolicy): void {
    const { element } = conflicts[0];
    const { base, ours, theirs } = this.#merge.of(element.kind);
    const [before, mine, others] = [base, ours, theirs].map((facts) => facts.attributesOf(element.id));
    const attributes = conflicts.map(({ attribute }) => attribute);
    const shown = { element, attributes, base: before, ours: mine, theirs: others };
    const said = this.#core.gate.guardWrites(this.#task.verb, () => applyElementPolicy(shown, policy));
    said.forEach((resolution, i) => {
      if (resolution !== undefined) this.#decide(conflicts[i], resolution);
    });
  }

  #applyPolicies(conflict: Conflict, policies: Policies): void {
    const said = this.#core.gate.guardWrites(this.#task.verb, () =>
      applyPolicies(conflict, policies, (value) => this.#fits(conflict, value)),
    );
    // a policy for all has no say where the side that it takes breaks the rule itself
    const isRefused =
      conflict.kind === "required" &&
      (said === "ours" || said === "theirs") &&
      !keepsRule(this.#merge, conflict, said);
    if (said !== undefined && !isRefused) this.#decide(conflict, said);
  }

  /**
   * Asks policies that combine for values that both sides changed alike: two who add 1 make 2. Gives those of which
   * something else comes, decided; one whose sum does not fit is a conflict like others.
   */
  *#combineAgreements(policies: Policies): Generator<AttributeConflict> {
    for (const agreement of findAgreements(this.#merge, (attribute) => combines(policies, attribute)))
      if (this.#isCombined(agreement, policies)) yield agreement;
  }

  /** Asks the policy of an attribute that combines. Decides and returns true if it gives something else. */
  #isCombined(agreement: AttributeConflict, policies: Policies): boolean {
    const said = this.#core.gate.guardWrites(this.#task.verb, () =>
      combine(agreement, policies, (value) => this.#fits(agreement, value)),
    );
    if (said === "misfit") {
      const { policy } = policies;
      this.#applyPolicies(agreement, policy === undefined ? {} : { policy });
      return true;
    }
    if (typeof said !== "object") return false;
    this.#decide(agreement, said);
    const decided = this.#decisions.get(agreement) as { readonly value: unknown };
    const column = this.#columnOf(agreement, decided.value) as Column;
    const isSame = agreement.ours === undefined || column.accepts(agreement.ours);
    if (!isSame || !isSameForm(column, decided.value ?? undefined, agreement.ours)) return true;
    this.#decisions.delete(agreement);
    return false;
  }

  #fits(conflict: Conflict, value: unknown): boolean {
    return this.#columnOf(conflict, value)?.accepts(value) === true;
  }

  /**
   * All conflicts, whether resolved or not. Those of unique keys and of required attributes come and go as others are
   * resolved.
   */
  get conflicts(): readonly Conflict[] {
    // without rules, or edges that become one, there is nothing that a plan could add
    const { uniques, required } = this.#core.space.rules;
    const isSettled = uniques.length + required.length === 0 && uniqueTest(this.#task.options) === undefined;
    return isSettled ? this.#facts : this.#settle().conflicts;
  }

  /** Plans the merge, until no conflict of a rule comes up any more that was not planned with. */
  #settle(): Outcome {
    if (this.#outcome !== undefined) return this.#outcome;
    const { rules } = this.#core.space;
    const conflicts = [...this.#facts];
    const keys = new Set<KeyConflict>();
    const lacks = new Set<RequiredConflict>();
    const hasRules = rules.uniques.length + rules.required.length > 0;
    let planned = planMerge(this.#merge, conflicts, new Map(this.#decisions));
    let [delta, united] = this.#unify(planned, keys);
    for (let fresh = -1; fresh !== 0 && hasRules; ) {
      fresh = 0;
      for (const state of planned === delta ? [planned] : [planned, delta]) {
        for (const found of findKeyConflicts(this.#merge.ours, state, rules)) {
          const conflict = this.#keyConflict(found);
          if (keys.has(conflict)) continue;
          fresh++;
          keys.add(conflict);
          conflicts.push(conflict);
        }
      }
      for (const conflict of this.#findLacks(delta)) {
        if (lacks.has(conflict)) continue;
        fresh++;
        lacks.add(conflict);
        conflicts.push(conflict);
      }
      if (fresh === 0) break;
      planned = planMerge(this.#merge, conflicts, this.#decisions);
      [delta, united] = this.#unify(planned, keys);
    }
    this.#outcome = { delta, conflicts: [...conflicts, ...united] };
    return this.#outcome;
  }

  /** The delta after which nodes of one key, and edges that double each other, are one; and what came up in it. */
  #unify(planned: Delta, keys: ReadonlySet<KeyConflict>): [delta: Delta, conflicts: AttributeConflict[]] {
    const pairs: [number, number][] = [];
    const overrides = new Map<string, unknown>();
    for (const conflict of keys) {
      const said = this.#decisions.get(conflict) ?? "ours";
      const [ours, theirs] = [conflict.ours as number, conflict.theirs as number];
      if (said === "unify") pairs.push([ours, theirs]);
      else {
        const value = typeof said === "object" ? (said.value ?? null) : null;
        overrides.set(overrideName(conflict.attribute, said === "theirs" ? ours : theirs), value);
      }
    }
    const isUnique = uniqueTest(this.#task.options);
    if (pairs.length === 0 && isUnique === undefined) return [planned, []];
    const returning = new Set<number>();
    for (const conflict of this.#facts) {
      if (this.#decisions.get(conflict) !== "unify") continue;
      if (conflict.kind === "removal") returning.add(conflict.element.id);
      else if (conflict.kind === "dangling") returning.add(conflict.node);
    }
    const { options } = this.#task;
    // nodes become one since they share a key, of which there is nothing to combine
    const keyed = new Set(this.#core.space.rules.uniques.flatMap(({ names }) => names));
    const asksFor = (kind: OwnerKind, attribute: string): boolean =>
      combines(options, attribute) && !(kind === "node" && keyed.has(attribute));
    const newEdge = (edge: number, source: number, target: number): number =>
      this.#newEdges.of(edge, source, target);
    for (;;) {
      const met: AttributeConflict[] = [];
      const waiting = new Map<string, UnitedElement>();
      const decide = (found: AttributeConflict, owners: Owners): Resolution | undefined => {
        const conflict = this.#unitedConflict(found, owners, waiting);
        met.push(conflict);
        return this.#decisions.get(conflict);
      };
      const combineAlike = (found: AttributeConflict): Resolution | undefined => {
        const conflict = this.#unitedAgreement(found);
        if (conflict === undefined) return undefined;
        met.push(conflict);
        return this.#decisions.get(conflict);
      };
      const given = { merge: this.#merge, pairs, returning, isUnique, overrides, newEdge };
      const delta = unify(planned, { ...given, decide, combines: asksFor, combine: combineAlike });
      if (waiting.size === 0) return [delta, met];
      for (const element of waiting.values()) this.#askOfUnited(element);
    }
  }

  /**
   * A conflict of values that become one as it was reported before, or with the decisions of the policies; where a
   * policy for elements is to be asked, once all attributes of the element are known, it is among the waiting.
   */
  #unitedConflict(
    found: AttributeConflict,
    owners: Owners,
    waiting: Map<string, UnitedElement>,
  ): AttributeConflict {
    const { element } = found;
    const name = nameOfUnited(found);
    const known = this.#united.get(name);
    if (known !== undefined) return known;
    this.#united.set(name, freezeUnited(found));
    const { options } = this.#task;
    if (options.elements === undefined) {
      this.#applyPolicies(found, options);
      return found;
    }
    const said = this.#core.gate.guardWrites(this.#task.verb, () =>
      combine(found, options, (value) => this.#fits(found, value)),
    );
    if (said !== undefined && said !== "misfit") this.#decide(found, said);
    else {
      const key = `${element.kind} ${owners.ours} ${owners.theirs}`;
      const open = waiting.get(key);
      if (open === undefined) waiting.set(key, { owners, conflicts: [found] });
      else open.conflicts.push(found);
    }
    return found;
  }

  /** Values that become one and are the same, if a policy makes something else of them; as reported before. */
  #unitedAgreement(found: AttributeConflict): AttributeConflict | undefined {
    const name = nameOfUnited(found);
    const known = this.#united.get(name);
    if (known !== undefined || this.#agreed.has(name)) return known;
    freezeUnited(found);
    if (this.#isCombined(found, this.#task.options)) {
      this.#united.set(name, found);
      return found;
    }
    this.#agreed.add(name);
    return undefined;
  }

  /** Asks the policies for elements and for all about an element that two become. */
  #askOfUnited({ owners, conflicts }: UnitedElement): void {
    const { options, verb } = this.#task;
    const { element } = conflicts[0];
    const { base, ours, theirs } = this.#merge.of(element.kind);
    const shown = {
      element,
      attributes: conflicts.map(({ attribute }) => attribute),
      base: base.attributesOf(owners.theirs),
      ours: (ours.has(owners.ours) ? ours : theirs).attributesOf(owners.ours),
      theirs: (theirs.has(owners.theirs) ? theirs : ours).attributesOf(owners.theirs),
    };
    this.#core.gate
      .guardWrites(verb, () => applyElementPolicy(shown, options.elements as ElementPolicy))
      .forEach((resolution, i) => {
        if (resolution !== undefined) this.#decide(conflicts[i], resolution);
      });
    for (const conflict of conflicts) {
      if (this.#decisions.has(conflict)) continue;
      const said = this.#core.gate.guardWrites(verb, () => applyConflictPolicy(conflict, options));
      if (said !== undefined) this.#decide(conflict, said);
    }
  }

  /** The attributes that nodes would lack after a delta, as they were reported before, or with the policies' decisions. */
  *#findLacks(delta: Delta): Generator<RequiredConflict> {
    const { base, ours, theirs } = this.#merge.nodes;
    for (const { label = "", attributes, ids } of findMissing(
      this.#merge.ours,
      delta,
      this.#core.space.rules,
    )) {
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
        this.#applyPolicies(conflict, this.#task.options);
        yield conflict;
      }
    }
  }

  /** The conflict of a key as it was reported before, or with the decisions of the policies. */
  #keyConflict(found: KeyConflict): KeyConflict {
    const name = keyConflictName(found);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    Object.freeze(found.element);
    this.#keys.set(name, Object.freeze(speakJson(found)));
    this.#applyPolicies(found, this.#task.options);
    return found;
  }

  /** The present result of the merge. */
  get status(): MergeStatus {
    if (this.#task.status !== "conflicted") return this.#task.status;
    return this.unresolved.length === 0 ? "clean" : "conflicted";
  }

  /** The form that `JSON.stringify` writes: how it stands, the ids of its commits, and the conflicts. */
  toJSON(): Record<string, unknown> {
    const [base, ours, theirs] = [this.base, this.ours, this.theirs].map((commit) => commit?.id ?? null);
    const [conflicts, unresolved] = [jsonValue(this.conflicts), this.unresolved.length];
    return { status: this.status, base, ours, theirs, conflicts, unresolved };
  }

  /** The conflicts without a decision. */
  get unresolved(): readonly Conflict[] {
    return this.conflicts.filter((conflict) => !this.#decisions.has(conflict));
  }

  /** The common ancestor; null if there is none, a commit that is in no history if there were several. */
  get base(): Commit | null {
    return this.#task.base?.commit ?? null;
  }

  /** The commit merged into; null before the first one. */
  get ours(): Commit | null {
    return this.#ours?.commit ?? null;
  }

  /** The commit merged; null means the empty graph. */
  get theirs(): Commit | null {
    return this.#task.theirs?.commit ?? null;
  }

  /** The decision on a conflict; undefined if there is none. */
  resolutionOf(conflict: Conflict): Resolution | undefined {
    return this.#decisions.get(conflict);
  }

  /** Resolves a conflict; the last decision counts. */
  resolve(conflict: Conflict, resolution: Resolution): void {
    this.#core.gate.requireFree("resolve");
    this.#requireOpen("resolve");
    if (!this.#knows(conflict)) {
      throw new TypeError(
        `"conflict" expected one of this merge's ${this.conflicts.length} conflicts, got ${describe(conflict)}`,
      );
    }
    this.#decide(conflict, resolution);
  }

  /** Resolves all open conflicts in the same way; a function may leave some open. */
  resolveAll(policy: NonNullable<Policies["policy"]>): void {
    this.#core.gate.requireFree("resolveAll");
    this.#requireOpen("resolveAll");
    readPolicies({ policy });
    const asked = new Set<Conflict>();
    for (
      let open = this.unresolved;
      open.length > 0;
      open = this.unresolved.filter((each) => !asked.has(each))
    ) {
      for (const conflict of open) {
        asked.add(conflict);
        this.#applyPolicies(conflict, { policy });
      }
    }
  }

  /** Whether a conflict is one of this merge; asked of each that is resolved, so that nothing is planned for it. */
  #knows(conflict: Conflict): boolean {
    if (this.#ownFacts.has(conflict)) return true;
    for (const each of this.#united.values()) if (each === conflict) return true;
    for (const each of this.#lacks.values()) if (each === conflict) return true;
    return conflict?.kind === "key" && this.#keys.get(keyConflictName(conflict)) === conflict;
  }

  #decide(conflict: Conflict, said: Resolution): void {
    const resolution = this.#core.gate.guardWrites(this.#task.verb, () => this.#read(conflict, said));
    this.#decisions.set(conflict, resolution);
    this.#outcome = undefined;
  }

  /** The decision on a conflict, read once and checked; a value as its column stores it. */
  #read(conflict: Conflict, given: Resolution): Resolution {
    const isValue = typeof given === "object" && given !== null && "value" in given;
    const said: Resolution = isValue ? { value: given.value } : given;
    checkResolution(conflict, said);
    if (conflict.kind === "required") this.#checkKept(conflict, said);
    if (typeof said !== "object" || said.value === null || said.value === undefined) return said;
    const column = this.#columnOf(conflict, said.value);
    const value = storedForm(column, said.value);
    if (value !== undefined) return { value };
    throw new TypeError(
      `resolution of attribute "${(conflict as KeyConflict).attribute}" expected ${column?.type}, got ${describe(said.value)}`,
    );
  }

  /** Throws if a rule would still be broken, or a side's own value is not one. */
  #checkKept(conflict: RequiredConflict, said: Resolution): void {
    const { attribute, label } = conflict;
    const rule = `attribute "${attribute}", which "${label}" requires,`;
    if (typeof said === "object") {
      if (said.value !== null && said.value !== undefined) return;
      throw new TypeError(`resolution of ${rule} expected a value, got { value: ${said.value} }`);
    }
    if (said !== "ours" && said !== "theirs") return;
    if (keepsRule(this.#merge, conflict, said)) return;
    throw new TypeError(
      `resolution of ${rule} expected { value }, or a side on which the node keeps the rule, got "${said}"`,
    );
  }

  /** The column of a required attribute that none of the states has, as the schema or the value says. */
  #beginColumn(attribute: string, value: unknown): AttributeColumn | undefined {
    const { space } = this.#core;
    const type = space.nodes.declared.get(attribute) ?? inferType(value);
    if (type === undefined) return undefined;
    const stored = space.pool.nodes.column(attribute, type);
    this.#merge.nodes.begin(stored);
    return stored;
  }

  /** The column that a value to resolve a conflict goes to. */
  #columnOf(conflict: Conflict, value: unknown): Column | undefined {
    if (conflict.kind === "required") {
      const { attribute, element } = conflict;
      const stored = this.#merge.nodes.columnFor(attribute, element.id, value);
      return (stored ?? this.#beginColumn(attribute, value))?.column;
    }
    if (conflict.kind !== "attribute" && conflict.kind !== "key") return undefined;
    const three = this.#merge.of(conflict.element.kind);
    const { attribute, element } = conflict;
    if (conflict.kind === "attribute") return three.columnFor(attribute, element.id, value)?.column;
    if (three.isMixed(attribute)) return three.columnFor(attribute, element.id, value)?.column;
    const sides = [three.ours, three.theirs].map((facts) => facts.column(attribute)?.column);
    return sides.find((column) => column?.accepts(conflict.value));
  }

  /** The merged state, with open conflicts resolved as ours. */
  preview(): GraphView {
    const { status, theirs } = this.#task;
    if (status === "fastForward") return new GraphView(this.#core.stateOf(theirs));
    return new GraphView(pastState(this.#merge.ours, [{ delta: this.#settle().delta, forward: true }]));
  }

  /** The changes of the merge to our side, with open conflicts resolved as ours. */
  diff(): Diff {
    const { status, theirs } = this.#task;
    const steps =
      status === "fastForward"
        ? this.#core.forest.path(this.#ours, theirs)
        : [{ delta: this.#settle().delta, forward: true }];
    return new Diff(this.#merge.ours, this.preview().state, steps);
  }

  /**
   * Makes the merge: moves the branch in a fast-forward, makes a commit otherwise. Of a merge that is up to date
   * nothing comes; the present commit is returned.
   *
   * @throws GroggyError MERGE_CONFLICT if conflicts are unresolved, STALE_MERGE if the graph has moved since;
   *   then nothing is changed.
   */
  commit(message?: string, options: CommitOptions = {}): Commit {
    const given = readOptions(options, COMMIT_OPTIONS);
    return this.#core.verb(this.#task.verb, () => this.make(message, given));
  }

  /** As `commit`, within a verb; `asked` is the verb's time. @internal */
  make(message: string | undefined, options: CommitOptions, asked?: number): Commit {
    this.#requireOpen("commit");
    const core = this.#core;
    const { verb, status, theirs, otherParents } = this.#task;
    if (this.unresolved.length > 0) throw conflictError(verb, this);
    if (core.node !== this.#ours || core.branch !== this.#branch || core.repository.epoch !== this.#epoch) {
      throw new GroggyError(
        "STALE_MERGE",
        `"${verb}" expected the graph as it was when the merge began, got it moved or collected since`,
      );
    }
    const parts = core.checkCommit(message ?? this.#task.message, options);
    const { delta } = this.#settle();
    this.#requireRules(delta);
    const time = asked ?? (options.time === undefined ? parts.time : undefined);
    const takeUp = (): CommitNode | undefined => {
      if (status === "upToDate") return core.node;
      if (status === "fastForward") {
        resetTo(core, theirs, this.#task.options, verb);
        return theirs;
      }
      const working = setAside(core, this.#task.options, verb, delta);
      core.space.replay(delta);
      // a change that was resolved away is no matter of hooks
      const refuseEmpty = this.#task.refuseEmpty === true && !isEmptyDelta(delta) ? verb : undefined;
      const made = core.commitPresent(parts, { otherParents, refuseEmpty });
      if (working !== undefined) reapply(core, working, made);
      return made;
    };
    const node = core.record(verb, takeUp, time);
    this.#ended = "committed";
    return (node as CommitNode).commit;
  }

  /** Throws if the merged state would lack what its nodes' labels require, or fast-forwards to one that breaks a rule. */
  #requireRules(planned: Delta): void {
    const { status, theirs, verb } = this.#task;
    const { space, forest } = this.#core;
    const { rules } = space;
    if (rules.isPlain || status === "upToDate") return;
    const isFast = status === "fastForward";
    const delta = isFast ? composeSteps(forest.path(this.#ours, theirs)) : planned;
    if (isFast) requireRulesKept(this.#merge.ours, delta, rules, `the state after "${verb}"`);
    else requireNothingMissing(this.#merge.ours, delta, rules, `the state after "${verb}"`);
  }

  /** Makes the change, within a verb, as an uncommitted one. @internal */
  take(): void {
    const { delta } = this.#settle();
    this.#requireRules(delta);
    this.#core.space.replay(delta);
    this.#ended = "committed";
  }

  /** Forgets the merge; it leaves no trace. */
  abort(): void {
    this.#core.gate.requireFree("abort");
    this.#requireOpen("abort");
    this.#ended = "aborted";
  }

  #requireOpen(verb: string): void {
    if (this.#ended === undefined) return;
    throw new GroggyError(
      "STALE_MERGE",
      `"${verb}" expected a merge that is open, got one that was ${this.#ended}`,
    );
  }
}

/** The error for a verb that is stopped by conflicts; its `data.merge` is the merge to resolve, `data.step` of a rebase. */
export function conflictError(verb: string, merge: MergeResult, step?: RebaseStep): GroggyError {
  const { unresolved } = merge;
  const first = unresolved[0];
  const { kind = "", id } = first.element ?? {};
  const where =
    first.kind === "schema"
      ? `attribute "${first.attribute}"`
      : `${kind === "graph" ? "the graph" : `${kind} ${id}`}${"attribute" in first ? `, "${first.attribute}"` : ""}`;
  return new GroggyError(
    "MERGE_CONFLICT",
    `"${verb}" expected no conflicts, got ${unresolved.length} unresolved, the first one of ${first.kind} (${where})`,
    { merge, conflicts: unresolved, ...(step === undefined ? {} : { step }) },
  );
}

function isUnifiable(conflict: Conflict): boolean {
  if (conflict.kind === "removal") return conflict.element.kind === "node";
  return conflict.kind === "key" || conflict.kind === "dangling";
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

function checkResolution(conflict: Conflict, said: unknown): asserts said is Resolution {
  const isValue = typeof said === "object" && said !== null && "value" in said;
  const fits = isValue
    ? conflict.kind === "attribute" || conflict.kind === "key" || conflict.kind === "required"
    : RESOLUTIONS.includes(said) &&
      (said !== "dropEdge" || conflict.kind === "dangling") &&
      (said !== "resurrect" || conflict.kind === "dangling" || conflict.kind === "removal") &&
      (said !== "unify" || isUnifiable(conflict));
  if (fits) return;
  const expected = {
    attribute: '"ours", "theirs" or { value }',
    key: '"ours", "theirs", "unify" or { value }',
    removal: '"ours", "theirs", "resurrect" or, of a node, "unify"',
    dangling: '"ours", "theirs", "dropEdge", "resurrect" or "unify"',
    schema: '"ours" or "theirs"',
    required: '"ours", "theirs" or { value }',
  }[conflict.kind];
  throw new TypeError(
    `resolution of a conflict of ${conflict.kind} expected ${expected}, got ${describe(said)}`,
  );
}

/** Merges a revision into the present state, as a value. */
export function merge(
  core: HistoryCore,
  revision: Revision,
  given: MergeOptions,
  kept: KeptPolicies = core.repository.policies,
): MergeResult {
  const options = { ...given, ...policiesInForce(kept, given) };
  const { fastForward = "auto" } = options;
  if (!FAST_FORWARDS.includes(fastForward)) {
    throw new TypeError(`"fastForward" expected "auto", "only" or "never", got ${describe(fastForward)}`);
  }
  const theirs = core.resolve(revision);
  const working = core.space.delta();
  if (!isEmptyDelta(working) && !options.carry && !options.stash && !options.discard)
    throw dirtyState(core, "merge", working);
  const ours = core.node;
  const behind = ours === undefined || isAncestor(ours, theirs);
  const status =
    ours !== undefined && isAncestor(theirs, ours)
      ? "upToDate"
      : behind && (fastForward !== "never" || ours === undefined)
        ? "fastForward"
        : "conflicted";
  if (status === "conflicted" && fastForward === "only") {
    throw new GroggyError(
      "NOT_FAST_FORWARD",
      `"fastForward" expected a revision that the present commit leads to, got ${describe(theirs.commit.id.slice(0, 12))}`,
    );
  }
  const name = typeof revision === "string" ? revision : theirs.commit.id.slice(0, 12);
  return new MergeResult(core, {
    verb: "merge",
    base: ours === undefined ? undefined : mergeBase(core, ours, theirs, options),
    theirs,
    status,
    otherParents: [theirs],
    message: `Merge ${name}${core.branch === null ? "" : ` into ${core.branch}`}`,
    options,
  });
}

function inspectAsMergeResult(): void {
  defineInspect(MergeResult.prototype, "MergeResult", ({ status, conflicts }) => ({ status, conflicts }));
}

function nameOfUnited({ element, attribute, base, ours, theirs }: AttributeConflict): string {
  return JSON.stringify([element, attribute, jsonValue([base, ours, theirs])]);
}

function freezeUnited(found: AttributeConflict): AttributeConflict {
  Object.freeze(found.element);
  return Object.freeze(speakJson(found));
}
