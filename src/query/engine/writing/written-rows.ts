/**
 * Runs the clauses of a part that writes: those that read by columns, as far as there are operators, those that write for
 * all rows at one go where that is the same as row by row, and the rest by the plain executor. A clause that writes takes
 * all rows first, so that those before it are done with reading when it begins.
 */
import { InvariantError } from "../../../errors.js";
import { pastState } from "../../../space/states/past-state.js";
import { tuning } from "../../../structures/tuning.js";
import type { BoundBody, BoundClause } from "../../bind/bound.js";
import type { MatchPlans } from "../../plan/match-plan.js";
import { type BodyPart, clausesAfter, type PartRows } from "../../run/execute.js";
import type { BulkWrites } from "../../run/graph-port.js";
import { type Row, type Rows, type RunContext, withoutPauses } from "../../run/run-context.js";
import {
  batchOfRow,
  clausesByColumns,
  contextOver,
  countedOf,
  operatorsOver,
  profileOf,
  rowsOfBatches,
  slotsBehind,
} from "../column-rows.js";
import { cacheOf, GraphCache } from "../graph-cache.js";
import { BatchSource, type EngineContext, type Operator } from "../operator.js";
import type { Batch } from "../vector.js";
import { createdBatch, createPlan } from "./create-elements.js";
import { deleteByColumns, deletesVariables } from "./delete-elements.js";
import { batchOfRows, heldBatch, rowsOfBatch } from "./held-rows.js";
import { mergedBatch, mergePlan } from "./merge-elements.js";
import { attributeItems, setByColumns } from "./set-attributes.js";

/** Fewer rows are written one by one, which is sooner done. */
const BATCH_ROWS_MIN = 4;

/**
 * Makes the rows of parts of a statement that writes; gives undefined for one that is as soon done by rows.
 *
 * @param begun is called before a part is begun.
 */
export function writtenRows(begun?: () => void): PartRows {
  return (part, row, run) => {
    const { state } = run.graph;
    const { bulk } = run.writable;
    if (state === undefined || bulk === undefined || !isWorthwhile(part.clauses, run.plans)) return undefined;
    begun?.();
    return new WritingPart(part, run, bulk).rows(row);
  };
}

/** Whether a statement may be run a second time without anybody seeing it: it calls nothing of the user's. */
export function isRepeatable(body: BoundBody): boolean {
  const open: unknown[] = [body];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part !== "object" || part === null) continue;
    if ("kind" in part) {
      if (part.kind === "loadCsv" || part.kind === "callProcedure") return false;
      if (part.kind === "call" && !("isDeterministic" in (part as unknown as { readonly spec: object }).spec))
        return false;
    }
    open.push(...Object.values(part));
  }
  return true;
}

/** Whether there may be many rows: by clauses that read by columns, or by lists and files. */
function isWorthwhile(clauses: readonly BoundClause[], plans: MatchPlans): boolean {
  if (clauses[0]?.kind === "use") return false;
  return (
    clausesByColumns(clauses, plans) > 0 ||
    clauses.some(({ kind }) => kind === "unwind" || kind === "loadCsv" || kind === "callProcedure")
  );
}

/** How the parts of a statement that writes are run, in words. */
export function writingEngineText({ parts }: BoundBody, plans: MatchPlans): string {
  const texts = parts.map(({ clauses }) => {
    if (!isWorthwhile(clauses, plans)) return "rows";
    const ways = waysOf(clauses, plans);
    const byRows = ways.flatMap((way, i) => (way === "rows" ? [i + 1] : []));
    if (byRows.length === 0) return "columns";
    if (byRows.length === clauses.length) return "rows";
    const isTail = byRows[0] + byRows.length - 1 === clauses.length;
    if (isTail) return `columns, then rows from clause ${byRows[0]} on`;
    return `columns, rows in ${byRows.length === 1 ? "clause" : "clauses"} ${byRows.join(", ")}`;
  });
  return [...new Set(texts)].join("; ");
}

type Way = "columns" | "batch" | "rows";

/** The way in which each clause is run. */
function waysOf(clauses: readonly BoundClause[], plans: MatchPlans): Way[] {
  const ways: Way[] = [];
  let readsByColumns = true;
  let hasDeleted = false;
  while (ways.length < clauses.length) {
    const rest = clauses.slice(ways.length);
    const [clause] = rest;
    if (isWritten(clause)) {
      // what is deleted may still be held by variables, and must not be read
      ways.push(isBatched(clause) && !hasDeleted ? "batch" : "rows");
      hasDeleted ||= mayDelete(clause);
      readsByColumns &&= !hasDeleted;
      continue;
    }
    const count = readsByColumns ? clausesByColumns(rest, plans) : 0;
    if (count === 0) {
      ways.push("rows");
      readsByColumns = false;
    } else for (let i = 0; i < count; i++) ways.push("columns");
  }
  return ways;
}

function isWritten({ kind }: BoundClause): boolean {
  return ["create", "merge", "set", "remove", "delete", "forEach"].includes(kind);
}

function mayDelete(clause: BoundClause): boolean {
  return clause.kind === "delete" || clause.kind === "forEach";
}

/** Whether a clause writes for all rows at one go, if its rows allow that. */
function isBatched(clause: BoundClause): boolean {
  switch (clause.kind) {
    case "create":
      return createPlan(clause.paths, clause.known) !== undefined;
    case "set":
    case "remove":
      return attributeItems(clause.items) !== undefined;
    case "merge":
      return mergePlan(clause) !== undefined;
    case "delete":
      return deletesVariables(clause);
    default:
      return false;
  }
}

