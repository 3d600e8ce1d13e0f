/** The context of a statement while it runs. */
import { LimitError } from "../../errors.js";
import type { BoundBody, BoundClause, BoundMatch } from "../bind/bound.js";
import type { MatchPlans } from "../plan/match-plan.js";
import type { ClauseProfile } from "../plan/plan-text.js";
import { CypherFault } from "../text/cypher-fault.js";
import type { FunctionContext } from "../values/functions/signature.js";
import type { CypherValue } from "../values/value.js";
import type { GraphPort, WritableGraphPort } from "./graph-port.js";
import { Holding } from "./holding.js";

/** The values of a row by slot. A slot that is not known there may hold anything. */
export type Row = CypherValue[];

/** Stands between rows where something else may run. */
export const PAUSE = Symbol("pause");
export type Rows = Generator<Row | typeof PAUSE, void, undefined>;

/** The changes that a statement has made. */
export interface WriteCounts {
  nodesCreated: number;
  nodesDeleted: number;
  relationshipsCreated: number;
  relationshipsDeleted: number;
  attributesSet: number;
  labelsAdded: number;
  labelsRemoved: number;
}

export interface RunLimits {
  /** In bytes, as estimated. */
  readonly memory: number;
  /** Throws when the statement has to end. Called after some work again and again. */
  readonly check: () => void;
  /** Whether others should have their turn now. */
  readonly isSliceOver: () => boolean;
  /** Opens a file for LOAD CSV. */
  readonly open: ((url: string) => string | Iterable<string>) | undefined;
}

const WORK_BETWEEN_CHECKS = 256;
const BYTES_PER_VALUE = 24;

export class RunContext {
  readonly graph: GraphPort;
  readonly parameters: ReadonlyMap<string, CypherValue>;
  /** The context of functions; those of the user's own see the graph. */
  readonly functions: FunctionContext & { readonly graph: GraphPort; readonly view: unknown };
  readonly limits: RunLimits;
  readonly plans: MatchPlans;
  readonly slotCount: number;
  readonly counts: WriteCounts = {
    nodesCreated: 0,
    nodesDeleted: 0,
    relationshipsCreated: 0,
    relationshipsDeleted: 0,
    attributesSet: 0,
    labelsAdded: 0,
    labelsRemoved: 0,
  };
  /** Nodes that were deleted, whose relationships have to be gone at the end. */
  readonly deletedNodes = new Map<number, number>();
  /** The cost of each clause, where that is asked for. */
  profiles: Map<BoundClause, ClauseProfile> | undefined;
  /** Lists that IN has asked: of those that it has asked twice the keys of their items. */
  readonly listSets = new WeakMap<readonly CypherValue[], "asked" | ReadonlySet<unknown>>();
  /** Where in the text the work is, for errors. */
  offset = 0;
  /** Runs the rows of a body, and the matches of a pattern, for one row. */
  bodyRows!: (body: BoundBody, row: Row) => Rows;
  matchRows!: (match: BoundMatch, row: Row) => Rows;
  /** The contexts of the same statement at revisions, by what was asked for. */
  readonly revisions: Map<string | number, RunContext>;
  /** The context of the whole statement, which counts for all; undefined in that one. */
  readonly #whole: RunContext | undefined;
  #work = 0;
  #bytes = 0;

  constructor(
    graph: GraphPort,
    parameters: ReadonlyMap<string, CypherValue>,
    functions: FunctionContext,
    limits: RunLimits,
    plans: MatchPlans,
    slotCount: number,
    whole?: RunContext,
  ) {
    this.#whole = whole;
    this.revisions = whole?.revisions ?? new Map();
    this.graph = graph;
    this.parameters = parameters;
    this.functions = {
      ...functions,
      graph,
      view: graph.view,
      work: (steps, bytes) => {
        this.spend(steps);
        if (bytes > 0) this.makeRoom(bytes, "a function");
      },
    };
    this.limits = limits;
    this.plans = plans;
    this.slotCount = slotCount;
  }

  /** The graph to write to; only what was bound as writing asks for it. */
  get writable(): WritableGraphPort {
    return this.graph as WritableGraphPort;
  }

  emptyRow(): Row {
    return new Array<CypherValue>(this.slotCount).fill(null);
  }

  /** Counts a step of work; true where others should have their turn. */
  tick(): boolean {
    if (this.#whole !== undefined) return this.#whole.tick();
    if (++this.#work < WORK_BETWEEN_CHECKS) return false;
    this.#work = 0;
    this.limits.check();
    return this.limits.isSliceOver();
  }

  /** Counts steps of work that are done within an expression, or on behalf of one. */
  spend(steps: number): void {
    if (this.#whole !== undefined) {
      this.#whole.spend(steps);
      return;
    }
    this.#work += steps;
    if (this.#work < WORK_BETWEEN_CHECKS) return;
    this.#work = 0;
    this.limits.check();
  }

  /** Begins to count the memory of an operator. */
  holding(operator: string): Holding {
    return new Holding((bytes) => this.take(bytes, operator));
  }

  /** Takes memory; negative bytes give it back. */
  take(bytes: number, operator: string): void {
    if (this.#whole !== undefined) {
      this.#whole.take(bytes, operator);
      return;
    }
    this.#bytes += bytes;
    if (bytes > 0 && this.#bytes > this.limits.memory)
      throw new LimitError(`memory of a query, in ${operator},`, this.limits.memory, this.#bytes);
  }

  /** Throws if there is not the memory for a value that is about to be made. */
  makeRoom(bytes: number, operator: string): void {
    this.take(bytes, operator);
    this.take(-bytes, operator);
  }

  /** Takes memory for rows that are kept. */
  keep(rows: number, operator: string): void {
    this.take(rows * this.slotCount * BYTES_PER_VALUE, operator);
  }

  /** Gives memory back. */
  release(rows: number): void {
    this.take(-rows * this.slotCount * BYTES_PER_VALUE, "");
  }

  fault(type: CypherFault["type"], detail: string, message: string, offset = this.offset): CypherFault {
    return new CypherFault(type, "runtime", detail, message, offset);
  }
}

/** All rows at once, without pauses: for what has to see all of them. */
export function* drained(rows: Rows, kept: Row[], holding: Holding): Rows {
  for (const row of rows) {
    if (row === PAUSE) yield PAUSE;
    else {
      holding.keepRow(row);
      kept.push(row);
    }
  }
}

/** Rows without the pauses between them. */
export function* withoutPauses(rows: Rows): Generator<Row, void, undefined> {
  for (const row of rows) if (row !== PAUSE) yield row;
}
