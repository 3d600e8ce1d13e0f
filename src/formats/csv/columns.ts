/** The roles of a table's columns: ids, ends, labels, types, attributes; by their names in the header. */
import { parseType, type ValueType } from "../../view.js";
import { NEO4J_SPECIAL, plainHeader, ROLE_HEADERS } from "./header-names.js";

export { isNeo4jHeader, isRoleName, plainHeader } from "./header-names.js";

/** The role of a column. */
export type TableRole = "id" | "source" | "target" | "labels" | "type" | "direction" | "attribute" | "none";

/** A column by its header. */
export interface TableColumn {
  readonly role: TableRole;
  /** The name of the attribute, or what the header calls it. */
  readonly name: string;
  /** The type that the header states. */
  readonly type: ValueType | undefined;
  /** The group that ids are unique in, as neo4j-admin's headers have them. */
  readonly group: string | undefined;
  /** Whether lists are parted by a delimiter, as neo4j-admin has them, and not written as JSON. */
  readonly isParted: boolean;
}

/** Types as neo4j-admin's headers name them. */
const NEO4J_TYPES: Readonly<Record<string, ValueType>> = {
  int: "int32",
  integer: "int32",
  long: "int64",
  float: "float32",
  double: "float64",
  boolean: "bool",
  byte: "int32",
  short: "int32",
  char: "utf8",
  string: "utf8",
  date: "timestamp",
  datetime: "timestamp",
  localdatetime: "timestamp",
  time: "utf8",
  localtime: "utf8",
  duration: "utf8",
  point: "utf8",
};

/** The neo4j-admin name of a type; undefined if it has none. */
export function neo4jType(type: ValueType): string | undefined {
  switch (type) {
    case "int32":
      return "int";
    case "int64":
      return "long";
    case "float32":
      return "float";
    case "float64":
      return "double";
    case "bool":
      return "boolean";
    case "utf8":
      return "string";
    case "timestamp":
      return "datetime";
    default:
      return undefined;
  }
}

const SUFFIXED = /^([\s\S]+):([^:{}]+?)(\[\])?(?:\{[^}]*\})?$/;

/** The columns of a header as neo4j-admin has them. */
export function neo4jColumns(names: readonly string[]): TableColumn[] {
  return names.map((given) => {
    const special = NEO4J_SPECIAL.exec(given);
    if (special !== null) {
      const [, name, what, group] = special;
      const role = SPECIAL_ROLES[what.toUpperCase()];
      return { role, name, type: undefined, group: group === "" ? undefined : group, isParted: true };
    }
    const suffixed = SUFFIXED.exec(given);
    const plain = { role: "attribute", group: undefined, isParted: false } as const;
    if (suffixed === null) return { ...plain, name: given, type: "utf8" };
    const [, name, suffix, isList] = suffixed;
    const known = NEO4J_TYPES[suffix.trim().toLowerCase()];
    if (known !== undefined && Object.hasOwn(NEO4J_TYPES, suffix.trim().toLowerCase())) {
      // moments in a zone of the header's are kept as they are written
      const item = known === "timestamp" && /\{[^}]*timezone/i.test(given) ? "utf8" : known;
      const type = isList === undefined ? item : (`list<${item}>` as ValueType);
      return { ...plain, name, type, isParted: isList !== undefined };
    }
    // types by our own names, which a CSV has whose attributes are called as columns with a meaning are
    return parseType(suffix) === undefined
      ? { ...plain, name: given, type: "utf8" }
      : { ...plain, name, type: suffix as ValueType };
  });
}

const SPECIAL_ROLES: Readonly<Record<string, TableRole>> = {
  ID: "id",
  START_ID: "source",
  END_ID: "target",
  LABEL: "labels",
  TYPE: "type",
  IGNORE: "none",
};

/** Which columns the options name: `{ source: "von" }`. */
export type NamedColumns = Readonly<Partial<Record<"id" | "source" | "target" | "labels" | "type", string>>>;

/**
 * The columns of a plain header. Of an edge list the ends come first, then the type; of nodes the id, then labels.
 *
 * @param part whether it is known to be a table of nodes or of edges; else its columns tell.
 */
export function plainColumns(
  names: readonly string[],
  part: "graph" | "nodes" | "edges",
  named: NamedColumns,
): { readonly part: "nodes" | "edges"; readonly columns: TableColumn[] } {
  const at = (role: keyof typeof ROLE_HEADERS): number => {
    const own = named[role];
    if (own !== undefined) return names.indexOf(own);
    for (const name of ROLE_HEADERS[role]) {
      const found = names.findIndex((each) => plainHeader(each) === name);
      if (found >= 0) return found;
    }
    return -1;
  };
  // ends are a pair: from and to, not from and target
  const ends = endsIn(names, named, at);
  const isEdges = part === "edges" || (part === "graph" && ends !== undefined);
  const roles = new Map<number, TableRole>();
  if (isEdges) {
    if (ends !== undefined) {
      roles.set(ends[0], "source");
      roles.set(ends[1], "target");
    }
    const type = at("type");
    if (type >= 0 && !roles.has(type)) roles.set(type, "type");
  } else {
    const id = at("id");
    const labels = at("labels");
    if (id >= 0) roles.set(id, "id");
    if (labels >= 0 && !roles.has(labels)) roles.set(labels, "labels");
  }
  const columns = names.map((name, i): TableColumn => {
    const role = roles.get(i) ?? "attribute";
    return { role, name, type: undefined, group: undefined, isParted: role === "labels" };
  });
  return { part: isEdges ? "edges" : "nodes", columns };
}

function endsIn(
  names: readonly string[],
  named: NamedColumns,
  at: (role: "source" | "target") => number,
): readonly [number, number] | undefined {
  if (named.source !== undefined || named.target !== undefined) {
    const ends = [at("source"), at("target")] as const;
    return ends[0] >= 0 && ends[1] >= 0 ? ends : undefined;
  }
  const plain = names.map(plainHeader);
  for (let pair = 0; pair < ROLE_HEADERS.source.length; pair++) {
    const ends = [
      plain.indexOf(ROLE_HEADERS.source[pair]),
      plain.indexOf(ROLE_HEADERS.target[pair]),
    ] as const;
    if (ends[0] >= 0 && ends[1] >= 0) return ends;
  }
  return undefined;
}

/** The names of a table without a header. */
export function namesWithoutHeader(count: number, part: "graph" | "nodes" | "edges"): string[] {
  const first = part === "nodes" ? ["id"] : count > 1 ? ["source", "target"] : ["id"];
  return Array.from({ length: count }, (_, i) => first[i] ?? `column${i + 1}`);
}