class WritingPart {
  readonly #clauses: readonly BoundClause[];
  readonly #wantedAfter: readonly ReadonlySet<number>[];
  /** Whether rows come out that have values. */
  readonly #isRead: boolean;
  readonly #run: RunContext;
  readonly #bulk: BulkWrites;

  constructor({ clauses, columns }: BodyPart, run: RunContext, bulk: BulkWrites) {
    this.#clauses = clauses;
    this.#wantedAfter = slotsBehind(clauses, columns);
    this.#isRead = columns.length > 0;
    this.#run = run;
    this.#bulk = bulk;
  }

  *rows(start: Row): Rows {
    const run = this.#run;
    const ways = waysOf(this.#clauses, run.plans);
    let rows: Operator | Rows = new BatchSource(batchOfRow(start));
    for (let i = 0; i < ways.length; ) {
      if (ways[i] === "columns") {
        let end = i + 1;
        while (ways[end] === "columns") end++;
        rows = this.#read(rows, i, end);
        i = end;
        continue;
      }
      rows =
        ways[i] === "batch"
          ? this.#written(rows, i)
          : clausesAfter([this.#clauses[i]], this.#asRows(rows, i), run, false);
      i++;
    }
    if (this.#isRead || !isOperator(rows)) yield* this.#asRows(rows, ways.length);
    else while (rows.next() !== undefined) run.limits.check();
  }

  /** By the number of a clause, the reads before it. */
  #wanted(at: number): ReadonlySet<number> {
    return at === 0 ? new Set() : this.#wantedAfter[at - 1];
  }

  #asRows(rows: Operator | Rows, at: number): Rows {
    return isOperator(rows) ? rowsOfBatches(rows, this.#wanted(at), this.#run.emptyRow(), this.#run) : rows;
  }

  /** The operators of the clauses from `first` on, up to but not including `end`. */
  #read(rows: Operator | Rows, first: number, end: number): Operator {
    const clauses = this.#clauses.slice(first, end);
    const source = isOperator(rows) ? rows : new BatchSource(this.#batchOf(rows, first, "a read"));
    const context = this.#context(clauses);
    const counted = first === 0 ? countedOf(clauses, context) : undefined;
    return operatorsOver(source, clauses, this.#wantedAfter.slice(first, end), context, counted);
  }

  #context(clauses: readonly BoundClause[]): EngineContext {
    const run = this.#run;
    const state = run.graph.state!;
    // a state that is kept makes the next writes copy what they change: single nodes are found without one
    const isSearch = clauses.some(
      (clause) =>
        clause.kind === "match" &&
        run.plans.of(clause.match).steps.some((step) => step.kind !== "scan" || step.way === undefined),
    );
    const cache = isSearch ? cacheOf(state, pastState(state, [])) : new GraphCache(state);
    return contextOver(run, state, cache, true);
  }

  #batchOf(rows: Operator | Rows, at: number, name: string): Batch {
    const wanted = this.#wanted(at);
    if (isOperator(rows)) return heldBatch(rows, wanted, this.#context([]), name);
    const kept: Row[] = [];
    const holding = this.#run.holding(name);
    for (const row of withoutPauses(rows)) {
      holding.keepRow(row);
      kept.push(row);
    }
    holding.release();
    return batchOfRows(kept, wanted);
  }

  /** Has a clause write for all rows, one by one where they are few or that is not the same. */
  #written(rows: Operator | Rows, at: number): Operator | Rows {
    const run = this.#run;
    const clause = this.#clauses[at];
    const start = performance.now();
    const batch = this.#batchOf(rows, at, clause.kind.toUpperCase());
    const written = this.#writtenWhole(clause, batch);
    if (written === undefined) return clausesAfter([clause], rowsOfBatch(batch, run), run, false);
    if (run.profiles !== undefined) {
      const profile = profileOf(clause, run.profiles);
      profile.milliseconds += performance.now() - start;
      profile.rows += written.count;
    }
    return new BatchSource(written);
  }

  /** The rows that come of a clause; undefined, with nothing written, where it has to be done row by row. */
  #writtenWhole(clause: BoundClause, batch: Batch): Batch | undefined {
    if (batch.count < Math.min(BATCH_ROWS_MIN, tuning.queryBatchRows)) return undefined;
    const run = this.#run;
    const counts = { ...run.counts };
    try {
      return this.#bulk.whole(() => {
        const written = this.#writtenBatch(clause, batch);
        if (written === undefined) throw ONE_BY_ONE;
        return written;
      });
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      run.limits.check();
      // the rows one by one tell which of them goes wrong, and how
      Object.assign(run.counts, counts);
      return undefined;
    }
  }

  #writtenBatch(clause: BoundClause, batch: Batch): Batch | undefined {
    const context = this.#context([]);
    switch (clause.kind) {
      case "create":
        return createdBatch(clause, batch, context, this.#bulk);
      case "merge":
        return mergedBatch(clause, batch, context, this.#bulk);
      case "set":
      case "remove":
        return setByColumns(attributeItems(clause.items)!, batch, context, this.#bulk) ? batch : undefined;
      case "delete":
        return deleteByColumns(clause, batch, context) ? batch : undefined;
      default:
        return undefined;
    }
  }
}

/** Says that a clause has to be done row by row. */
const ONE_BY_ONE = Symbol("one by one");

function isOperator(rows: Operator | Rows): rows is Operator {
  return !(Symbol.iterator in rows);
}
