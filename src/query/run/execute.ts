/**
 * The plain executor: clauses one after the other, each making rows of rows. What only reads works as rows are asked
 * for; what writes takes all rows first, so that no clause sees what it does itself.
 */
import {
  createPaths,
  csvRecords,
  deleteItems,
  matchRows,
  merged,
  removeItems,
  setItems,
} from "#lazy/query-rows";
import { InvariantError } from "../../errors.js";
import type { BoundBody, BoundClause } from "../bind/bound.js";
import { describeValue } from "../values/value.js";
import { evaluate, isTrue } from "./evaluate.js";
import { itemsOf } from "./execute-unwind.js";
import { faultsOf } from "./faults-of.js";
import { distinctRows, filtered, paged, projected } from "./project.js";
import { drained, PAUSE, type Row, type Rows, type RunContext } from "./run-context.js";
import { contextAt } from "./use-revision.js";

type Of<K extends BoundClause["kind"]> = Extract<BoundClause, { readonly kind: K }>;

/** A query of a body, with the columns that it gives. */
export type BodyPart = BoundBody["parts"][number];

/** Makes the rows of a part of a body from one row; undefined where another has to. */
export type PartRows = (part: BodyPart, row: Row, run: RunContext) => Rows | undefined;

/** Rows of a body, begun with one row. Its columns are in the slots of `body.columns`. */
export function bodyRows(body: BoundBody, row: Row, run: RunContext, partRows?: PartRows): Rows {
  const rows = unitedParts(body, row, run, partRows);
  return body.distinct
    ? distinctRows(
        rows,
        body.columns.map(({ slot }) => slot),
        run,
      )
    : rows;
}

/** Makes a context able to run bodies and patterns within expressions. */
export function prepareRun(run: RunContext): RunContext {
  run.bodyRows = (body, row) => bodyRows(body, row, run);
  run.matchRows = (match, row) => matchRows(match, row, run);
  return run;
}

function* unitedParts(body: BoundBody, row: Row, run: RunContext, partRows: PartRows | undefined): Rows {
  for (const part of body.parts) {
    const { clauses, columns } = part;
    const from = body.columns.map(({ name }) => columns.find((column) => column.name === name)!.slot.index);
    const isSame = body.columns.every(({ slot }, i) => slot.index === from[i]);
    const start = row.slice();
    const rows = partRows?.(part, start, run) ?? clauseRows(clauses, start, run, !body.writes);
    for (const found of rows) {
      if (found === PAUSE || isSame) {
        yield found;
        continue;
      }
      const next = found.slice();
      body.columns.forEach(({ slot }, i) => {
        next[slot.index] = found[from[i]];
      });
      yield next;
    }
  }
}

/** Rows that clauses make of one row. `mayStop`: nothing is written, so that rows nobody asks for need not be made. */
export function clauseRows(
  clauses: readonly BoundClause[],
  row: Row,
  run: RunContext,
  mayStop: boolean,
): Rows {
  const [first] = clauses;
  if (first?.kind === "use") {
    const past = contextAt(first.revision, row, run, prepareRun);
    return faultsOf(clauseRows(clauses.slice(1), row, past, mayStop), past);
  }
  return clausesAfter(clauses, one(row), run, mayStop);
}

/** Rows that clauses make of rows. */
export function clausesAfter(
  clauses: readonly BoundClause[],
  input: Rows,
  run: RunContext,
  mayStop: boolean,
): Rows {
  let rows = input;
  for (const clause of clauses) {
    rows = applied(clause, rows, run, mayStop);
    if (run.profiles !== undefined) rows = profiled(clause, rows, run.profiles);
  }
  return rows;
}

/** Counts the rows that a clause gives, and the time until it has, that of the clauses before it included. */
function* profiled(clause: BoundClause, rows: Rows, profiles: NonNullable<RunContext["profiles"]>): Rows {
  const profile = profiles.get(clause) ?? { rows: 0, milliseconds: 0 };
  profiles.set(clause, profile);
  for (;;) {
    const start = performance.now();
    const { done, value } = rows.next();
    profile.milliseconds += performance.now() - start;
    if (done === true) return;
    if (value !== PAUSE) profile.rows++;
    yield value;
  }
}

function* one(row: Row): Rows {
  yield row;
}

function applied(clause: BoundClause, rows: Rows, run: RunContext, mayStop: boolean): Rows {
  switch (clause.kind) {
    case "match":
      return matched(clause, rows, run);
    case "project":
      return projected(clause, rows, run, mayStop);
    case "unwind":
      return unwound(clause, rows, run);
    case "filter":
      return filtered(rows, clause.where, run);
    case "let":
      return assigned(clause, rows, run);
    case "page":
      return paged(clause, rows, run, mayStop);
    case "finish":
      return finished(rows);
    case "use":
      throw new InvariantError("USE is the first clause");
    case "callProcedure":
      return called(clause, rows, run);
    case "callSubquery":
      return subqueries(clause, rows, run);
    case "loadCsv":
      return loaded(clause, rows, run);
    case "create":
      return written("CREATE", rows, run, (row) => {
        const next = row.slice();
        createPaths(clause.paths, next, new Set(clause.known), run);
        return [next];
      });
    case "merge":
      return written("MERGE", rows, run, (row) => merged(clause, row, run));
    case "set":
      return written("SET", rows, run, (row) => {
        setItems(clause.items, row, run);
        return [row];
      });
    case "remove":
      return written("REMOVE", rows, run, (row) => {
        removeItems(clause.items, row, run);
        return [row];
      });
    case "delete":
      return written("DELETE", rows, run, (row) => {
        deleteItems(clause, row, run);
        return [row];
      });
    case "forEach":
      return written("FOREACH", rows, run, (row) => {
        forEach(clause, row, run);
        return [row];
      });
  }
}

