/**
 * Reads pnpm-lock.yaml, versions 5 to 9: a node for each project of the workspace (`.` is its root) and for each package
 * as it is installed, with the peers that it got; an edge for each dependency.
 */
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import {
  DEPENDENCY_KINDS,
  type Fields,
  fieldsOf,
  lacksDependency,
  putDependency,
  putFields,
} from "./packages.js";
import { parseYaml, YamlFault } from "./yaml.js";

const MAPS: ReadonlySet<string> = new Set(["dependencies", "devDependencies", "optionalDependencies"]);

export const readPnpmLock: FormatReader = async ([{ input }], builder) => {
  builder.where = () => input.place;
  const text = await input.wholeText(() => builder.pause());
  const lock = parsed(text, builder);
  if (lock.lockfileVersion === undefined)
    builder.fail("FORMAT_SYNTAX", '"lockfileVersion" expected, as in pnpm-lock.yaml, got none');
  await new PnpmReader(builder, lock).read();
};

/** The map that a text of YAML is; faults are told with their line. */
export function parsed(text: string, builder: GraphBuilder): Fields {
  try {
    return fieldsOf(parseYaml(text));
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return builder.fail(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", error.message, {
      line: error.line,
    });
  }
}

class PnpmReader {
  readonly #builder: GraphBuilder;
  readonly #lock: Fields;
  /** The installed packages, by their names in the file. */
  readonly #packages = new Map<string, Fields>();
  readonly #projects = new Map<string, Fields>();

  constructor(builder: GraphBuilder, lock: Fields) {
    this.#builder = builder;
    this.#lock = lock;
  }

  async read(): Promise<void> {
    const builder = this.#builder;
    const { lockfileVersion, importers, packages, snapshots } = this.#lock;
    builder.version = String(lockfileVersion);
    builder.graphAttribute("lockfileVersion", String(lockfileVersion));
    // without a workspace the one project stands at the top
    const projects = importers === undefined ? { ".": this.#lock } : fieldsOf(importers);
    for (const [path, fields] of Object.entries(projects)) this.#projects.set(path, fieldsOf(fields));
    const all = fieldsOf(packages);
    const installed = snapshots === undefined ? all : fieldsOf(snapshots);
    for (const [key, fields] of Object.entries(installed)) {
      const own =
        snapshots === undefined ? {} : fieldsOf(Object.hasOwn(all, plainKey(key)) ? all[plainKey(key)] : {});
      this.#packages.set(key, { ...own, ...fieldsOf(fields) });
    }
    for (const path of this.#projects.keys()) builder.node(builder.keyOf(path));
    for (const [key, fields] of this.#packages) {
      this.#node(key, fields);
      if (builder.isDue) await builder.pause();
    }
    for (const [path, fields] of this.#projects) {
      this.#projectEdges(path, fields);
      if (builder.isDue) await builder.pause();
    }
    for (const [key, fields] of this.#packages) {
      for (const [field, type] of DEPENDENCY_KINDS) {
        // peers that were found stand among the dependencies
        if (type === "peer") continue;
        for (const [name, version] of Object.entries(fieldsOf(fields[field])))
          this.#edge(key, name, String(version), undefined, type);
      }
      if (builder.isDue) await builder.pause();
    }
  }

  #node(key: string, fields: Fields): void {
    const builder = this.#builder;
    const row = builder.node(builder.keyOf(key));
    if (row < 0) return;
    const { name, version } = nameAndVersion(key, fields);
    builder.nodes.column("name", "utf8").text(row, name);
    if (version !== "") builder.nodes.column("version", "utf8").text(row, version);
    putFields(builder, row, fields, new Set([...MAPS, "name", "version"]));
  }

  #projectEdges(path: string, fields: Fields): void {
    const specifiers = fieldsOf(fields.specifiers);
    for (const [field, type] of DEPENDENCY_KINDS) {
      for (const [name, given] of Object.entries(fieldsOf(fields[field]))) {
        const isObject = typeof given === "object" && given !== null;
        const version = isObject ? (given as Fields).version : given;
        const range = isObject ? (given as Fields).specifier : specifiers[name];
        this.#edge(path, name, String(version), typeof range === "string" ? range : undefined, type);
      }
    }
  }

  #edge(from: string, name: string, version: string, range: string | undefined, type: string): void {
    const target = this.#resolve(from, name, version);
    if (target === undefined) lacksDependency(this.#builder, name, type === "optional");
    else putDependency(this.#builder, from, target, type, name, range);
  }

  /** The package of a version: one of that name, another one under it, or a project. */
  #resolve(from: string, name: string, version: string): string | undefined {
    const candidates = [
      `${name}@${version}`,
      `/${name}@${version}`,
      `/${name}/${version}`,
      version,
      `/${version}`,
    ];
    const found = candidates.find((key) => this.#packages.has(key));
    if (found !== undefined || !version.startsWith("link:")) return found;
    const path = joinedPath(from, version.slice("link:".length));
    return this.#projects.has(path) ? path : undefined;
  }
}

/** The name of a package without the peers that it got. */
function plainKey(key: string): string {
  const at = key.indexOf("(");
  return at < 0 ? key : key.slice(0, at);
}

/** `name@1.0.0(peers)`, `/name@1.0.0` of version 6, `/name/1.0.0_peers` of version 5. */
function nameAndVersion(key: string, { name, version }: Fields): { name: string; version: string } {
  if (typeof name === "string") return { name, version: typeof version === "string" ? version : "" };
  const plain = plainKey(key);
  const old = /^\/((?:@[^/]+\/)?[^/@]+)\/([^/]+)$/.exec(plain);
  if (old !== null)
    return { name: old[1], version: typeof version === "string" ? version : old[2].replace(/_.*$/, "") };
  const own = plain.startsWith("/") ? plain.slice(1) : plain;
  const at = own.indexOf("@", 1);
  return {
    name: at < 0 ? own : own.slice(0, at),
    version: typeof version === "string" ? version : at < 0 ? "" : own.slice(at + 1),
  };
}

/** The path of a project from that of another. */
function joinedPath(from: string, to: string): string {
  const parts = from === "." ? [] : from.split("/");
  for (const part of to.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return to;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? "." : parts.join("/");
}
