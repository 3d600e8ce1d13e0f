/** Runs queries on graphs: reads and remembers texts, and keeps statements whole. */
import { createdNode, isRepeatable, writingEngineText, writtenRows } from "#lazy/query-writing";
import { CypherError, describe, GroggyError, LimitError } from "../../errors.js";
import type { ReadonlyPool } from "../../pool/pool.js";
import { pastState } from "../../space/states/past-state.js";
import { checkOptions } from "../../structures/options.js";
import { throwIfAborted } from "../../structures/signal.js";
import { tuning } from "../../structures/tuning.js";
import { bindStatement } from "../bind/bind-query.js";
import type { BoundClause, BoundStatement } from "../bind/bound.js";
import { BUILT_INS } from "../bind/built-ins.js";
import type { Definitions } from "../bind/definitions.js";
import { contextOver, engineText, partEngine } from "../engine/column-rows.js";
import { cacheOf } from "../engine/graph-cache.js";
import { type ResultItem, type ResultItems, resultItems } from "../engine/output/result-items.js";
import { engineNotes } from "../engine/planning/engine-notes.js";
import type { MatchPlans } from "../plan/match-plan.js";
import { type ClauseProfile, type PlanNotes, planText } from "../plan/plan-text.js";
import { type PartRows, prepareRun } from "../run/execute.js";
import { faultsOf } from "../run/faults-of.js";
import { PAUSE, RunContext, type RunLimits, type WriteCounts } from "../run/run-context.js";
import { isImmediate, resultRows, statementRun } from "../run/run-statement.js";
import { CypherFault, READ_ONLY_DETAIL } from "../text/cypher-fault.js";
import { parseStatement } from "../text/parse-query.js";
import { QUERY_DEPTH_MAX } from "../text/query-cursor.js";
import { toValue } from "../values/convert.js";
import type { FunctionContext } from "../values/functions/signature.js";
import { readMaps } from "../values/read-maps.js";
import { ParameterValues, Records } from "../values/records.js";
import { fromDate } from "../values/temporal/construct.js";
import type { CypherValue } from "../values/value.js";
import { cypherError } from "./cypher-error.js";
import { CypherText } from "./cypher-text.js";
import { keepCompiled, keepContext, type QueriedGraph } from "./keep-compiled.js";
import { definitionsWith, keptProcedures, type ProcedureList, type UserDefined } from "./kept-procedures.js";
import { keyLookupRows } from "./key-lookup.js";
import { hopBatch, hopsOf } from "./prepared/hop-lookup.js";
import { QUERY_OPTIONS, type QueryOptions, readQueryOptions } from "./prepared/query-options.js";
import { plansFor } from "./prepared/statement-plans.js";
import { QueryResult, type QuerySummary } from "./query-result.js";
import { NO_ITEMS } from "./result-rows.js";
import { type PastTarget, StatePort } from "./state-port.js";
import { type LoneGraph, writtenNode } from "./write-one.js";

export type { QueryOptions } from "./prepared/query-options.js";

/** As {@link QueryOptions}, and how far it has come. */
export interface AsyncQueryOptions extends QueryOptions {
  readonly onProgress?: (progress: { readonly rows: number }) => void;
}

/** The graph that a query runs on. @internal */
export interface QueryTarget extends PastTarget {
  /** Present where the query may write. */
  readonly live:
    | {
        readonly port: () => StatePort;
        readonly transaction: <R>(run: () => R) => R;
        /** The graph itself, where one write by itself is the same as a transaction around it: nobody is told of either. */
        readonly alone: () => LoneGraph | undefined;
        /** Makes an empty graph with the key `id`. */
        readonly another: () => QueriedGraph;
      }
    | undefined;
}

const ASYNC_OPTIONS = [...QUERY_OPTIONS, "onProgress"] as const;
const MEMORY_DEFAULT = 2 ** 30;
const CACHE_SIZE_MAX = 256;
const SLICE_MS = 8;
/** Units of the longest string of JavaScript. */
const QUERY_TEXT_MAX = 536_870_888;

/** Runs a query. @internal */
export function runQuery<R extends object>(
  target: QueryTarget,
  query: string | CypherText,
  parameters: Readonly<Record<string, unknown>> | undefined,
  options: QueryOptions = {},
): QueryResult<R> {
  const result = new Query(target, query, parameters, options, QUERY_OPTIONS).run<R>();
  if (target.live !== undefined) keepCompiled(target.live.another);
  return result;
}

