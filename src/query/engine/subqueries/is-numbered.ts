/** The queries within queries that run for all rows of a batch at once: what is asked of them before that loads. */
import type { BoundBody, BoundClause } from "../../bind/bound.js";

/** The clauses that operators run for a batch of rows. */
export const BATCHED_CLAUSES: ReadonlySet<BoundClause["kind"]> = new Set([
  "match",
  "project",
  "filter",
  "let",
  "page",
  "unwind",
]);

/** Whether there are operators for a query within a query. */
export function isNumbered({ parts, writes }: BoundBody): boolean {
  return (
    !writes &&
    parts.every(({ clauses }) =>
      clauses.every(
        (clause) =>
          BATCHED_CLAUSES.has(clause.kind) || (clause.kind === "callSubquery" && isNumbered(clause.body)),
      ),
    )
  );
}
