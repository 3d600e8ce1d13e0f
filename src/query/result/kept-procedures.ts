/**
 * The procedures and functions that a graph keeps: they belong to its pool, which its views, its worktrees and its past
 * share, and to no version. Statements bound with them are remembered until the list changes.
 */
import { describe } from "../../errors.js";
import type { ReadonlyPool } from "../../pool/pool.js";
import { BUILT_INS } from "../bind/built-ins.js";
import type { Definitions } from "../bind/definitions.js";
import { Procedure, UserFunction } from "./user-procedures.js";

/** The procedures and functions beside the language's own. */
export type UserDefined = Procedure | UserFunction;

/** The procedures and functions that all queries of a graph, of its views and its worktrees can call. */
export class ProcedureList implements Iterable<UserDefined> {
  readonly #items = new Map<string, UserDefined>();
  /** Grows with every change. @internal */
  version = 0;

  /**
   * Lets queries call procedures and functions, in the place of those of the same names. They are code, so no commit,
   * store or clone of the graph has them.
   *
   * @throws TypeError for what neither `defineProcedure` nor `defineFunction` has made; then none is added.
   * @example
   * const graph = new Graph();
   * graph.procedures.add(
   *   defineFunction({ name: "my.double", inputs: { n: "INTEGER" }, output: "INTEGER", run: (_, [n]) => Number(n) * 2 }),
   * );
   * graph.query("RETURN my.double(21) AS n").column("n"); // => [ 42 ]
   */
  add(...items: readonly UserDefined[]): void {
    checkUserDefined("items", items);
    for (const item of items) this.#items.set(keyOf(item), item);
    this.version++;
  }

  /**
   * Takes the procedure or function of a name away; false if there is none.
   *
   * @throws TypeError for a name that is no string.
   */
  delete(name: string): boolean {
    if (typeof name !== "string") throw new TypeError(`"name" expected a string, got ${describe(name)}`);
    const isThere = this.#items.delete(`procedure ${name}`) || this.#items.delete(functionKey(name));
    if (isThere) this.version++;
    return isThere;
  }

  /** Goes through them in the order in which they were added. */
  [Symbol.iterator](): Iterator<UserDefined> {
    return this.#items.values();
  }
}

function keyOf(item: UserDefined): string {
  return item instanceof Procedure ? `procedure ${item.name}` : functionKey(item.name);
}

function functionKey(name: string): string {
  return `function ${name.toLowerCase()}`;
}

const lists = new WeakMap<ReadonlyPool, ProcedureList>();

/** The list of a graph. @internal */
export function proceduresOf(pool: ReadonlyPool): ProcedureList {
  const list = lists.get(pool) ?? new ProcedureList();
  lists.set(pool, list);
  return list;
}

/** The list of a graph if it has anything in it. */
export function keptProcedures(pool: ReadonlyPool): ProcedureList | undefined {
  const list = lists.get(pool);
  return list === undefined || list.version === 0 ? undefined : list;
}

/** The language's own definitions with others beside them; the last of a name counts. */
export function definitionsWith(items: Iterable<UserDefined>): Definitions {
  const byKey = new Map(Array.from(items, (item) => [keyOf(item), item]));
  const procedures = [...byKey.values()].filter((item) => item instanceof Procedure);
  const functions = [...byKey.values()].filter((item) => item instanceof UserFunction);
  return {
    findFunction: (name) => {
      const own = byKey.get(functionKey(name));
      return own instanceof UserFunction ? own.definition : BUILT_INS.findFunction(name);
    },
    findAggregate: BUILT_INS.findAggregate,
    findProcedure: (name) => {
      const own = byKey.get(`procedure ${name}`);
      const found = own instanceof Procedure ? own.definition : BUILT_INS.findProcedure(name);
      return (
        found?.beside?.(
          procedures.map(({ definition }) => definition),
          functions.map(({ definition }) => definition),
        ) ?? found
      );
    },
    functionNames: () => [...BUILT_INS.functionNames(), ...functions.map(({ name }) => name)],
    procedureNames: () => [...BUILT_INS.procedureNames(), ...procedures.map(({ name }) => name)],
  };
}

export function checkUserDefined(what: string, given: unknown): asserts given is readonly UserDefined[] {
  const isAll =
    Array.isArray(given) &&
    given.every((item: unknown) => item instanceof Procedure || item instanceof UserFunction);
  if (!isAll)
    throw new TypeError(
      `"${what}" expected what defineProcedure and defineFunction give, in an array, got ${describe(given)}`,
    );
}
