/** Commits in words and as JSON: short ids, dates, the names that lead to a commit. */
import type { Commit, Graph } from "groggy";
import type { JsonSchema } from "../command.js";
import type { OutputFormat } from "../output.js";

/** The digits of an id that people read. */
export const SHORT_ID_LENGTH = 7;

export function shortId({ id }: Pick<Commit, "id">): string {
  return id.slice(0, SHORT_ID_LENGTH);
}

/** The first line of a commit's message. */
export function subjectOf({ message }: Pick<Commit, "message">): string {
  return message.split(/\r\n|\r|\n/, 1)[0];
}

/** A time as people read it, to the minute, in UTC: `2024-01-29 09:00`. */
export function minuteText(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return `${time} ms`;
  return date.toISOString().replace(/T(\d\d:\d\d).*/, " $1");
}

/** The day of a time, in UTC: `2024-01-29`. */
export function dayText(time: number): string {
  return minuteText(time).replace(/ \d\d:\d\d$/, "");
}

/** A time in a row: to the minute for people, in documents the number that it is, elsewhere a date where it is one. */
export function timeCell(time: number, format: OutputFormat): string | number | Date {
  if (format === "table" || format === "markdown") return minuteText(time);
  const date = new Date(time);
  return format === "json" || format === "jsonl" || Number.isNaN(date.getTime()) ? time : date;
}

/** The name of an author without the address behind it; undefined where there is none. */
export function nameOfAuthor(author: string): string | undefined {
  const name = /^\s*(.*?)\s*<[^<>]*>\s*$/s.exec(author)?.[1] ?? author;
  return (name === "" ? author : name) || undefined;
}

/** For each commit that has some, by id, its names: "HEAD -> main" or "HEAD" first, then "tag: v1", then branches. */
export function namesOfCommits({ history, head }: Pick<Graph, "history" | "head">): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const add = ({ id }: Commit, name: string): void => {
    const known = names.get(id);
    if (known === undefined) names.set(id, [name]);
    else known.push(name);
  };
  if (head.commit !== null) add(head.commit, head.branch === null ? "HEAD" : `HEAD -> ${head.branch}`);
  for (const { name, commit } of history.tags()) add(commit, `tag: ${name}`);
  for (const { name, commit } of history.branches()) if (name !== head.branch) add(commit, name);
  for (const { name, commit } of history.remoteBranches()) add(commit, name);
  return names;
}

/** A commit in the document of `--json`; what it changed aside, since that is a difference of states. */
export function commitJson({
  id,
  parents,
  root,
  author,
  time,
  message,
  meta,
}: Commit): Record<string, unknown> {
  return { id, parents, root, author, time, message, meta };
}

export const commitProperties = {
  id: { type: "string", description: "64 hex digits" },
  parents: { type: "array", items: { type: "string" } },
  root: { type: "string", description: "The hash of the state: equal states have equal roots" },
  author: { type: "string" },
  time: { type: "number", description: "Milliseconds since 1970" },
  message: { type: "string" },
  meta: { type: "object" },
} as const satisfies Record<string, JsonSchema>;

/** The schema of {@link commitJson}, with more properties. */
export function commitSchema(more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return {
    type: "object",
    properties: { ...commitProperties, ...more },
    required: [...Object.keys(commitProperties), ...Object.keys(more)],
  };
}
