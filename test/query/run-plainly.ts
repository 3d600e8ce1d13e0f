/** Runs a query on any graph that the executor can run on, with errors as callers see them. */
import { bindStatement } from "../../src/query/bind/bind-query.js";
import { BUILT_INS } from "../../src/query/bind/built-ins.js";
import type { ProcedureDefinition } from "../../src/query/bind/definitions.js";
import { columnRows } from "../../src/query/engine/column-rows.js";
import { cacheOf } from "../../src/query/engine/graph-cache.js";
import { writtenRows } from "../../src/query/engine/writing/written-rows.js";
import { cypherError } from "../../src/query/result/cypher-error.js";
import { StatePort } from "../../src/query/result/state-port.js";
import type { PartRows } from "../../src/query/run/execute.js";
import type { GraphPort } from "../../src/query/run/graph-port.js";
import { PAUSE, type WriteCounts } from "../../src/query/run/run-context.js";
import { runStatement } from "../../src/query/run/run-statement.js";
import { CypherFault } from "../../src/query/text/cypher-fault.js";
import { parseStatement } from "../../src/query/text/parse-query.js";
import { fromDate } from "../../src/query/values/temporal/construct.js";
import type { CypherValue } from "../../src/query/values/value.js";
import { tuning } from "../../src/structures/tuning.js";

export interface PlainOutcome {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CypherValue[])[];
  readonly counts: WriteCounts;
}

const NO_LIMITS = { memory: 2 ** 30, check: () => undefined, isSliceOver: () => false, open: undefined };

/** The engine for the real graph, unless tuning says that rows are made one by one. */
export function columnsOver(port: GraphPort): PartRows | undefined {
  if (!(port instanceof StatePort) || tuning.queryEngine === "rows") return undefined;
  return columnRows(cacheOf(port.state, port.state));
}

/** All rows of a query. Throws a CypherError. */
export function runPlainly(
  text: string,
  port: GraphPort,
  parameters: Readonly<Record<string, CypherValue>> = {},
  procedures: readonly ProcedureDefinition[] = [],
): PlainOutcome {
  const definitions = {
    ...BUILT_INS,
    findProcedure: (name: string) => procedures.find((procedure) => procedure.name === name),
    procedureNames: () => procedures.map(({ name }) => name),
  };
  const now = fromDate(new Date());
  const functions = { statementTime: now, transactionTime: now, realTime: () => now, random: Math.random };
  try {
    const bound = bindStatement(parseStatement(text), definitions);
    const given = new Map(Object.entries(parameters));
    const byColumns = columnsOver(port);
    const { columns, rows, counts } = runStatement(
      bound,
      port,
      given,
      functions,
      NO_LIMITS,
      undefined,
      undefined,
      byColumns,
      byColumns && writtenRows(),
    );
    return { columns, rows: [...rows].filter((row) => row !== PAUSE), counts };
  } catch (error) {
    throw error instanceof CypherFault ? cypherError(error, text) : error;
  }
}
