/** All procedures that come with graphs, by their names. */
import type { ProcedureDefinition } from "../query/bind/definitions.js";
import { Procedure } from "../query/result/user-procedures.js";
import { algorithmProcedures } from "./algorithm-procedures.js";
import { diffQueryProcedure } from "./diff-query.js";
import { historyProcedures } from "./history-procedures.js";
import { listingProcedures } from "./listing-procedures.js";
import { vectorSearchProcedure } from "./vector-search.js";

let procedures: ReadonlyMap<string, ProcedureDefinition> | undefined;

function allProcedures(): ReadonlyMap<string, ProcedureDefinition> {
  procedures ??= new Map(
    [
      ...historyProcedures,
      diffQueryProcedure,
      vectorSearchProcedure,
      ...listingProcedures(() => allProcedures().values()),
      ...algorithmProcedures(),
    ].map((each) => [each.name, each]),
  );
  return procedures;
}

/** The procedure of a name; undefined if there is none. */
export function findGraphProcedure(name: string): ProcedureDefinition | undefined {
  return allProcedures().get(name);
}

/** The names of all, for those who misspell one. */
export function graphProcedureNames(): string[] {
  return [...allProcedures().keys()];
}

/**
 * The procedures of `groggy.*` that queries in Node can call by themselves. In a bundle, which has no procedures that
 * nothing names, they are added to a graph.
 *
 * @example
 * graph.procedures.add(...graphProcedures());
 * graph.query("CALL groggy.log() YIELD message RETURN count(*) AS n").column("n"); // => [ 2 ]
 */
export function graphProcedures(): Procedure[] {
  return Array.from(allProcedures().values(), (definition) => new Procedure(definition));
}
