/** Reads GDF, of GUESS and Gephi: a header `nodedef>` and a row for each node, a header `edgedef>` and one for each edge. */
import { describe } from "../../errors.js";
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { beyondLimit, COLUMNS_MAX } from "../shared/limits.js";
import { booleanIn } from "../shared/text-values.js";
import { type GdfColumn, type GdfField, gdfColumns, gdfFields } from "./gdf-fields.js";
import { LineScanner } from "./line-scanner.js";

/** Where the columns with a meaning are; -1 for none. */
interface Roles {
  readonly kind: "node" | "edge";
  readonly columns: readonly GdfColumn[];
  readonly name: number;
  readonly source: number;
  readonly target: number;
  readonly directed: number;
}

export const readGdf: FormatReader = async ([{ input }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  // Gephi's rule for files without a column that says it
  builder.directed = false;
  let roles: Roles | undefined;
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      if (scanner.firstByte() < 0) continue;
      const line = scanner.lineText();
      const header = /^\s*(node|edge)def\s*>(.*)$/i.exec(line);
      if (header !== null) roles = rolesOf(builder, header[1].toLowerCase() as "node" | "edge", header[2]);
      else if (roles === undefined)
        builder.fail("FORMAT_SYNTAX", `a header "nodedef>" expected, got ${describe(line.slice(0, 40))}`);
      else row(builder, roles, line);
    }
    await builder.pause();
    if (!(await scanner.more())) return;
  }
};

function rolesOf(builder: GraphBuilder, kind: "node" | "edge", text: string): Roles {
  const columns = gdfColumns(text);
  if (columns === undefined)
    return builder.fail(
      "FORMAT_SYNTAX",
      `names and types of columns expected, got ${describe(text.slice(0, 40))}`,
    );
  if (columns.length > COLUMNS_MAX) throw beyondLimit("columns", COLUMNS_MAX, builder.place());
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name))
      builder.fail("FORMAT_DUPLICATE", `columns of different names expected, got ${describe(name)} twice`);
    seen.add(name);
  }
  const at = (...names: string[]): number =>
    columns.findIndex(({ name }) => names.includes(name.toLowerCase()));
  const roles = {
    kind,
    columns,
    name: at("name"),
    source: at("node1", "source"),
    target: at("node2", "target"),
    directed: at("directed"),
  };
  if (kind === "node" && roles.name < 0) builder.fail("FORMAT_SYNTAX", 'a column "name" expected, got none');
  if (kind === "edge" && (roles.source < 0 || roles.target < 0))
    builder.fail("FORMAT_SYNTAX", 'columns "node1" and "node2" expected, got none');
  return roles;
}

function row(builder: GraphBuilder, roles: Roles, line: string): void {
  const fields = gdfFields(line);
  if (fields === undefined) {
    builder.refuse(
      "FORMAT_SYNTAX",
      "row",
      "fields between commas expected, got one whose quote is not closed",
    );
    return;
  }
  if (fields.length > roles.columns.length) {
    builder.refuse(
      "FORMAT_SYNTAX",
      "row",
      `at most ${roles.columns.length} fields expected, as in the header, got ${fields.length}`,
    );
    return;
  }
  if (roles.kind === "node") {
    const key = keyIn(builder, roles, roles.name, fields);
    const row = key < 0 ? NO_ROW : builder.node(key);
    if (row !== NO_ROW) values(builder.nodes, row, roles, fields, new Set([roles.name]));
    return;
  }
  const [source, target] = [
    keyIn(builder, roles, roles.source, fields),
    keyIn(builder, roles, roles.target, fields),
  ];
  if (source < 0 || target < 0) return;
  const isDirected = booleanIn(
    roles.directed < 0 ? "false" : (fieldAt(roles, roles.directed, fields) ?? "false"),
  );
  const row = builder.edge(source, target, isDirected === true);
  if (row !== NO_ROW)
    values(builder.edges, row, roles, fields, new Set([roles.source, roles.target, roles.directed]));
}

/** The text of a field, or what the header has for rows without one. */
function fieldAt({ columns }: Roles, at: number, fields: readonly GdfField[]): string | undefined {
  const field = fields[at];
  const isAbsent = field === undefined || (field.text === "" && !field.isQuoted);
  return isAbsent ? columns[at].fallback : field.text;
}

function keyIn(builder: GraphBuilder, roles: Roles, at: number, fields: readonly GdfField[]): number {
  const text = fieldAt(roles, at, fields);
  if (text !== undefined) return builder.keyOf(text);
  const { name } = roles.columns[at];
  builder.refuse("FORMAT_VALUE", "id", `"${name}" expected an id, got nothing`, { attribute: name });
  return -1;
}

function values(
  elements: ElementsBuilder,
  row: number,
  roles: Roles,
  fields: readonly GdfField[],
  but: ReadonlySet<number>,
): void {
  roles.columns.forEach(({ name, type }, at) => {
    if (but.has(at)) return;
    const text = fieldAt(roles, at, fields);
    if (text !== undefined) elements.column(name, type).text(row, text);
  });
}
