/** The log: which commits led to one, those that fit what is asked for. */
import { describe } from "../../errors.js";
import { timeOf } from "../../pool/given-value.js";
import type { OwnerKind } from "../../pool/pool.js";
import { walk } from "../commits/ancestry.js";
import type { Commit } from "../commits/commit.js";
import type { CommitNode } from "../commits/commit-node.js";
import { CommitWalk } from "../commits/commit-walk.js";
import { skipUntouched } from "../commits/skip-untouched.js";
import type { HistoryCore } from "../repository/core.js";
import { type CommitRange, rangeOfAll, resolveRange } from "../repository/range.js";
import { checkAttributeName, checkElement, sameAttribute, sameElement, touches } from "./element-trace.js";
import type { LogOptions, Touching } from "./log-options.js";

/** Checks the options at once and gives the commits lazily, each before its parents. */
export function log(core: HistoryCore, options: LogOptions): Generator<Commit> {
  return commitsOf(logNodes(core, options));
}

function* commitsOf(nodes: Iterable<CommitNode>): Generator<Commit> {
  for (const { commit } of nodes) yield commit;
}

/** As `log`, with all that the forest knows of the commits. */
export function logNodes(core: HistoryCore, options: LogOptions): Generator<CommitNode> {
  const limit = checkCount("limit", options.limit, 0);
  const fits = filterOf(core, options);
  const range = options.all === true ? rangeOfAll(core, options) : resolveRange(core, options);
  return take(nodesOf(range, options.firstParent === true), fits, limit);
}

function nodesOf({ tips, without }: CommitRange, firstParent: boolean): Iterable<CommitNode> {
  if (tips.length === 1 && !firstParent) return walk(tips[0], without);
  if (without.length === 0 && tips.length === 1) return firstParents(tips[0]);
  return new CommitWalk(tips, without, firstParent);
}

/** A commit and those before it along first parents. */
export function* firstParents(from: CommitNode | undefined): Generator<CommitNode> {
  for (let node = from; node !== undefined; node = node.parent) yield node;
}

function* take(
  nodes: Iterable<CommitNode>,
  fits: (node: CommitNode) => boolean,
  limit: number,
): Generator<CommitNode> {
  let left = limit;
  if (left <= 0) return;
  for (const node of nodes) {
    if (!fits(node)) continue;
    yield node;
    if (--left <= 0) return;
  }
}

function filterOf(core: HistoryCore, options: LogOptions): (node: CommitNode) => boolean {
  const tests: ((node: CommitNode) => boolean)[] = [];
  const { author, message, touching } = options;
  if (author !== undefined) {
    const fits = textPredicate("author", author, (text, wanted) => text === wanted);
    tests.push(({ commit }) => fits(commit.author));
  }
  if (message !== undefined) {
    const fits = textPredicate("message", message, (text, wanted) => text.includes(wanted));
    tests.push(({ commit }) => fits(commit.message));
  }
  if (options.since !== undefined) {
    const since = checkTime("since", options.since);
    tests.push(({ commit }) => commit.time >= since);
  }
  if (options.until !== undefined) {
    const until = checkTime("until", options.until);
    tests.push(({ commit }) => commit.time <= until);
  }
  if (touching !== undefined) tests.push(touchingPredicate(core, touching));
  return (node) => tests.every((test) => test(node));
}

function textPredicate(
  what: string,
  wanted: unknown,
  compare: (text: string, wanted: string) => boolean,
): (text: string) => boolean {
  if (typeof wanted === "string") return (text) => compare(text, wanted);
  // `search` takes no notice of where a global pattern stopped last
  if (wanted instanceof RegExp) return (text) => text.search(wanted) >= 0;
  throw new TypeError(`"${what}" expected a string or a RegExp, got ${describe(wanted)}`);
}

function touchingPredicate(core: HistoryCore, touching: unknown): (node: CommitNode) => boolean {
  if (typeof touching !== "object" || touching === null) {
    throw new TypeError(`"touching" expected an object with an "id", got ${describe(touching)}`);
  }
  const { id, attribute, kind } = touching as Touching;
  const element = { kind: checkElement(core, id, kind), id };
  if (attribute !== undefined) checkAttributeName(attribute);
  const same = attribute === undefined ? sameElement : sameAttribute(attribute);
  const passed = new PassedStretches(element);
  return (node) => !passed.has(node) && touches(core, node, element, same);
}

/** Finds the commits of a walk, children first, that are on stretches which did not touch an element at all. */
class PassedStretches {
  readonly #element: { readonly kind: OwnerKind; readonly id: number };
  /** The commit that comes next on each stretch, with where the stretch ends. */
  readonly #ends = new Map<CommitNode, CommitNode | undefined>();

  constructor(element: { readonly kind: OwnerKind; readonly id: number }) {
    this.#element = element;
  }

  has(node: CommitNode): boolean {
    const known = this.#ends.has(node);
    const skip = known ? undefined : skipUntouched(node, this.#element.kind, this.#element.id);
    if (!known && skip === undefined) return false;
    const end = known ? this.#ends.get(node) : skip?.to;
    this.#ends.delete(node);
    if (node.parent !== undefined && node.parent !== end) this.#ends.set(node.parent, end);
    return true;
  }
}

/** A moment in ms since 1970, checked. */
export function checkTime(what: string, time: unknown): number {
  const ms = typeof time === "object" && time !== null ? timeOf(time) : time;
  if (typeof ms === "number" && !Number.isNaN(ms)) return ms;
  throw new TypeError(`"${what}" expected a Date or milliseconds, got ${describe(time)}`);
}

/** A number of commits, checked; no bound if it is not given. */
export function checkCount(what: string, count: unknown, min: number): number {
  if (count === undefined) return Number.POSITIVE_INFINITY;
  if (typeof count === "number" && count >= min) return count;
  throw new RangeError(`"${what}" expected a number of commits, got ${describe(count)}`);
}
