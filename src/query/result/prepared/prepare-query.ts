/** Queries that are read once and called again and again: where a call is a few looks it is made without a plan being run. */
import { CypherError } from "../../../errors.js";
import { pastState } from "../../../space/states/past-state.js";
import { tuning } from "../../../structures/tuning.js";
import type { BoundStatement } from "../../bind/bound.js";
import { keepCompiled } from "../keep-compiled.js";
import { foundRow, isLookedUp } from "../key-lookup.js";
import { QueryResult } from "../query-result.js";
import { ResultRows } from "../result-rows.js";
import { RowMaker } from "../row-maker.js";
import { boundStatement, type QueryTarget, readText, runQuery, summaryOf } from "../run-query.js";
import { StatePort } from "../state-port.js";
import { hopBatch, plainParameters } from "./hop-lookup.js";
import { checkedQueryOptions, type QueryOptions } from "./query-options.js";

type PreparedQuery<P extends object, R extends object> = (
  parameters?: P,
  options?: QueryOptions,
) => QueryResult<R>;

const NO_OPTIONS: QueryOptions = {};

/**
 * Results of up to so many rows are kept until the next call: once a collection of garbage leaves none, V8 throws away the
 * code that was compiled for their classes.
 */
const KEPT_ROWS_MAX = 64;

/** A query that is read once. @internal */
export function prepareQuery<P extends object, R extends object>(
  targetOf: () => QueryTarget,
  text: string,
): PreparedQuery<P, R> {
  const { state } = targetOf();
  let statement: BoundStatement | undefined;
  try {
    statement = boundStatement(readText(text).text, state.pool);
  } catch (error) {
    // procedures and functions may come with the call
    const isOpen =
      error instanceof CypherError &&
      (error.detail === "ProcedureNotFound" || error.detail === "UnknownFunction");
    if (!isOpen) throw error;
  }
  const general: PreparedQuery<P, R> = (parameters, options) =>
    runQuery<R>(targetOf(), text, parameters as Record<string, unknown>, options);
  if (statement === undefined || statement.body.writes) return general;
  if (isLookedUp(statement)) return preparedLookup(statement, targetOf, general);
  return preparedHops(statement, targetOf, general);
}

/** A statement that asks for attributes of the node with a key. */
function preparedLookup<P extends object, R extends object>(
  statement: BoundStatement,
  targetOf: () => QueryTarget,
  general: PreparedQuery<P, R>,
): PreparedQuery<P, R> {
  const { state } = targetOf();
  const columns = statement.body.columns.map(({ name }) => name);
  const last: QueryResult<R>[] = [];
  return (parameters, options) => {
    const isPlain = typeof parameters === "object" && parameters !== null && !Array.isArray(parameters);
    if (!isPlain || tuning.queryEngine === "rows") return general(parameters, options);
    const read = options === undefined ? NO_OPTIONS : checkedQueryOptions(options);
    const given = { ...(parameters as Record<string, unknown>) };
    const integers = read.integers ?? "safe";
    const found = integers === "bigint" ? undefined : foundRow(statement, state, given);
    if (found === undefined) return general(given as P, read);
    const { row, numberKinds, maker } = found;
    const out = { integers, source: undefined };
    last[0] = new QueryResult<R>({
      columns,
      items: ResultRows.made(row === undefined ? [] : [row as unknown[]], numberKinds, out),
      maker,
      ...out,
      summary: () => summaryOf(undefined, statement),
      plan: () => general(given as P).plan,
    });
    return last[0];
  };
}

/** A statement that may follow few relationships from nodes that are found at once. */
function preparedHops<P extends object, R extends object>(
  statement: BoundStatement,
  targetOf: () => QueryTarget,
  general: PreparedQuery<P, R>,
): PreparedQuery<P, R> {
  const columns = statement.body.columns.map(({ name }) => name);
  const maker = new RowMaker(columns);
  const last: QueryResult<R>[] = [];
  return (parameters, options) => {
    const isObject = typeof parameters === "object" && parameters !== null && !Array.isArray(parameters);
    if (!(parameters === undefined || isObject) || tuning.queryEngine === "rows")
      return general(parameters, options);
    const read = options === undefined ? NO_OPTIONS : checkedQueryOptions(options);
    const isSimple = read.memory === undefined && read.procedures === undefined;
    const given = { ...parameters } as P;
    const values = isSimple ? plainParameters(given as Record<string, unknown>) : undefined;
    if (values === undefined) return general(given, read);
    const { state, view, indices, live, past } = targetOf();
    const present = new StatePort(state, view, indices, past);
    const pinned = (): StatePort =>
      live === undefined ? present : new StatePort(pastState(state, []), view, indices, past);
    const batch = hopBatch(statement, present, pinned, (name) => values.get(name));
    if (batch === undefined) return general(given, read);
    const out = { integers: read.integers ?? "safe", source: batch.graph };
    const items = batch.count === 0 ? [] : [batch];
    const result = new QueryResult<R>({
      columns,
      items: new ResultRows(items[Symbol.iterator](), columns.length, out),
      maker,
      ...out,
      summary: () => summaryOf(undefined, statement),
      plan: () => general(given).plan,
    });
    if (batch.graph === present && batch.count <= KEPT_ROWS_MAX) last[0] = result;
    if (live !== undefined) keepCompiled(live.another);
    return result;
  };
}
