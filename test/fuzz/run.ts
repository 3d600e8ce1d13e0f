// Runs programs, call by call, and checks after each what has to hold.
import * as algorithms from "../../src/algorithms/index.js";
import * as groggy from "../../src/index.js";
import { Graph, GraphView, GroggyError, Selection } from "../../src/index.js";
import { show } from "../model/show.js";
import { digestOf, requireInvariants, stateOf } from "./digest.js";
import { Hostile } from "./hostile.js";
import { isClass, keyOf } from "./surface.js";

/** One call, as text. */
export interface Step {
  readonly target: string;
  readonly member: string;
  /** Undefined for a getter. */
  readonly arguments: readonly string[] | undefined;
  /** Where the result goes. */
  readonly result: number;
}

export interface Setting {
  /** The options of the graph, as text. */
  readonly options: string;
  /** The folder of the graph's store; in memory if it is undefined. */
  readonly path: string | undefined;
}

/** What the engine says, never groggy: somebody did not check what was given. */
const ENGINE_MESSAGE =
  /Cannot (read prop|set prop|convert|mix|destructure|assign|access|add property|redefine|delete|use 'in')|is not (a function|iterable|a constructor|extensible|an object)|undefined \(|Maximum call stack|Invalid (typed )?array (buffer )?length|Reduce of empty|detached|[Cc]ircular structure|serialize a BigInt|Invalid time value|private member|call(ed)? on null|incompatible receiver|not a valid/;

/** A proxy that was revoked, or memory that was given away, cannot be looked at: the engine's message stands. */
const UNREADABLE = /h\.(revoked|detached)\(\)/;

export class Failure extends Error {}

/** A graph in the midst of a program. */
export class World {
  graph: Graph;
  readonly hostile: Hostile;
  readonly results: unknown[] = [];
  readonly key: string | undefined;
  readonly #setting: Setting;
  readonly #commits = new Map<string, string>();
  readonly #views = new Map<GraphView, string>();
  readonly #selections = new Map<Selection, string>();
  #state: string;
  #hasAfterHook = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    const options = {
      ...(this.evaluate(setting.options) as groggy.GraphOptions),
      clock: (
        (time) => () =>
          ++time
      )(0),
    };
    this.graph = setting.path === undefined ? new Graph(options) : Graph.open(setting.path, options);
    this.key = options.key;
    this.hostile = new Hostile(() => this.graph);
    this.#state = stateOf(this.graph);
  }

  evaluate(text: string): unknown {
    const make = new Function("graph", "r", "h", "Graph", "G", "A", `return (${text});`);
    return make(this.graph, this.results, this.hostile, Graph, groggy, algorithms);
  }

  /** Makes one call, and throws a {@link Failure} if what has to hold does not. */
  async run(step: Step): Promise<void> {
    const { hostile } = this;
    hostile.start();
    let target: unknown;
    let given: unknown[];
    try {
      target = this.evaluate(step.target);
      given = (step.arguments ?? []).map((text) => this.evaluate(text));
    } catch {
      return; // an argument is itself a call, which others make
    }
    if (target === undefined || target === null) return;
    const key = keyOf(step.member);
    const member: unknown = Reflect.get(target as object, key);
    if (step.arguments !== undefined && typeof member !== "function") return;
    this.#hasAfterHook ||= /^(onAfterCommit|onAfterMove|onChange)$/.test(step.member);
    // arguments may have written
    this.#state = stateOf(this.graph);
    hostile.start();
    let result: unknown;
    let error: { readonly thrown: unknown } | undefined;
    try {
      result = step.arguments === undefined ? member : Reflect.apply(member as () => unknown, target, given);
      if (result instanceof Promise) result = await result;
      if (isGenerator(result)) result = take(result, 20);
      this.results[step.result] = result;
    } catch (thrown) {
      error = { thrown };
    }
    const effects = [...hostile.effects];
    if (error !== undefined) this.#checkError(error.thrown, step, effects);
    requireInvariants(this.graph, this.key);
    this.#state = stateOf(this.graph);
    this.#remember(result);
  }

  #checkError(thrown: unknown, step: Step, effects: Hostile["effects"]): void {
    const isHostile = this.hostile.thrown.has(thrown);
    if (!isHostile && !isOwnError(thrown)) {
      throw new Failure(`threw ${thrown instanceof Error ? thrown.stack : show(thrown)}`);
    }
    const { message } = thrown as Error;
    if (
      !isHostile &&
      !(thrown instanceof GroggyError) &&
      ENGINE_MESSAGE.test(message) &&
      !UNREADABLE.test(step.arguments?.join() ?? "")
    )
      throw new Failure(`threw an error of the engine's: ${(thrown as Error).stack}`);
    // what a pull fetched stays, also where merging it is refused
    if (step.member === "pull") return;
    // what hooks throw that are called after a commit does not undo it
    if (isHostile && this.#hasAfterHook) return;
    const state = stateOf(this.graph);
    if (effects.length === 0) {
      if (state !== this.#state)
        throw new Failure(`threw "${message}", and changed the state:\n${compare(this.#state, state)}`);
      return;
    }
    // what the hostile arguments wrote is there, or was taken back with the verb, and nothing else
    const found = digestOf(this.graph);
    const expected = [...effects.map(({ after }) => after), digestOfState(this.#state)];
    if (!expected.includes(found))
      throw new Failure(`threw "${message}", and wrote:\n${compare(expected[effects.length - 1], found)}`);
  }

  /** Takes down the states of commits, views and selections. */
  #remember(result: unknown): void {
    const { graph } = this;
    const { commit } = graph.history.head;
    if (commit !== null && graph.status().clean) {
      const digest = digestOf(graph);
      const before = this.#commits.get(commit.id) ?? digest;
      this.#commits.set(commit.id, before);
      if (before !== digest)
        throw new Failure(`the state of commit ${commit.id} changed:\n${compare(before, digest)}`);
    }
    if (result instanceof GraphView && !(result instanceof Graph)) this.#views.set(result, digestOf(result));
    if (result instanceof Selection) this.#selections.set(result, result.ids().join());
  }

  /** What is too long to be checked after each call. */
  check(): void {
    const { history } = this.graph;
    const { ok, findings } = history.verify({ level: "deep" });
    if (!ok) throw new Failure(`verify finds ${JSON.stringify(findings)}`);
    for (const [id, digest] of this.#commits) {
      let found: string;
      try {
        found = digestOf(this.graph.at(id));
      } catch (error) {
        // gc drops what no name leads to
        if (error instanceof GroggyError && error.code === "REVISION_NOT_FOUND") continue;
        throw new Failure(`at(${id}) threw ${(error as Error).stack}`);
      }
      if (found !== digest)
        throw new Failure(`at(${id}) differs from the commit:\n${compare(digest, found)}`);
    }
    for (const [view, digest] of this.#views) {
      const found = digestOf(view);
      if (found !== digest) throw new Failure(`a view changed:\n${compare(digest, found)}`);
    }
    for (const [selection, ids] of this.#selections) {
      const found = selection.ids().join();
      if (found !== ids) throw new Failure(`a selection changed from ${ids} to ${found}`);
    }
  }

  /** Commits, clones, and closes and opens what is in a store: the same roots everywhere. */
  finish(): void {
    this.check();
    const { graph, hostile } = this;
    hostile.start();
    let commit: groggy.Commit;
    try {
      commit = graph.commit("the end", { allowEmpty: true });
      if (graph.history.head.branch === null) graph.branch("the-end");
    } catch (error) {
      if (hostile.thrown.has(error) || error instanceof GroggyError || hostile.effects.length > 0) return;
      throw new Failure(`the last commit threw ${(error as Error).stack}`);
    }
    if (!graph.status().clean || graph.history.head.commit?.id !== commit.id) return;
    this.#same("the clone", Graph.clone(graph), commit);
    this.#same("the bundle", Graph.fromBundle(graph.history.bundle()), commit);
    if (this.#setting.path === undefined) return;
    graph.close();
    this.graph = Graph.open(this.#setting.path);
    this.#same("the store", this.graph, commit);
    this.check();
  }

  /** Compares by roots: copies may know the same elements by other ids. */
  #same(what: string, graph: Graph, { id, root }: groggy.Commit): void {
    const { history } = graph;
    const found = history.resolve(id);
    if (found.root !== root) throw new Failure(`${what} has root ${found.root}, expected ${root}`);
    const { ok, findings } = history.verify({ level: "deep" });
    if (!ok) throw new Failure(`${what}: verify finds ${JSON.stringify(findings)}`);
  }

  close(): void {
    this.graph.close();
  }
}

function isOwnError(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return thrown instanceof DOMException;
  if (thrown instanceof GroggyError || thrown.name === "AbortError") return true;
  return [TypeError, RangeError].some(({ prototype }) => Object.getPrototypeOf(thrown) === prototype);
}

function isGenerator(value: unknown): value is Iterator<unknown> {
  return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}

function take(iterator: Iterator<unknown>, most: number): unknown[] {
  const items: unknown[] = [];
  while (items.length < most) {
    const { done, value } = iterator.next();
    if (done) break;
    items.push(value);
  }
  return items;
}

/** The elements' part of a state. */
function digestOfState(state: string): string {
  return state
    .split("\n")
    .filter((line) => /^(node|edge) /.test(line))
    .join("\n");
}

/** The lines that two texts do not have in common. */
function compare(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ].join("\n");
}

/** The name of an object's class, if the package made it. */
export function classOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || value instanceof Error) return undefined;
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  return isClass(maker) && !(value instanceof Hostile) ? (maker as { name: string }).name : undefined;
}
