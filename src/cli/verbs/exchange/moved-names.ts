/** The report of fetch, pull and push: the commits that were sent, and the names that moved. */
import type { RefUpdate } from "groggy";
import type { Output, OutputTable } from "../../shared/output.js";

/** Hexadecimal digits of a commit where people read. */
const ID_LENGTH = 7;

/** Whether commits are shown by the first digits of their ids. */
function isForPeople({ format }: Pick<Output, "format">): boolean {
  return format === "table" || format === "markdown";
}

/** The id of a commit as the format shows it; null for none. */
export function shownCommit(output: Pick<Output, "format">, id: string | null): string | null {
  return id === null || !isForPeople(output) ? id : id.slice(0, ID_LENGTH);
}

/** The names that moved as a table, with the rest of the JSON document. */
export function updatesTable(
  output: Pick<Output, "format">,
  updates: readonly RefUpdate[],
  more: Readonly<Record<string, unknown>>,
): OutputTable {
  return {
    name: "updates",
    columns: [{ name: "name", style: "bold" }, { name: "kind" }, { name: "before" }, { name: "after" }],
    rows: updates.map(({ name, kind, before, after }) => [
      name,
      kind,
      shownCommit(output, before),
      shownCommit(output, after),
    ]),
    count: updates.length,
    more,
  };
}

/** `1 commit`, `3,000 commits`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
