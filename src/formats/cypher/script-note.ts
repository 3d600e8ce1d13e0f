/**
 * The note of a script of groggy's own, a comment on its first line, for all that Cypher has no words for: the attribute
 * that is the key, types that values do not show, the type that stands for none, and attributes of the graph itself.
 */
import { formatType, parseType, type ValueType } from "../../view.js";

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

/** Reads a note; undefined for a text that is none. */
export function parseScriptNote(text: string): ScriptNote | undefined {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof note !== "object" || note === null) return undefined;
  const { directed, key, nodes, edges, graph, untyped } = note as Record<string, unknown>;
  const [keyName, keyType] = Array.isArray(key) ? (key as unknown[]) : [];
  const own = typeOf(keyType);
  return {
    directed: typeof directed === "boolean" ? directed : undefined,
    key: typeof keyName === "string" && keyName !== "" && own !== undefined ? [keyName, own] : undefined,
    nodes: typesIn(nodes),
    edges: typesIn(edges),
    graph: new Map(
      entriesOf(graph).flatMap(([name, entry]) => {
        const [stated, value] = Array.isArray(entry) ? (entry as unknown[]) : [];
        const type = typeOf(stated);
        return type === undefined || typeof value !== "string" ? [] : [[name, { type, text: value }]];
      }),
    ),
    untyped: typeof untyped === "string" ? untyped : undefined,
  };
}

function typesIn(part: unknown): Map<string, ValueType> {
  return new Map(
    entriesOf(part).flatMap(([name, stated]): [string, ValueType][] => {
      const type = typeOf(stated);
      return type === undefined ? [] : [[name, type]];
    }),
  );
}

function entriesOf(part: unknown): [name: string, entry: unknown][] {
  return typeof part === "object" && part !== null ? Object.entries(part) : [];
}

function typeOf(stated: unknown): ValueType | undefined {
  const parsed = typeof stated === "string" ? parseType(stated) : undefined;
  return parsed === undefined ? undefined : formatType(parsed);
}
