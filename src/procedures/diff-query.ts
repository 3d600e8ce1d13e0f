/**
 * The rows that a query has at one revision and not at another. Where rows come of single matches, only those with a
 * node that differs, or an edge that does, are made; else the query runs at both.
 */
import type { Diff } from "../history/diff/diff.js";
import type { ReadonlyPool } from "../pool/pool.js";
import { bindStatement } from "../query/bind/bind-query.js";
import type { BoundStatement } from "../query/bind/bound.js";
import { boundStatement, definitionsOf, withPlace } from "../query/result/run-query.js";
import type { GraphPort } from "../query/run/graph-port.js";
import { PAUSE, type Row } from "../query/run/run-context.js";
import { runStatement } from "../query/run/run-statement.js";
import { readOnlyFault } from "../query/text/cypher-fault.js";
import { parseStatement } from "../query/text/parse-query.js";
import { equivalenceKey } from "../query/values/relations.js";
import type { CypherValue } from "../query/values/value.js";
import { CHANGED_PARAMETER, changedMatches } from "./changed-matches.js";
import { defineGraphProcedure, type ProcedureCall, wrongInput } from "./graph-procedure.js";
import { historyOf, REVISION_TYPE, sidesOf } from "./history-procedures.js";

/** Past this share of the nodes a query is run as a whole. */
const CHANGED_SHARE_MAX = 0.25;

export const diffQueryProcedure = defineGraphProcedure({
  name: "groggy.diffQuery",
  description:
    "The rows that a query has at the second revision and not at the first (added), and vice versa (removed)",
  inputs: { query: "STRING", from: REVISION_TYPE, to: `${REVISION_TYPE}? =`, parameters: "MAP? =" },
  outputs: { change: "STRING", row: "MAP" },
  *run([query, from, to, parameters], call) {
    const { before, after } = sidesOf(from, to, call);
    const differing = new DiffQuery(query as string, parameters, call);
    yield* differing.rows(before, after);
  },
});

class DiffQuery {
  readonly #text: string;
  readonly #call: ProcedureCall;
  readonly #parameters: ReadonlyMap<string, CypherValue>;
  readonly #statement: BoundStatement;

  constructor(text: string, parameters: CypherValue, call: ProcedureCall) {
    this.#text = text;
    this.#call = call;
    this.#parameters = (parameters ?? call.context.parameters) as ReadonlyMap<string, CypherValue>;
    this.#statement = boundStatement(text, poolOf(call));
    const { mode, body } = this.#statement;
    if (mode !== "run") throw wrongInput(call, "query", "one without EXPLAIN or PROFILE", mode.toUpperCase());
    if (body.writes)
      throw readOnlyFault(`"query" of ${call.name} expected one that only reads, got one that writes`, 0);
  }

  *rows(before: GraphPort, after: GraphPort): Generator<CypherValue[], void, undefined> {
    const trees = changedMatches(parseStatement(this.#text));
    const changed = trees === undefined ? [] : this.#changedNodes(before, after);
    const isLarge = changed.length > this.#call.graph.nodeCount * CHANGED_SHARE_MAX;
    const definitions = definitionsOf(poolOf(this.#call));
    const statements =
      trees === undefined || isLarge
        ? [this.#statement]
        : trees.map((tree) => bindStatement(tree, definitions));
    const rowsAt = (port: GraphPort): Generator<Row, void, undefined> => this.#run(statements, port, changed);
    const columns = this.#statement.body.columns.map(({ name }) => name);
    const holding = this.#call.context.holding(this.#call.name);
    /** The rows before that have not been found after yet, by their keys. */
    const left = new Map<unknown, { readonly row: Row; count: number }>();
    for (const row of rowsAt(before)) {
      const key = equivalenceKey(row);
      const known = left.get(key);
      if (known !== undefined) known.count++;
      else {
        holding.keepRow(row);
        left.set(key, { row, count: 1 });
      }
    }
    const added: Row[] = [];
    for (const row of rowsAt(after)) {
      const known = left.get(equivalenceKey(row));
      if (known !== undefined && known.count > 0) known.count--;
      else {
        holding.keepRow(row);
        added.push(row);
      }
    }
    const asMap = (row: Row): CypherValue => new Map(columns.map((name, i) => [name, row[i]]));
    for (const row of added) yield ["added", asMap(row)];
    for (const { row, count } of left.values()) for (let i = 0; i < count; i++) yield ["removed", asMap(row)];
    holding.release();
  }

  /** The nodes that differ, and the ends of edges that do. */
  #changedNodes(before: GraphPort, after: GraphPort): bigint[] {
    const diff: Diff = historyOf(this.#call).diff(before.commit, after.commit);
    const ids = new Set<number>();
    for (const { element } of diff.nodes) ids.add(element.id);
    const { edges } = this.#call.view.state.pool;
    for (const { element } of diff.edges) ids.add(edges.sources[element.id]).add(edges.targets[element.id]);
    return Array.from(ids, BigInt);
  }

  /** The rows of statements at a state, within the limits of the query that calls. */
  *#run(
    statements: readonly BoundStatement[],
    port: GraphPort,
    changed: readonly bigint[],
  ): Generator<Row, void, undefined> {
    const { functions, limits } = this.#call.context;
    const parameters = new Map(this.#parameters).set(CHANGED_PARAMETER, [...changed]);
    for (const statement of statements) {
      const { rows } = withPlace(this.#text, () =>
        runStatement(statement, port, parameters, functions, limits),
      );
      for (;;) {
        const { done, value } = withPlace(this.#text, () => rows.next());
        if (done === true) break;
        if (value !== PAUSE) yield value;
      }
    }
  }
}

function poolOf({ view }: ProcedureCall): ReadonlyPool {
  return view.state.pool;
}
