/** Notes of groggy's own in files: objects in JSON, in which whatever is not as it should be is passed over. */
import { formatType, parseType, type ValueType } from "../../view.js";

/** The members of a note; undefined for any other text. */
export function noteMembers(text: string): Readonly<Record<string, unknown>> | undefined {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch {
    return undefined;
  }
  return typeof note === "object" && note !== null ? (note as Record<string, unknown>) : undefined;
}

/** The entries of a member; none of one that is no object. */
export function entriesOfNote(part: unknown): [name: string, entry: unknown][] {
  return typeof part === "object" && part !== null ? Object.entries(part) : [];
}

/** The type that a note states; undefined for none. */
export function statedType(stated: unknown): ValueType | undefined {
  const parsed = typeof stated === "string" ? parseType(stated) : undefined;
  return parsed === undefined ? undefined : formatType(parsed);
}
