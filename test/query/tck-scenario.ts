/** Runs one scenario of the openCypher TCK on a graph, and says what did not hold. */
import { bindStatement } from "../../src/query/bind/bind-query.js";
import { BUILT_INS } from "../../src/query/bind/built-ins.js";
import type { Definitions, ProcedureDefinition, ProcedureField } from "../../src/query/bind/definitions.js";
import { staticType } from "../../src/query/bind/static-type.js";
import type { GraphPort } from "../../src/query/run/graph-port.js";
import { PAUSE, type RunLimits } from "../../src/query/run/run-context.js";
import { runStatement } from "../../src/query/run/run-statement.js";
import { CypherFault } from "../../src/query/text/cypher-fault.js";
import { parseStatement } from "../../src/query/text/parse-query.js";
import { fromDate } from "../../src/query/values/temporal/construct.js";
import type { CypherValue } from "../../src/query/values/value.js";
import { columnsOver } from "./run-plainly.js";
import { printCell, printValue, readCell } from "./tck-values.js";

export interface TckStep {
  readonly step: string;
  readonly text?: string;
  readonly table?: readonly (readonly string[])[];
}

export interface TckScenario {
  readonly file: string;
  readonly name: string;
  readonly outline?: string;
  readonly steps: readonly TckStep[];
}

/** A graph to run scenarios on, and what is in it. */
export interface TckGraph {
  readonly port: GraphPort;
  /** Every node, relationship, label and attribute, each as a text that tells it from the others. */
  snapshot(): Readonly<Record<"nodes" | "relationships" | "labels" | "properties", ReadonlySet<string>>>;
}

interface Outcome {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CypherValue[])[];
}

const NO_LIMITS: RunLimits = {
  memory: 2 ** 30,
  check: () => undefined,
  isSliceOver: () => false,
  open: undefined,
};

/** Nothing if the scenario holds, else what was wrong. */
export function failureOf(
  scenario: TckScenario,
  newGraph: () => TckGraph,
  namedGraph: (name: string) => string,
): string | undefined {
  const graph = newGraph();
  const procedures: ProcedureDefinition[] = [];
  const parameters = new Map<string, CypherValue>();
  let outcome: Outcome | undefined;
  let fault: unknown;
  let before = graph.snapshot();
  const run = (text: string): Outcome => execute(text, graph.port, parameters, procedures);
  for (const { step, text = "", table = [] } of scenario.steps) {
    const expectsFault = / should be raised at (.+): (.+)$/.exec(step);
    if (step === "an empty graph" || step === "any graph") continue;
    const named = /^the (.+) graph$/.exec(step);
    if (named !== null) run(namedGraph(named[1]));
    else if (step === "having executed:") run(text);
    else if (step.startsWith("there exists a procedure")) procedures.push(readProcedure(step, table));
    else if (step === "parameters are:")
      for (const [name, cell] of table) parameters.set(name, readCell(cell));
    else if (step === "executing query:" || step === "executing control query:") {
      if (fault !== undefined) return `${fault}`;
      before = graph.snapshot();
      outcome = undefined;
      try {
        outcome = run(text);
      } catch (error) {
        fault = error;
      }
    } else if (expectsFault !== null) {
      const failure = wrongFault(step, fault, outcome);
      if (failure !== undefined) return failure;
      fault = undefined;
    } else if (fault !== undefined) return describeFault(fault);
    else if (step.startsWith("the result should be")) {
      const failure = wrongResult(step, table, outcome!);
      if (failure !== undefined) return failure;
    } else if (step === "no side effects" || step === "the side effects should be:") {
      const failure = wrongEffects(before, graph.snapshot(), table);
      if (failure !== undefined) return failure;
    } else return `unknown step: ${step}`;
  }
  return fault === undefined ? undefined : describeFault(fault);
}

function describeFault(fault: unknown): string {
  if (fault instanceof CypherFault) return `${fault.type} ${fault.phase} ${fault.detail}: ${fault.message}`;
  return fault instanceof Error ? `${fault.stack}` : String(fault);
}

