/** GDF's lines: fields between commas, in quotes of either kind or in none, and headers of names and types. */
import type { ColumnType } from "../shared/elements-builder.js";

/** A field, and whether it stood in quotes. */
export interface GdfField {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** The fields of a line; undefined if a quote is not closed, or something follows a closed one. */
export function gdfFields(line: string): GdfField[] | undefined {
  const fields: GdfField[] = [];
  let i = 0;
  for (;;) {
    while (line[i] === " " || line[i] === "\t") i++;
    const quote = line[i];
    let text = "";
    const isQuoted = quote === "'" || quote === '"';
    if (isQuoted) {
      for (i++; ; i++) {
        if (i >= line.length) return undefined;
        if (line[i] !== quote) text += line[i];
        else if (line[i + 1] === quote) text += line[i++];
        else break;
      }
      for (i++; line[i] === " " || line[i] === "\t"; i++);
      if (i < line.length && line[i] !== ",") return undefined;
    } else {
      const comma = line.indexOf(",", i);
      const end = comma < 0 ? line.length : comma;
      text = line.slice(i, end).trimEnd();
      i = end;
    }
    fields.push({ text, isQuoted });
    if (i >= line.length) return fields;
    i++;
  }
}

/** A column: its name, its type, and the value of rows that have none. */
export interface GdfColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly fallback: string | undefined;
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  VARCHAR: "utf8",
  STRING: "utf8",
  CHAR: "utf8",
  BOOL: "bool",
  BOOLEAN: "bool",
  TINYINT: "int32",
  SMALLINT: "int32",
  INT: "int32",
  INTEGER: "int32",
  BIGINT: "int64",
  LONG: "int64",
  FLOAT: "float",
  DOUBLE: "float64",
};

/** The columns of a header behind its `nodedef>`; undefined where a name is missing. */
export function gdfColumns(text: string): GdfColumn[] | undefined {
  const columns: GdfColumn[] = [];
  for (const { text: field } of gdfFields(text) ?? []) {
    const found =
      /^(?:"([^"]*)"|'([^']*)'|(\S+))(?:\s+([A-Za-z]+)(?:\(\d+\))?)?(?:\s+default\s+(.*))?$/i.exec(field);
    if (found === null) return undefined;
    const [, double, single, bare, type, fallback] = found;
    columns.push({
      name: double ?? single ?? bare,
      type: type === undefined ? "text" : (TYPES[type.toUpperCase()] ?? "text"),
      fallback: fallback?.trim().replace(/^(['"])(.*)\1$/, "$2"),
    });
  }
  return columns.length === 0 ? undefined : columns;
}
