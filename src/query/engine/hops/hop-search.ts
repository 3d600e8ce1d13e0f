/**
 * Follows the relationships of single nodes, step by step of a plan, and calls back for each match: with no rows and no
 * vectors in between. It gives up where it meets so many relationships that batches are the better way.
 */
import { EdgeBuffer } from "../../../space/states/adjacency.js";
import type { GraphState } from "../../../space/states/graph-state.js";
import type { BoundNode, BoundRelationship } from "../../bind/bound.js";
import type { NodeAccess } from "../../plan/node-access.js";
import { wayOf } from "../../run/walks.js";
import { equals } from "../../values/relations.js";
import type { CypherValue } from "../../values/value.js";
import { LabelLookup } from "../label-lookup.js";
import type { HopPlan, HopStep, PlannedHop } from "./hop-plan.js";
import {
  attributeReader,
  conditionReader,
  type ElementsAtHand,
  givenValueOf,
  type HopBinding,
} from "./hop-values.js";

/** Relationships that are looked at before the search gives up. */
const EDGES_MAX = 1 << 15;

/** Buffers of nodes with more edges are let go of. */
const BUFFER_MAX = 1 << 12;

type Test = (at: ElementsAtHand) => boolean;

/** A step that is ready to be followed in one state. */
interface ReadyHop {
  readonly step: HopStep;
  readonly opens: boolean;
  /** Of a node that is looked for, whether it may be it; of relationships, whether one may be followed. */
  readonly types: LabelLookup | undefined;
  readonly labels: LabelLookup | undefined;
  /** Asked of each relationship of a walk. */
  readonly inline: readonly Test[];
  readonly tests: readonly Test[];
  readonly leaves: boolean;
  readonly enters: boolean;
}

export class HopSearch {
  readonly #plan: HopPlan;
  /** The edges of the node that each step, or each step of a walk, is at. */
  readonly #buffers: EdgeBuffer[] = [];
  #depth = 0;
  readonly at: ElementsAtHand;
  /** Relationships in use, those of the present match from `#base` on. */
  readonly #used: number[] = [];
  #edgesLeft = 0;
  #ready: readonly ReadyHop[] = [];
  #state: Searched = NO_STATE;
  #starts: readonly (readonly number[])[] = [];
  /** Called for each match; false ends the search. */
  #found: () => boolean = () => false;

  constructor(plan: HopPlan) {
    this.#plan = plan;
    this.at = new Uint32Array(plan.slotCount);
  }

  /** Searches all matches; false where there is too much to look at, or something that cannot be read this way. */
  run(binding: HopBinding, access: NodeAccess, found: () => boolean): boolean {
    const { state } = binding;
    const ready: ReadyHop[] = [];
    const starts: (readonly number[])[] = [];
    for (const hop of this.#plan.hops) {
      const each = readyHop(hop, binding);
      if (each === undefined) return false;
      ready.push(each);
      const ids = hop.step.kind === "scan" ? startsOf(hop.step, binding, access) : NO_IDS;
      if (ids === undefined) return false;
      starts.push(ids);
    }
    this.#state = state;
    this.#ready = ready;
    this.#starts = starts;
    this.#found = found;
    this.#edgesLeft = EDGES_MAX;
    this.#used.length = 0;
    this.#depth = 0;
    this.#follow(0, 0);
    // a statement is kept longer than the graphs that it is asked of
    this.#state = NO_STATE;
    this.#ready = [];
    this.#found = () => false;
    return this.#edgesLeft >= 0;
  }

  /** The steps as a run makes them. */
  ready(binding: HopBinding): readonly unknown[] {
    return this.#plan.hops.map((hop) => readyHop(hop, binding));
  }

