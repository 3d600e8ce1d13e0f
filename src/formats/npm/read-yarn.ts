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
} from "./packages.js";
import { parsed } from "./read-pnpm.js";

export const readYarnLock: FormatReader = async ([{ input, options }], builder) => {
  builder.where = () => input.place;
  const text = await input.wholeText(() => builder.pause());
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

/** A text in quotes, or a word in which none are. */
const WORD = String.raw`"(?:[^"\\]|\\.)*"|[^\s",](?:[^",]*[^\s",])?`;
const PATTERNS = new RegExp(`^(?:${WORD})(?:\\s*,\\s*(?:${WORD}))*$`);
const FIELD = /^("(?:[^"\\]|\\.)*"|[^\s"]+)\s+("(?:[^"\\]|\\.)*"|[^\s"][^"]*)$/;

/** The patterns of an entry of yarn 1, of which those with commas or spaces in their range are in quotes. */
function classicPatterns(text: string): string[] {
  return Array.from(text.matchAll(new RegExp(WORD, "g")), ([pattern]) => word(pattern) ?? pattern);
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
  /** Whether the entry was refused, whose fields are left out with it. */
  let isLeftOut = false;
  const lines = text.split(/\r\n|\n|\r/);
  for (const [i, line] of lines.entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const refuse = (expected: string): void => {
      const place = { line: i + 1 };
      builder.refuse("FORMAT_SYNTAX", "line", `${expected} expected, got ${shown(line.trim())}`, place);
    };
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (indent === 0) {
      const patterns = content.slice(0, -1);
      isLeftOut = !content.endsWith(":") || !PATTERNS.test(patterns) || hasFaultyWord(patterns);
      if (isLeftOut) refuse('a package and ":"');
      entry = new Map();
      if (!isLeftOut) entries.set(patterns, entry);
      map = undefined;
      continue;
    }
    if (isLeftOut) continue;
    if (entry === undefined) {
      refuse("a package");
      continue;
    }
    const into = indent > 2 ? map : entry;
    if (indent <= 2 && content.endsWith(":")) {
      const name = word(content.slice(0, -1));
      map = new Map();
      if (name === undefined) refuse('a name and ":"');
      else entry.set(name, map);
      continue;
    }
    const match = FIELD.exec(content);
    const [name, value] = [word(match?.[1] ?? '"'), scalarOf(match?.[2] ?? '"')];
    if (into === undefined || name === undefined || value === undefined) refuse("a name and a value");
    else into.set(name, value);
  }
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

/** The text between quotes, or a text without quotes; undefined if the closing quote is missing. */
function word(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function hasFaultyWord(patterns: string): boolean {
  return Array.from(patterns.matchAll(new RegExp(WORD, "g"))).some(([each]) => word(each) === undefined);
}

function scalarOf(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return word(text);
}
