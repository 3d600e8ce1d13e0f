/**
 * Reads yarn.lock of yarn 1, which has a notation of its own, and of later versions, which is YAML: a node for each
 * package, an edge for each dependency to the package that its name and range stand for. The root is not in a file of
 * yarn 1; the option `packageJson` has what its package.json says.
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
  wholeText,
} from "./packages.js";
import { parsed } from "./read-pnpm.js";

export const readYarnLock: FormatReader = async ([{ input, options }], builder) => {
  builder.where = () => input.place;
  const text = await wholeText(input, builder);
  const isYaml = /^__metadata:/m.test(text);
  const entries = isYaml ? parsed(text, builder) : classicEntries(text, builder);
  const reader = new YarnReader(builder, isYaml);
  await reader.read(entries, options.packageJson as Fields | undefined);
};

interface Package {
  readonly key: string;
  readonly fields: Fields;
}

class YarnReader {
  readonly #builder: GraphBuilder;
  readonly #isYaml: boolean;
  /** Packages by name and range, as dependencies state them. */
  readonly #byPattern = new Map<string, Package>();

  constructor(builder: GraphBuilder, isYaml: boolean) {
    this.#builder = builder;
    this.#isYaml = isYaml;
  }

  async read(entries: Fields, packageJson: Fields | undefined): Promise<void> {
    const builder = this.#builder;
    const packages: Package[] = [];
    const taken = new Set<string>();
    for (const [patterns, value] of Object.entries(entries)) {
      const fields = fieldsOf(value);
      if (patterns === "__metadata") {
        if (fields.version !== undefined) builder.version = String(fields.version);
        continue;
      }
      const list = this.#isYaml ? patterns.split(/\s*,\s*/) : classicPatterns(patterns);
      if (list.length === 0) list.push(patterns);
      const first = list[0];
      const name = realName(first);
      let key =
        this.#isYaml && typeof fields.resolution === "string"
          ? fields.resolution
          : `${name}@${String(fields.version)}`;
      if (taken.has(key)) key = first;
      taken.add(key);
      const own = { key, fields: { name, ...fields } };
      packages.push(own);
      for (const pattern of list) this.#byPattern.set(pattern, own);
    }
    if (!this.#isYaml) builder.version = "1";
    if (packageJson !== undefined) this.#root(packageJson);
    for (const { key, fields } of packages) {
      putFields(builder, builder.node(builder.keyOf(key)), fields, MAPS);
      if (builder.isDue) await builder.pause();
    }
    if (packageJson !== undefined) this.#edges("", packageJson, true);
    else if (!this.#isYaml)
      builder.warnings.add(
        "root",
        'yarn.lock does not have the root package; "packageJson" says what it depends on',
      );
    for (const { key, fields } of packages) {
      this.#edges(key, fields, false);
      if (builder.isDue) await builder.pause();
    }
  }

  #root(packageJson: Fields): void {
    const builder = this.#builder;
    const row = builder.node(builder.keyOf(""));
    const { name, version } = packageJson;
    putFields(builder, row, { name, version }, new Set());
  }

  #edges(from: string, fields: Fields, isRoot: boolean): void {
    const optional = fieldsOf(fields.optionalDependencies);
    const meta = fieldsOf(fields.dependenciesMeta);
    for (const [field, type] of DEPENDENCY_KINDS) {
      // peers of packages are told only, those of the root are met by what depends on them
      if (type === "peer" && !isRoot) continue;
      for (const [name, given] of Object.entries(fieldsOf(fields[field]))) {
        if (type === "prod" && Object.hasOwn(optional, name)) continue;
        const isOptional = type === "optional" || fieldsOf(meta[name]).optional === true;
        const range = String(given);
        const target = this.#resolve(name, range);
        if (target === undefined) lacksDependency(this.#builder, name, isOptional || type === "peer");
        else putDependency(this.#builder, from, target, isOptional ? "optional" : type, name, range);
      }
    }
  }

  #resolve(name: string, range: string): string | undefined {
    const found = this.#byPattern.get(`${name}@${range}`) ?? this.#byPattern.get(`${name}@npm:${range}`);
    if (found !== undefined || !range.startsWith("npm:")) return found?.key;
    return this.#byPattern.get(`${name}@${range.slice("npm:".length)}`)?.key;
  }
}

const MAPS: ReadonlySet<string> = new Set([
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "dependenciesMeta",
]);

/** The patterns of an entry of yarn 1, of which those with commas or spaces in their range are in quotes. */
function classicPatterns(text: string): string[] {
  return Array.from(text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s,"][^,"]*/g), ([pattern]) => word(pattern.trim()));
}

/** The name of the package that a pattern is for: of `alias@npm:name@^1.0.0` what stands behind `npm:`. */
function realName(pattern: string): string {
  const alias = /^(?:@[^/@]+\/)?[^@]+@npm:((?:@[^/@]+\/)?[^@]+)@/.exec(pattern);
  if (alias !== null) return alias[1];
  const at = pattern.indexOf("@", 1);
  return at < 0 ? pattern : pattern.slice(0, at);
}

/** The entries of yarn 1: patterns and a colon, then fields with white space before them, maps below a colon. */
function classicEntries(text: string, builder: GraphBuilder): Fields {
  const entries = new Map<string, Map<string, unknown>>();
  let entry: Map<string, unknown> | undefined;
  let map: Map<string, unknown> | undefined;
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    if (/^\s*(?:#|$)/.test(line)) return;
    const place = { line: i + 1 };
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (indent === 0) {
      if (!content.endsWith(":"))
        builder.fail("FORMAT_SYNTAX", `a package and ":" expected, got ${shown(content)}`, place);
      entry = new Map();
      entries.set(content.slice(0, -1), entry);
      map = undefined;
      return;
    }
    if (entry === undefined)
      builder.fail("FORMAT_SYNTAX", `a package expected, got ${shown(content)}`, place);
    const into = indent > 2 ? map : entry;
    if (indent <= 2 && content.endsWith(":")) {
      map = new Map();
      entry?.set(word(content.slice(0, -1)), map);
      return;
    }
    const match = /^("(?:[^"\\]|\\.)*"|[^\s"]+)\s+(.+)$/.exec(content);
    if (into === undefined || match === null)
      builder.fail("FORMAT_SYNTAX", `a name and a value expected, got ${shown(content)}`, place);
    else into.set(word(match[1]), scalarOf(match[2]));
  });
  return Object.fromEntries(
    Array.from(entries, ([patterns, fields]) => [
      patterns,
      Object.fromEntries(
        Array.from(fields, ([name, value]) => [
          name,
          value instanceof Map ? Object.fromEntries(value) : value,
        ]),
      ),
    ]),
  );
}

function shown(content: string): string {
  return JSON.stringify(content.slice(0, 40));
}

function word(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

function scalarOf(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return word(text);
}