  /** Follows the steps from `place` on; false ends the search. */
  #follow(place: number, before: number): boolean {
    if (place === this.#ready.length) return this.#found();
    const hop = this.#ready[place];
    const { step } = hop;
    const base = hop.opens ? this.#used.length : before;
    switch (step.kind) {
      case "known": {
        const fits = hop.labels?.has(this.at[step.node.slot.index]) !== false && passes(hop.tests, this.at);
        return !fits || this.#follow(place + 1, base);
      }
      case "scan": {
        const slot = step.node.slot.index;
        for (const id of this.#starts[place]) {
          if (--this.#edgesLeft < 0) return false;
          this.at[slot] = id;
          if (hop.labels?.has(id) === false || !passes(hop.tests, this.at)) continue;
          if (!this.#follow(place + 1, base)) return false;
        }
        return true;
      }
      case "expand":
        return this.#expand(hop, step, place, base);
      default:
        return this.#walk(hop, step, this.at[step.from.slot.index], 0, place, base);
    }
  }

  #expand(hop: ReadyHop, step: Extract<HopStep, { kind: "expand" }>, place: number, base: number): boolean {
    const { at } = this;
    const [to, relationship] = [step.to.slot.index, step.relationship.slot.index];
    const start = at[step.from.slot.index];
    const wanted = step.toKnown ? at[to] : undefined;
    const used = this.#used;
    const { types, labels, tests } = hop;
    const hasUsed = used.length > base;
    const list = this.#enter();
    for (let side = 0; side < 2; side++) {
      const incoming = side === 1;
      if (!(incoming ? hop.enters : hop.leaves)) continue;
      if (!this.#read(start, incoming, list)) return this.#leave(false);
      const far = incoming ? this.#state.pool.edges.sources : this.#state.pool.edges.targets;
      // a loop leaves and enters, and is one relationship
      const skipsLoops = incoming && hop.leaves;
      for (let i = 0; i < list.count; i++) {
        const edge = list.edges[i];
        if (types !== undefined && !types.has(edge)) continue;
        const end = far[edge];
        if ((wanted !== undefined && end !== wanted) || (skipsLoops && end === start)) continue;
        if (hasUsed && isUsed(used, base, edge)) continue;
        if (labels !== undefined && !labels.has(end)) continue;
        at[to] = end;
        at[relationship] = edge;
        if (tests.length > 0 && !passes(tests, at)) continue;
        used.push(edge);
        const goesOn = this.#follow(place + 1, base);
        used.pop();
        if (!goesOn) return this.#leave(false);
      }
    }
    return this.#leave(true);
  }

  #walk(
    hop: ReadyHop,
    step: Extract<HopStep, { kind: "walk" }>,
    node: number,
    length: number,
    place: number,
    base: number,
  ): boolean {
    const { at } = this;
    const { from: least, to: most } = step.relationship.length!;
    const to = step.to.slot.index;
    if (length >= least) {
      const [known, isKnown] = [at[to], step.toKnown];
      const fits = isKnown ? known === node : hop.labels?.has(node) !== false;
      if (fits) {
        at[to] = node;
        if (passes(hop.tests, at) && !this.#follow(place + 1, base)) return false;
      }
      at[to] = known;
    }
    if (length === most) return true;
    const each = step.relationship.each.index;
    const used = this.#used;
    const list = this.#enter();
    for (let side = 0; side < 2; side++) {
      const incoming = side === 1;
      if (!(incoming ? hop.enters : hop.leaves)) continue;
      if (!this.#read(node, incoming, list)) return this.#leave(false);
      const far = incoming ? this.#state.pool.edges.sources : this.#state.pool.edges.targets;
      const skipsLoops = incoming && hop.leaves;
      for (let i = 0; i < list.count; i++) {
        const edge = list.edges[i];
        if (hop.types !== undefined && !hop.types.has(edge)) continue;
        const end = far[edge];
        if ((skipsLoops && end === node) || isUsed(used, base, edge)) continue;
        at[each] = edge;
        if (!passes(hop.inline, at)) continue;
        used.push(edge);
        const goesOn = this.#walk(hop, step, end, length + 1, place, base);
        used.pop();
        if (!goesOn) return this.#leave(false);
      }
    }
    return this.#leave(true);
  }

  #enter(): EdgeBuffer {
    const depth = this.#depth++;
    this.#buffers[depth] ??= new EdgeBuffer();
    return this.#buffers[depth];
  }

  #leave(goesOn: boolean): boolean {
    const depth = --this.#depth;
    if (this.#buffers[depth].edges.length > BUFFER_MAX) this.#buffers[depth] = new EdgeBuffer();
    return goesOn;
  }

  /** Reads the edges of a node; false once there were too many. */
  #read(node: number, incoming: boolean, list: EdgeBuffer): boolean {
    const { adjacency, edges } = this.#state;
    adjacency.lists(incoming).read(node, edges.live, list);
    this.#edgesLeft -= list.count + 1;
    return this.#edgesLeft >= 0;
  }
}

const NO_IDS: readonly number[] = [];

/** The part of a state that edges are read from. */
type Searched = Pick<GraphState, "adjacency" | "edges" | "pool">;

const NO_STATE = {} as Searched;

function passes(tests: readonly Test[], at: ElementsAtHand): boolean {
  for (let i = 0; i < tests.length; i++) if (!tests[i](at)) return false;
  return true;
}

function isUsed(used: readonly number[], base: number, edge: number): boolean {
  for (let i = base; i < used.length; i++) if (used[i] === edge) return true;
  return false;
}

/** Undefined where a parameter is no plain value. */
function readyHop({ step, opens }: PlannedHop, binding: HopBinding): ReadyHop | undefined {
  const { state } = binding;
  const isHop = step.kind === "expand" || step.kind === "walk";
  const way = isHop ? wayOf(step.relationship, step.forward, state.directed) : "out";
  const end = isHop ? (step.toKnown ? undefined : step.to) : step.node;
  const inline: Test[] = [];
  const tests: Test[] = [];
  let types: LabelLookup | undefined;
  let labels: LabelLookup | undefined;
  for (const check of step.checks) {
    if (check.kind === "labels") {
      const { element } = check;
      const { index } = element.slot;
      if (element.kind === "relationship") {
        types = new LabelLookup(state.edges, (element as BoundRelationship).types!);
        continue;
      }
      const lookup = new LabelLookup(state.nodes, (element as BoundNode).labels!);
      if (index === end?.slot.index && labels === undefined) labels = lookup;
      else tests.push((at) => lookup.has(at[index]));
    } else if (check.kind === "property") {
      const { element, entry } = check;
      const wanted = givenValueOf(entry.value, binding);
      if (wanted === undefined) return undefined;
      const isEach = step.kind === "walk" && element.kind === "relationship";
      const { index } = isEach ? step.relationship.each : element.slot;
      const read = attributeReader(
        element.kind === "node" ? "node" : "relationship",
        index,
        entry.name,
        state,
      );
      (isEach ? inline : tests).push((at) => equals(read(at), wanted) === true);
    } else {
      const holds = conditionReader(check.condition, binding);
      if (holds === undefined) return undefined;
      tests.push((at) => holds(at) === true);
    }
  }
  return { step, opens, types, labels, inline, tests, leaves: way !== "in", enters: way !== "out" };
}

/** The nodes among which are all that a scan may find; undefined where they are not found at once. */
function startsOf(
  { lookups, labels }: Extract<HopStep, { kind: "scan" }>,
  binding: HopBinding,
  access: NodeAccess,
): readonly number[] | undefined {
  const { nodes } = binding.state;
  const wanted = new Map<string, readonly CypherValue[]>();
  for (const { name, value } of lookups) {
    const given = givenValueOf(value, binding);
    if (given === undefined) return undefined;
    if (lookups.length === 1 && name !== undefined) {
      const found = byOneKey(labels, name, given, binding.state);
      if (found !== undefined) return found;
    }
    if (name === undefined) {
      if (typeof given !== "bigint" && typeof given !== "number") return NO_IDS;
      const id = Number(given);
      const isId = Number.isInteger(id) && id >= 0 && id < 2 ** 32 - 1;
      return isId && nodes.live.has(id) ? [id] : NO_IDS;
    }
    wanted.set(name, [given]);
  }
  return access.find(labels, wanted);
}

/** The node with a key of one attribute; undefined where the key is of another kind, or the value not as the column has it. */
function byOneKey(
  labels: readonly string[],
  name: string,
  given: CypherValue,
  { keys, nodes }: GraphState,
): readonly number[] | undefined {
  const attribute = nodes.attribute(name);
  if (keys === undefined || attribute === undefined || attribute.mixed !== undefined) return undefined;
  const { type } = attribute.stored;
  let held: unknown;
  if (typeof given === "string") held = type === "utf8" ? given : undefined;
  else if (type === "int32" || type === "integer" || type === "float64") {
    const number = typeof given === "bigint" ? Number(given) : given;
    if (Number.isSafeInteger(number) && !Object.is(number, -0)) held = number;
  }
  if (held === undefined) return undefined;
  for (let i = 0; i <= labels.length; i++) {
    const rule = keys.keyOf(i < labels.length ? labels[i] : undefined);
    if (rule === undefined || rule.names.length !== 1 || rule.names[0] !== name) continue;
    return keys.findAll(nodes, rule, [held]);
  }
  return undefined;
}
