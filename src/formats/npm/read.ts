/**
 * Reads npm's package-lock.json, versions 1 to 3: a node for each place in which a package is installed, an edge for
 * each dependency to the place in which npm finds it, going from folder to folder upwards. Types of edges are `prod`,
 * `dev`, `optional` and `peer`.
 */
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { putValue } from "../jsonl/rows.js";
import type { FormatReader } from "../shared/contract.js";
import { JsonFault, parseExactJson } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { DEPENDENCY_KINDS, type Fields } from "./packages.js";

const MAPS: ReadonlySet<string> = new Set([
  "requires",
  "peerDependenciesMeta",
  ...DEPENDENCY_KINDS.map(([name]) => name),
]);

export const readNpmLock: FormatReader = async ([{ input }], builder) => {
  let text = "";
  let at = 0;
  builder.where = () => {
    const lines = text.slice(0, at).split("\n");
    return { ...input.place, line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
  };
  text = await input.wholeText(() => builder.pause());
  let lock: unknown;
  try {
    lock = parseExactJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    at = error.at;
    builder.fail(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", error.message);
  }
  builder.where = () => input.place;
  if (!isRecord(lock)) builder.fail("FORMAT_SYNTAX", "an object expected, as in package-lock.json");
  await new LockReader(builder, lock as Fields).read();
};

class LockReader {
  readonly #builder: GraphBuilder;
  readonly #lock: Fields;
  /** Packages by their folder, "" for the root. */
  readonly #packages = new Map<string, Fields>();

  constructor(builder: GraphBuilder, lock: Fields) {
    this.#builder = builder;
    this.#lock = lock;
  }

  async read(): Promise<void> {
    const builder = this.#builder;
    const { lockfileVersion, packages, dependencies, name, version } = this.#lock;
    if (lockfileVersion !== undefined) builder.version = String(lockfileVersion);
    for (const each of ["name", "version", "lockfileVersion"]) {
      const value = this.#lock[each];
      if (typeof value === "string" || typeof value === "number") builder.graphAttribute(each, value);
    }
    if (isRecord(packages)) {
      for (const [path, fields] of Object.entries(packages))
        if (isRecord(fields)) this.#packages.set(path, fields as Fields);
    } else if (isRecord(dependencies)) this.#nested(dependencies as Fields, { name, version });
    else if (lockfileVersion === undefined)
      builder.fail(
        "FORMAT_SYNTAX",
        '"packages" or "dependencies" expected, as in package-lock.json, got neither',
      );
    for (const [path, fields] of this.#packages) {
      this.#node(path, fields);
      if (builder.isDue) await builder.pause();
    }
    for (const [path, fields] of this.#packages) {
      this.#edges(path, fields);
      if (builder.isDue) await builder.pause();
    }
  }

  /** Version 1: packages within packages, each with what it requires. */
  #nested(dependencies: Fields, root: Fields): void {
    const required = new Set<string>();
    const folders: [path: string, fields: Fields][] = [];
    const stack: [path: string, list: Fields][] = [["", dependencies]];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const [folder, list] = next;
      for (const [name, given] of Object.entries(list)) {
        if (!isRecord(given)) continue;
        const fields = given as Fields;
        const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
        const { requires, dependencies: inner, ...others } = fields;
        const needs = isRecord(requires) ? requires : {};
        if (folder === "" || Object.keys(needs).length > 0)
          for (const each of Object.keys(needs)) required.add(each);
        folders.push([path, { ...others, dependencies: needs }]);
        if (isRecord(inner)) stack.push([path, inner as Fields]);
      }
    }
    // what nobody requires, the root does; the file does not say more
    const own = Object.entries(dependencies).filter(([name]) => !required.has(name));
    const of = (isDev: boolean) =>
      Object.fromEntries(
        own.flatMap(([name, fields]) => (((fields as Fields)?.dev === true) === isDev ? [[name, "*"]] : [])),
      );
    this.#packages.set("", { ...root, dependencies: of(false), devDependencies: of(true) });
    for (const [path, fields] of folders) this.#packages.set(path, fields);
    this.#builder.warnings.add(
      "root",
      "version 1 does not say what the root depends on; it is taken to be what nothing else requires",
    );
  }

  #node(path: string, fields: Fields): void {
    const builder = this.#builder;
    const row = builder.node(builder.keyOf(path));
    if (row === NO_ROW) return;
    const name = typeof fields.name === "string" ? fields.name : nameOf(path);
    if (name !== "") builder.nodes.column("name", "utf8").text(row, name);
    for (const [field, value] of Object.entries(fields)) {
      if (field === "name" || MAPS.has(field)) continue;
      if (typeof value === "object" && value !== null) builder.nodes.column(field, "json").value(row, value);
      else putValue(builder.nodes, row, field, value);
    }
  }

  #edges(path: string, fields: Fields): void {
    const builder = this.#builder;
    const optional = isRecord(fields.optionalDependencies) ? fields.optionalDependencies : {};
    const meta = isRecord(fields.peerDependenciesMeta) ? (fields.peerDependenciesMeta as Fields) : {};
    for (const [field, type] of DEPENDENCY_KINDS) {
      const list = fields[field];
      if (!isRecord(list)) continue;
      for (const [name, range] of Object.entries(list)) {
        // npm lists what is optional among the others as well
        if (type === "prod" && Object.hasOwn(optional, name)) continue;
        const target = this.#resolve(path, name);
        if (target === undefined) {
          const isOptional =
            type === "optional" || (type === "peer" && (meta[name] as Fields | undefined)?.optional === true);
          const message = isOptional
            ? "optional packages that are not installed"
            : "packages that are not in the file";
          builder.skipped.add(isOptional ? "optionalDependency" : "dependency", `${message}: ${name}`, {
            place: builder.place(),
          });
          continue;
        }
        const row = builder.edge(builder.keyOf(path), builder.keyOf(target));
        if (row === NO_ROW) continue;
        builder.edges.labels(row, [type]);
        builder.edges.column("name", "utf8").text(row, name);
        if (typeof range === "string") builder.edges.column("range", "utf8").text(row, range);
      }
    }
  }

  /** The folder in which a package of a name is found from another one: its own, then those above. */
  #resolve(from: string, name: string): string | undefined {
    for (let folder = from; ; ) {
      const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
      const found = this.#packages.get(path);
      if (found !== undefined) {
        const { link, resolved } = found;
        return link === true && typeof resolved === "string" && this.#packages.has(resolved)
          ? resolved
          : path;
      }
      if (folder === "") return undefined;
      const above = folder.lastIndexOf("/node_modules/");
      // from a package of a workspace on, folder by folder
      if (above >= 0) folder = folder.slice(0, above);
      else if (folder.startsWith("node_modules/")) folder = "";
      else folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
    }
  }
}

/** The name in a path: what stands behind the last `node_modules/`. */
function nameOf(path: string): string {
  const at = path.lastIndexOf("node_modules/");
  return at < 0 ? path : path.slice(at + "node_modules/".length);
}
