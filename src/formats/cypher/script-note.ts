/**
 * The note of a script of groggy's own, a comment on its first line, for all that Cypher has no words for: the attribute
 * that is the key, types that values do not show, the type that stands for none, and attributes of the graph itself.
 */
import type { ValueType } from "../../view.js";
import { entriesOfNote, noteMembers, statedType } from "../text/note.js";

export interface ScriptNote {
  readonly directed: boolean | undefined;
  readonly key: readonly [name: string, type: ValueType] | undefined;
  /** The types of attributes, by name. */
  readonly nodes: ReadonlyMap<string, ValueType>;
  readonly edges: ReadonlyMap<string, ValueType>;
  readonly graph: ReadonlyMap<string, { readonly type: ValueType; readonly text: string }>;
  /** The type of edges that stands for none. */
  readonly untyped: string | undefined;
}

/** Reads a note; undefined for any other text. */
export function parseScriptNote(text: string): ScriptNote | undefined {
  const note = noteMembers(text);
  if (note === undefined) return undefined;
  const { directed, key, nodes, edges, graph, untyped } = note;
  const [keyName, keyType] = Array.isArray(key) ? (key as unknown[]) : [];
  const own = statedType(keyType);
  return {
    directed: typeof directed === "boolean" ? directed : undefined,
    key: typeof keyName === "string" && keyName !== "" && own !== undefined ? [keyName, own] : undefined,
    nodes: typesIn(nodes),
    edges: typesIn(edges),
    graph: new Map(
      entriesOfNote(graph).flatMap(([name, entry]) => {
        const [stated, value] = Array.isArray(entry) ? (entry as unknown[]) : [];
        const type = statedType(stated);
        return type === undefined || typeof value !== "string" ? [] : [[name, { type, text: value }]];
      }),
    ),
    untyped: typeof untyped === "string" ? untyped : undefined,
  };
}

function typesIn(part: unknown): Map<string, ValueType> {
  return new Map(
    entriesOfNote(part).flatMap(([name, stated]): [string, ValueType][] => {
      const type = statedType(stated);
      return type === undefined ? [] : [[name, type]];
    }),
  );
}
