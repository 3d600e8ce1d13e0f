/** `groggy query`: Cypher. A query that writes commits. */
import { CliError } from "../../shared/cli-error.js";
import {
  type CommitFlags,
  commitChanges,
  committedJson,
  openToCommit,
  readCommitChoices,
} from "../../shared/committing.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output } from "../../shared/output.js";
import { readInput, readTextFile } from "../../shared/read-input.js";
import { viewAt } from "../../shared/view-at.js";

interface QueryFlags extends CommitFlags {
  readonly param?: readonly string[];
  readonly file?: string;
  readonly at?: string;
  readonly timeout?: number;
}

const WRITES: ReadonlySet<unknown> = new Set(["create", "merge", "set", "remove", "delete"]);
const NAMES = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

export async function run(invocation: Invocation<QueryFlags>): Promise<undefined> {
  const { options, output } = invocation;
  readCommitChoices(invocation);
  const text = await queryText(invocation);
  const parameters = readParameters(options.param ?? []);
  const { parse } = await import("groggy/cypher");
  const statement = parse(text);
  const isPlan = statement.mode === "explain";
  const writes = !isPlan && isWriting(statement);
  const given = {
    signal: invocation.signal,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  };
  if (writes && options.at !== undefined)
    throw new CliError('"--at" expected a query that reads, got one that writes', {
      hint: "the past cannot be written to; groggy checkout goes there",
    });
  const graph = writes ? await openToCommit(invocation) : await invocation.open({ readOnly: true });
  const view = viewAt(graph, options.at);
  const result = await view.queryAsync(text, parameters, given);
  if (isPlan) {
    const { plan } = result;
    await output.report({ json: { plan }, lines: plan.split("\n") });
    return;
  }
  const rows = result.toArray({ rows: "array" });
  const cells =
    output.format === "json" || output.format === "jsonl" ? rows : rows.map((row) => row.map(shown));
  const { notes, ...summary } = result.summary;
  const committed = writes ? commitChanges(invocation, graph, { message: messageOf(text) }) : undefined;
  // a query that only writes has no rows to print
  if (result.columns.length === 0 && output.format !== "json") {
    tellNotes(output, notes, statement.mode, result.plan);
    return;
  }
  await output.table({
    name: "rows",
    columns: columnsOf(result.columns, rows),
    rows: cells,
    count: rows.length,
    more: {
      columns: result.columns,
      notes,
      ...(committed === undefined ? {} : { summary, ...committedJson(committed) }),
    },
  });
  tellNotes(output, notes, statement.mode, result.plan);
}

function tellNotes(output: Output, notes: readonly string[], mode: string, plan: string): void {
  for (const note of notes) output.note(`note: ${note}`);
  if (mode === "profile") for (const line of plan.split("\n")) output.note(line);
}

async function queryText(invocation: Invocation<QueryFlags>): Promise<string> {
  const { cwd, operands, options } = invocation;
  const given = operands.query as string | undefined;
  if (options.file !== undefined && given !== undefined)
    throw new CliError('"--file" expected no query beside it, got both');
  if (options.file !== undefined) return readTextFile("--file", cwd, options.file);
  if (given !== undefined && given !== "-") return given;
  if (given === undefined)
    throw new CliError('"query" expected a query in Cypher, got nothing', {
      hint: "or - for a pipe, or --file",
    });
  return readInput("query", invocation, "-");
}

/** Whether a clause of the query, or of a query in it, writes. */
function isWriting(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  if (Array.isArray(part)) return part.some(isWriting);
  return WRITES.has((part as { kind?: unknown }).kind) || Object.values(part).some(isWriting);
}

/** `-p name=value`: JSON where it is that, else a text. */
function readParameters(given: readonly string[]): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, Math.max(0, at)).replace(/^\$/, "");
    if (!NAMES.test(name)) throw new CliError(`"--param" expected NAME=VALUE, got ${JSON.stringify(text)}`);
    if (Object.hasOwn(parameters, name))
      throw new CliError(`"--param" expected each name once, got ${JSON.stringify(name)} twice`);
    Object.defineProperty(parameters, name, { value: parameterValue(text.slice(at + 1)), enumerable: true });
  }
  return parameters;
}

function parameterValue(text: string): unknown {
  if (/^-?\d+$/.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function columnsOf(names: readonly string[], rows: readonly (readonly unknown[])[]) {
  const isNumber = (value: unknown) => typeof value === "number" || typeof value === "bigint";
  return names.map((name, i) => {
    const present = rows
      .slice(0, 100)
      .flatMap((row) => (row[i] === null || row[i] === undefined ? [] : [row[i]]));
    return { name, ...(present.length > 0 && present.every(isNumber) ? { align: "right" as const } : {}) };
  });
}

function messageOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `query: ${line.slice(0, 59)}…` : `query: ${line}`;
}

/** Nodes and edges in one cell: `node:0 :Person`. */
function shown(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { edges, id, kind, labels, nodes, source, target, type } = value as Record<string, unknown>;
  if (kind === "node" && Array.isArray(labels))
    return `node:${id}${labels.map((label) => ` :${label}`).join("")}`;
  if (kind === "edge" && source !== undefined) return `edge:${id} :${type} node:${source} → node:${target}`;
  if (kind === "path" && Array.isArray(nodes) && Array.isArray(edges))
    return nodes.map((node: { readonly id: number }) => `node:${node.id}`).join(" → ");
  return Array.isArray(value) ? value.map(shown) : value;
}