function execute(
  text: string,
  port: GraphPort,
  parameters: ReadonlyMap<string, CypherValue>,
  procedures: readonly ProcedureDefinition[],
): Outcome {
  const definitions: Definitions = {
    ...BUILT_INS,
    findProcedure: (name) => procedures.find((procedure) => procedure.name === name),
    procedureNames: () => procedures.map(({ name }) => name),
  };
  const bound = bindStatement(parseStatement(text), definitions);
  const now = fromDate(new Date());
  const functions = { statementTime: now, transactionTime: now, realTime: () => now, random: Math.random };
  const byColumns = columnsOver(port);
  const { columns, rows } = runStatement(
    bound,
    port,
    parameters,
    functions,
    NO_LIMITS,
    undefined,
    undefined,
    byColumns,
  );
  return { columns, rows: [...rows].filter((row) => row !== PAUSE) };
}

function readProcedure(step: string, table: readonly (readonly string[])[]): ProcedureDefinition {
  const [, name, inputs, outputs] = /^there exists a procedure ([\w.]+)\((.*)\) ::\s+\((.*)\)\s*:$/.exec(
    step,
  )!;
  const ins = readFields(inputs);
  const outs = readFields(outputs);
  const [header = [], ...records] = table;
  const rows = records.map((record) => record.map(readCell));
  return {
    name,
    inputs: ins,
    outputs: outs,
    run: (values) =>
      rows
        .filter((row) =>
          ins.every((field, i) => printNumber(row[header.indexOf(field.name)]) === printNumber(values[i])),
        )
        .map((row) => outs.map((field) => row[header.indexOf(field.name)])),
  };
}

/** INTEGER where FLOAT is asked for is the same number. */
function printNumber(value: CypherValue): string {
  return printValue(typeof value === "bigint" ? Number(value) : value);
}

function readFields(text: string): ProcedureField[] {
  return text
    .split(", ")
    .filter(Boolean)
    .map((field) => {
      const [name, typeText] = field.split(" :: ");
      const nullable = typeText.endsWith("?");
      return { name, typeText, nullable, type: staticType(typeText.replace("?", "")) };
    });
}

function wrongFault(step: string, fault: unknown, outcome: Outcome | undefined): string | undefined {
  const [, type, phase, detail] = /^an? (\w+) should be raised at (.+): (.+)$/.exec(step)!;
  if (!(fault instanceof CypherFault)) {
    return fault === undefined ? `expected ${step}, got ${outcome?.rows.length} rows` : describeFault(fault);
  }
  const holds =
    fault.type === type &&
    (phase === "any time" || phase.replace(" time", "") === fault.phase) &&
    (detail === "*" || detail === fault.detail);
  return holds ? undefined : `expected ${step}, got ${describeFault(fault)}`;
}

function wrongResult(
  step: string,
  table: readonly (readonly string[])[],
  outcome: Outcome,
): string | undefined {
  if (step === "the result should be empty") {
    return outcome.rows.length === 0 ? undefined : `expected no rows, got ${outcome.rows.length}`;
  }
  const sorted = step.includes("ignoring element order");
  const [columns, ...cells] = table;
  if (columns.join() !== outcome.columns.join()) return `expected columns ${columns}, got ${outcome.columns}`;
  const expected = cells.map((row) => row.map((cell) => printCell(cell, sorted)).join(" | "));
  const received = outcome.rows.map((row) => row.map((value) => printValue(value, sorted)).join(" | "));
  if (!step.includes("in order")) {
    expected.sort();
    received.sort();
  }
  if (expected.join("\n") === received.join("\n")) return undefined;
  return `expected\n${expected.join("\n")}\ngot\n${received.join("\n")}`;
}

function wrongEffects(
  before: ReturnType<TckGraph["snapshot"]>,
  after: ReturnType<TckGraph["snapshot"]>,
  table: readonly (readonly string[])[],
): string | undefined {
  const expected = new Map(table.map(([name, count]) => [name, Number(count)]));
  for (const kind of ["nodes", "relationships", "labels", "properties"] as const) {
    for (const [sign, from, to] of [
      ["+", before, after],
      ["-", after, before],
    ] as const) {
      const count = [...to[kind]].filter((each) => !from[kind].has(each)).length;
      const wanted = expected.get(`${sign}${kind}`) ?? 0;
      if (count !== wanted) return `expected ${sign}${kind} ${wanted}, got ${count}`;
    }
  }
  return undefined;
}