/** Takes all rows, then writes for each, then gives out what came of it. */
function* written(operator: string, rows: Rows, run: RunContext, write: (row: Row) => readonly Row[]): Rows {
  const kept: Row[] = [];
  const holding = run.holding(operator);
  yield* drained(rows, kept, holding);
  const results: Row[] = [];
  for (const row of kept) {
    run.tick();
    for (const result of write(row)) {
      if (result !== row) holding.keepRow(result);
      results.push(result);
    }
  }
  yield* results;
  holding.release();
}

function* matched({ match, optional, slots }: Of<"match">, rows: Rows, run: RunContext): Rows {
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    let isFound = false;
    for (const found of matchRows(match, row, run)) {
      isFound ||= found !== PAUSE;
      yield found;
    }
    if (isFound || !optional) continue;
    const next = row.slice();
    for (const { index } of slots) next[index] = null;
    yield next;
  }
}

function* unwound({ list, slot, counter }: Of<"unwind">, rows: Rows, run: RunContext): Rows {
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    let place = counter?.from ?? 0;
    for (const item of itemsOf(list, row, run)) {
      if (run.tick()) yield PAUSE;
      const next = row.slice();
      next[slot.index] = item;
      if (counter !== undefined) next[counter.slot.index] = BigInt(place++);
      yield next;
    }
  }
}

function* assigned({ items }: Of<"let">, rows: Rows, run: RunContext): Rows {
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const values = items.map(({ value }) => evaluate(value, row, run));
    const next = row.slice();
    items.forEach(({ slot }, i) => {
      next[slot.index] = values[i];
    });
    yield next;
  }
}

function* finished(rows: Rows): Rows {
  for (const row of rows) if (row === PAUSE) yield PAUSE;
}

function* called(clause: Of<"callProcedure">, rows: Rows, run: RunContext): Rows {
  const { procedure, inputs, outputs, where, optional, offset } = clause;
  const places = outputs.map(({ name }) => procedure.outputs.findIndex((field) => field.name === name));
  const isVoid = procedure.outputs.length === 0;
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const values = inputs.map((input) => evaluate(input, row, run));
    run.offset = offset;
    let isFound = false;
    for (const record of procedure.run(values, run.graph.view, run.graph, run)) {
      if (run.tick()) yield PAUSE;
      const next = row.slice();
      outputs.forEach(({ slot }, i) => {
        next[slot.index] = record[places[i]];
      });
      if (where !== undefined && !isTrue(where, next, run)) continue;
      isFound = true;
      if (!isVoid) yield next;
    }
    if (isVoid) yield row;
    else if (!isFound && optional) {
      const next = row.slice();
      for (const { slot } of outputs) next[slot.index] = null;
      yield next;
    }
  }
}

function* subqueries(clause: Of<"callSubquery">, rows: Rows, run: RunContext): Rows {
  const { body, isUnit, optional } = clause;
  if (body.writes) {
    yield* written("CALL", rows, run, (row) => {
      const found: Row[] = [];
      for (const each of subqueryRows(clause, row, run)) if (each !== PAUSE) found.push(each);
      return found;
    });
    return;
  }
  for (const row of rows) {
    if (row === PAUSE) yield PAUSE;
    else if (isUnit && !optional) yield* subqueryRows(clause, row, run);
    else yield* subqueryRows(clause, row, run);
  }
}

function* subqueryRows({ body, isUnit, optional }: Of<"callSubquery">, row: Row, run: RunContext): Rows {
  let isFound = false;
  for (const found of bodyRows(body, row, run)) {
    if (found === PAUSE) {
      yield PAUSE;
      continue;
    }
    isFound = true;
    if (isUnit) continue;
    const next = row.slice();
    for (const { slot } of body.columns) next[slot.index] = found[slot.index];
    yield next;
  }
  if (isUnit) yield row;
  else if (!isFound && optional) {
    const next = row.slice();
    for (const { slot } of body.columns) next[slot.index] = null;
    yield next;
  }
}

function forEach({ slot, list, clauses }: Of<"forEach">, row: Row, run: RunContext): void {
  const value = evaluate(list, row, run);
  if (value === null) return;
  if (!Array.isArray(value)) {
    throw run.fault(
      "TypeError",
      "InvalidArgumentType",
      `FOREACH expected a LIST, got ${describeValue(value)}`,
      list.offset,
    );
  }
  for (const item of value) {
    const inner = row.slice();
    inner[slot.index] = item;
    // running them is all that is asked for
    for (const _ of clauseRows(clauses, inner, run, false));
  }
}

function* loaded(clause: Of<"loadCsv">, rows: Rows, run: RunContext): Rows {
  const { from, slot, headers, separator, offset } = clause;
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const url = evaluate(from, row, run);
    run.offset = offset;
    if (typeof url !== "string")
      throw run.fault(
        "TypeError",
        "InvalidArgumentType",
        `LOAD CSV expected a STRING, got ${describeValue(url)}`,
        from.offset,
      );
    for (const record of csvRecords(url, run.limits.open, headers, separator)) {
      if (run.tick()) yield PAUSE;
      const next = row.slice();
      next[slot.index] = record;
      yield next;
    }
  }
}
