/** Which format a file has: by what the options say, by its name, by its first bytes. */
import { describe } from "../errors.js";
import { entryOf, registry } from "./registry.js";
import type { FileHead, FormatEntry } from "./shared/contract.js";
import { encodingOf } from "./shared/encoding.js";
import { FormatError } from "./shared/format-error.js";
import { type FormatSource, isSource } from "./shared/source-chunks.js";
import { Input } from "./shared/sources.js";

/** Ends of names that say how a file is compressed, and nothing else. */
const COMPRESSED = /\.(?:gz|gzip|zst|zstd|br|zz|z)$/;

/** A name in lower case, without folders and without the ends of compression. */
export function plainName(name: string | undefined): string {
  const base = (name ?? "").split(/[/\\]/).at(-1)?.toLowerCase() ?? "";
  return base.replace(COMPRESSED, "");
}

/** The formats whose extension a name has: those with the longest one. */
export function entriesByName(name: string): FormatEntry[] {
  let longest = 0;
  let found: FormatEntry[] = [];
  for (const entry of registry) {
    for (const extension of entry.format.extensions) {
      const isIt = name.endsWith(extension) || name === extension.replace(/^\./, "");
      if (!isIt || extension.length < longest) continue;
      if (extension.length > longest) found = [];
      longest = extension.length;
      if (!found.includes(entry)) found.push(entry);
    }
  }
  return found;
}

/** The first bytes of a file, as text too. */
export function headOf(bytes: Uint8Array, name: string | undefined): FileHead {
  const { label, markBytes } = encodingOf(bytes, undefined);
  let text = "";
  try {
    text = new TextDecoder(label).decode(bytes.subarray(markBytes));
  } catch {
    text = new TextDecoder().decode(bytes);
  }
  return { bytes, text, name: plainName(name) };
}

/** The format of a file that is open. */
export async function detect(input: Input, given: string | undefined): Promise<FormatEntry> {
  if (given !== undefined) return entryOf(given);
  const byName = entriesByName(plainName(input.name)).filter(({ format }) => format.reads);
  if (byName.length === 1) return byName[0];
  const head = headOf(await input.head(), input.name);
  // of formats that share an extension, one that is sure; of all formats, any that may be
  return best(byName, head) ?? best(registry, head) ?? unknown(head, input);
}

function best(entries: readonly FormatEntry[], head: FileHead): FormatEntry | undefined {
  let found: FormatEntry | undefined;
  let most = 0;
  for (const entry of entries) {
    const score = entry.format.reads ? entry.sniff(head) : 0;
    if (score > most) {
      most = score;
      found = entry;
    }
  }
  return found;
}

/** The first bytes of a dump or a backup of Neo4j, the older one in gzip. */
const NEO4J_DUMP = /^D[ZG]V1/;

function unknown(head: FileHead, input: Input): never {
  if (NEO4J_DUMP.test(head.text) || /\.(?:dump|backup)$|^neostore/.test(head.name))
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      'a file that other programs can read expected, got one of the store of a Neo4j server; call apoc.export.json.all("graph.json") there, and read what it writes',
      input.place,
    );
  const names = registry.filter(({ format }) => format.reads).map(({ format }) => format.name);
  const what =
    head.bytes.length === 0 ? "an empty file" : `one that begins with ${describe(head.text.slice(0, 30))}`;
  throw new FormatError(
    "FORMAT_UNKNOWN",
    `expected a file in one of the formats ${names.join(", ")}, got ${what}; "format" says which it is`,
    input.place,
  );
}

/** `formatOf`. */
export async function formatNameOf(source: FormatSource): Promise<string> {
  if (!isSource(source))
    throw new TypeError(`"source" expected a path, bytes or a stream, got ${describe(source)}`);
  const input = new Input(source, typeof source === "string" ? source : undefined, undefined);
  try {
    return (await detect(input, undefined)).format.name;
  } finally {
    await input.close();
  }
}