/** Runs a query in slices, between which others have their turn. One that writes runs in one slice. @internal */
export async function runQueryAsync<R extends object>(
  target: QueryTarget,
  query: string | CypherText,
  parameters: Readonly<Record<string, unknown>> | undefined,
  options: AsyncQueryOptions = {},
): Promise<QueryResult<R>> {
  checkOptions(options, ASYNC_OPTIONS);
  const { onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new TypeError(`"onProgress" expected a function, got ${describe(onProgress)}`);
  const running = new Query(target, query, parameters, options, ASYNC_OPTIONS);
  return running.runInSlices<R>(onProgress);
}

/** The text of a query, and the parameters that came with it. */
export function readText(query: unknown): { text: string; parameters: Readonly<Record<string, unknown>> } {
  if (typeof query === "string") return { text: query, parameters: {} };
  if (query instanceof CypherText) return query;
  throw new TypeError(`"query" expected text, or one made by cypher\`…\`, got ${describe(query)}`);
}

/** Statements by their texts, the least recently used first. */
class StatementCache {
  readonly #statements = new Map<string, BoundStatement>();
  readonly definitions: Definitions;
  readonly version: number;

  constructor(definitions: Definitions, version: number) {
    this.definitions = definitions;
    this.version = version;
  }

  bound(text: string): BoundStatement {
    const known = this.#statements.get(text);
    if (known !== undefined) this.#statements.delete(text);
    const bound = known ?? bindText(text, this.definitions);
    if (this.#statements.size >= CACHE_SIZE_MAX)
      this.#statements.delete(this.#statements.keys().next().value as string);
    this.#statements.set(text, bound);
    return bound;
  }
}

const builtIns = new StatementCache(BUILT_INS, 0);
const kept = new WeakMap<ProcedureList, StatementCache>();

function bindText(text: string, definitions: Definitions): BoundStatement {
  return withPlace(text, () => bindStatement(parseStatement(text), definitions));
}

/** The bound statement of a text, for a query within another. */
export function boundStatement(text: string, pool: ReadonlyPool): BoundStatement {
  return boundOf(text, pool, undefined);
}

/** The definitions that the queries of a graph know. */
export function definitionsOf(pool: ReadonlyPool): Definitions {
  const list = keptProcedures(pool);
  return list === undefined ? BUILT_INS : definitionsWith(list);
}

/** The bound statement of a text; remembered unless the call brings procedures of its own. */
function boundOf(
  text: string,
  pool: ReadonlyPool,
  procedures: readonly UserDefined[] | undefined,
): BoundStatement {
  const list = keptProcedures(pool);
  if (procedures !== undefined) return bindText(text, definitionsWith([...(list ?? []), ...procedures]));
  if (list === undefined) return builtIns.bound(text);
  let cache = kept.get(list);
  if (cache?.version !== list.version) {
    cache = new StatementCache(definitionsWith(list), list.version);
    kept.set(list, cache);
  }
  return cache.bound(text);
}

/** Runs something, and says of a fault where in the text it is. */
export function withPlace<R>(text: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    if (error instanceof CypherFault) {
      const placed = cypherError(error, text);
      throw error.detail === READ_ONLY_DETAIL ? new GroggyError("READ_ONLY", placed.message) : placed;
    }
    // a text may be nested less deep than allowed, and yet too deep for the stack that is left
    if (error instanceof RangeError && /call stack/i.test(error.message))
      throw new LimitError("nesting of a query", QUERY_DEPTH_MAX, QUERY_DEPTH_MAX + 1);
    if (error instanceof RangeError && /string length/i.test(error.message))
      throw new LimitError("length of a text in a query", QUERY_TEXT_MAX, QUERY_TEXT_MAX + 1);
    throw error;
  }
}

/** All rows of a statement that writes, and its changes. */
interface Written {
  readonly rows: ResultItem[];
  readonly counts: WriteCounts;
}

class Query {
  readonly #target: QueryTarget;
  readonly #text: string;
  readonly #options: QueryOptions;
  readonly #statement: BoundStatement;
  readonly #parameters: ReadonlyMap<string, CypherValue>;
  readonly #profiles = new Map<BoundClause, ClauseProfile>();
  #sliceEnd = Number.POSITIVE_INFINITY;

  constructor(
    target: QueryTarget,
    query: unknown,
    parameters: Readonly<Record<string, unknown>> | undefined,
    options: QueryOptions,
    names: readonly (keyof AsyncQueryOptions)[],
  ) {
    checkOptions<AsyncQueryOptions, readonly (keyof AsyncQueryOptions)[]>(options, names);
    this.#options = readQueryOptions(options);
    const { text, parameters: own } = readText(query);
    this.#target = target;
    this.#text = text;
    this.#parameters = readParameters(own, parameters);
    this.#statement = boundOf(text, target.state.pool, this.#options.procedures);
    if (this.#statement.body.writes && target.live === undefined && this.#statement.mode !== "explain")
      throw new GroggyError(
        "READ_ONLY",
        '"query" expected one that only reads, as this view never changes, got one that writes',
      );
  }

  run<R extends object>(): QueryResult<R> {
    const { mode, body } = this.#statement;
    if (mode === "explain") return this.#result<R>([][Symbol.iterator](), this.#pinned(), undefined);
    if (!body.writes) {
      const found = this.#atOnce();
      if (found !== undefined) return this.#result<R>(found.items[Symbol.iterator](), found.port, undefined);
      const port = this.#pinned();
      const { items, counts } = withPlace(this.#text, () => this.#start(port));
      const placed = this.#placed(items);
      return this.#result<R>(
        isImmediate(this.#statement) ? [...placed][Symbol.iterator]() : placed,
        port,
        counts,
      );
    }
    const { live } = this.#target;
    const counts = this.#writtenAtOnce(live!);
    if (counts !== undefined) return this.#result<R>(NO_ITEMS, undefined, counts);
    const done = this.#written(live!);
    const port = body.columns.length === 0 ? undefined : this.#pinned();
    return this.#result<R>(done.rows[Symbol.iterator](), port, done.counts);
  }

  /** The changes of a statement that writes one node at once. */
  #writtenAtOnce({ alone }: NonNullable<QueryTarget["live"]>): Partial<WriteCounts> | undefined {
    if (tuning.queryEngine === "rows" || this.#options.memory !== undefined) return undefined;
    const own = alone();
    if (own === undefined) return undefined;
    const counts = createdNode(this.#statement, own.graph, own.nodes, this.#parameters);
    return counts ?? writtenNode(this.#statement, own, this.#parameters);
  }

  /** The rows of a statement that takes no longer than a few looks; nothing of them depends on what becomes of the graph. */
  #atOnce(): { readonly items: readonly ResultItem[]; readonly port: StatePort | undefined } | undefined {
    if (tuning.queryEngine === "rows" || this.#options.memory !== undefined) return undefined;
    const { state, view, indices, past } = this.#target;
    const present = new StatePort(state, view, indices, past);
    const rows = keyLookupRows(this.#statement, present, this.#parameters);
    if (rows !== undefined) return { items: rows, port: undefined };
    const parameter = (name: string) => this.#parameters.get(name);
    const batch = hopBatch(this.#statement, present, () => this.#pinned(), parameter);
    return batch && { items: batch.count === 0 ? [] : [batch], port: batch.graph as StatePort };
  }

  async runInSlices<R extends object>(
    onProgress: ((progress: { readonly rows: number }) => void) | undefined,
  ): Promise<QueryResult<R>> {
    const { mode, body } = this.#statement;
    if (mode !== "explain" && !body.writes) {
      if (isImmediate(this.#statement)) return this.run<R>();
      const found = this.#atOnce();
      if (found !== undefined) {
        await nextTurn();
        throwIfAborted(this.#options.signal);
        return this.#result<R>(found.items[Symbol.iterator](), found.port, undefined);
      }
    }
    const port = this.#pinned();
    const started =
      mode === "explain" || body.writes ? undefined : withPlace(this.#text, () => this.#start(port));
    await nextTurn();
    throwIfAborted(this.#options.signal);
    if (started === undefined) return this.run<R>();
    const { items, counts } = started;
    const found: ResultItem[] = [];
    let rows = 0;
    this.#sliceEnd = performance.now() + SLICE_MS;
    for (;;) {
      const { done, value } = withPlace(this.#text, () => items.next());
      if (done === true) break;
      if (value !== PAUSE) {
        found.push(value);
        rows += "graph" in value ? value.count : 1;
      }
      if (performance.now() < this.#sliceEnd) continue;
      onProgress?.({ rows });
      await nextTurn();
      throwIfAborted(this.#options.signal);
      this.#sliceEnd = performance.now() + SLICE_MS;
    }
    return this.#result<R>(found[Symbol.iterator](), port, counts);
  }

  /** Runs a statement that writes; where it goes wrong by columns once more row by row, which tells the first fault. */
  #written({ port, transaction }: NonNullable<QueryTarget["live"]>): Written {
    let isByColumns = false;
    const byColumns = writtenRows(() => {
      isByColumns = true;
    });
    if (tuning.queryEngine !== "rows") {
      try {
        return transaction(() => this.#whole(port(), byColumns));
      } catch (error) {
        if (!isByColumns || !(error instanceof CypherError) || !isRepeatable(this.#statement.body))
          throw error;
      }
    }
    return transaction(() => this.#whole(port()));
  }

  #whole(port: StatePort, byColumns?: PartRows): Written {
    return withPlace(this.#text, () => {
      const { items, counts } = this.#start(port, byColumns);
      return { rows: [...items].filter((item) => item !== PAUSE), counts };
    });
  }

  /** The state at the time of the call, whatever becomes of the graph. */
  #pinned(): StatePort {
    const { state, view, indices, live, past } = this.#target;
    return new StatePort(live === undefined ? state : pastState(state, []), view, indices, past);
  }

  #start(port: StatePort, written?: PartRows): { readonly items: ResultItems; readonly counts: WriteCounts } {
    const functions = this.#functions();
    const statement = this.#statement;
    const profiles = statement.mode === "profile" ? this.#profiles : undefined;
    const plans = plansFor(this.#statement, port);
    const run = statementRun(statement, port, this.#parameters, functions, this.#limits(), profiles, plans);
    const byRows = tuning.queryEngine === "rows" || statement.body.writes;
    keepContext(run);
    // what is kept of the state is taken now
    const items = byRows
      ? faultsOf(resultRows(statement, run, written), run)
      : resultItems(statement, run, partEngine(cacheOf(this.#target.state, port.state)));
    return { items, counts: run.counts };
  }

  /** The engine that runs the statement, in words. */
  #engine(port: StatePort): string {
    const { body } = this.#statement;
    if (tuning.queryEngine === "rows") return "rows";
    const plans = plansFor(this.#statement, port);
    if (hopsOf(this.#statement, plans, port) !== undefined) return "lookup";
    return body.writes ? writingEngineText(body, plans) : engineText(body, plans);
  }

  /** The clauses that the engine runs by columns; a parameter that is not given is taken for null. */
  #notes(port: StatePort, plans: MatchPlans): PlanNotes {
    const { body, parameters, slotCount } = this.#statement;
    const isByColumns = !body.writes && this.#engine(port) !== "lookup" && tuning.queryEngine !== "rows";
    if (!isByColumns) return new Map();
    const values = new Map(this.#parameters);
    for (const name of parameters) if (!values.has(name)) values.set(name, null);
    const run = prepareRun(new RunContext(port, values, this.#functions(), this.#limits(), plans, slotCount));
    return engineNotes(body, contextOver(run, port.state, cacheOf(this.#target.state, port.state)));
  }

  #functions(): FunctionContext {
    const now = fromDate(new Date());
    const realTime = () => fromDate(new Date());
    return { statementTime: now, transactionTime: now, realTime, random: Math.random };
  }

  #limits(): RunLimits {
    const { signal, timeout, memory = MEMORY_DEFAULT, open } = this.#options;
    const end = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeout;
    return {
      memory,
      open,
      check: () => {
        throwIfAborted(signal);
        if (performance.now() > end)
          throw new DOMException(`The query took more than ${timeout} ms`, "TimeoutError");
      },
      isSliceOver: () => performance.now() >= this.#sliceEnd,
    };
  }

  *#placed(items: ResultItems): Generator<ResultItem, void, undefined> {
    for (;;) {
      const { done, value } = withPlace(this.#text, () => items.next());
      if (done === true) return;
      if (value !== PAUSE) yield value;
    }
  }

  /** `port` is the state of elements among the rows; undefined where there are none. */
  #result<R extends object>(
    items: Iterator<ResultItem>,
    port: StatePort | undefined,
    counts: Partial<WriteCounts> | undefined,
  ): QueryResult<R> {
    const { body, mode } = this.#statement;
    return new QueryResult<R>({
      columns: mode === "explain" ? [] : body.columns.map(({ name }) => name),
      items,
      integers: this.#options.integers ?? "safe",
      source: port,
      summary: () => summaryOf(counts, this.#statement),
      plan: () => {
        const seen = port ?? this.#pinned();
        const profiles = mode === "profile" ? this.#profiles : undefined;
        const plans = plansFor(this.#statement, seen);
        return planText(this.#statement, this.#engine(seen), plans, this.#notes(seen, plans), profiles);
      },
    });
  }
}

/** The changes that a statement has made, if it writes. */
export function summaryOf(counts: Partial<WriteCounts> | undefined, { notes }: BoundStatement): QuerySummary {
  return {
    nodesCreated: counts?.nodesCreated ?? 0,
    nodesDeleted: counts?.nodesDeleted ?? 0,
    edgesCreated: counts?.relationshipsCreated ?? 0,
    edgesDeleted: counts?.relationshipsDeleted ?? 0,
    attributesSet: counts?.attributesSet ?? 0,
    labelsAdded: counts?.labelsAdded ?? 0,
    labelsRemoved: counts?.labelsRemoved ?? 0,
    notes,
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function readParameters(
  own: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>> | undefined,
): ReadonlyMap<string, CypherValue> {
  if (given !== undefined && (typeof given !== "object" || given === null || Array.isArray(given)))
    throw new TypeError(`"parameters" expected an object of values by name, got ${describe(given)}`);
  const values = new ParameterValues();
  for (const [name, value] of [...Object.entries(given ?? {}), ...Object.entries(own)]) {
    const records = Array.isArray(value) ? readMaps(value, `$${name}`) : undefined;
    if (records instanceof Records) values.setRecords(name, records);
    else values.set(name, records ?? toValue(value, `$${name}`));
  }
  return values;
}
