/**
 * `groggy complete`: candidates for the end of a command line, one a line, for the scripts that `groggy completion`
 * prints. The last line is `:files` where names of files fit as well. Errors of the store are no candidates.
 */
import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { ElementsView, Graph } from "groggy";
import type { Completion } from "../../shared/command.js";
import { type Candidate, completeWords, type NameSource } from "../../shared/completions.js";
import type { Invocation } from "../../shared/invocation.js";
import { shellQuoted, shellWords } from "../../shared/shell-words.js";
import { folderPart, isStoreFolder, isStoreName, storeAround, storesIn } from "../../shared/store-folders.js";

interface Options {
  readonly shell: string;
  readonly line?: string;
  readonly point?: number;
  readonly breaks?: string;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, program, stdout } = invocation;
  const source = new StoreNames(invocation);
  try {
    const isBash = options.shell === "bash" && options.line !== undefined;
    const words = isBash ? [] : [...(operands.words as readonly string[])];
    const line = isBash ? options.line!.slice(0, options.point) : "";
    const parted = shellWords(line).slice(1);
    if (isBash) words.push(...parted.map(({ text }) => text));
    const { candidates, files } = await completeWords(words, program.commands, source);
    const lines = candidates.map((each) =>
      isBash
        ? bashWord(each.value, parted.at(-1)?.quote ?? "", words.at(-1) ?? "", options.breaks ?? "")
        : shownLine(each),
    );
    if (files) lines.push(":files");
    if (lines.length > 0) stdout.write(`${lines.join("\n")}\n`);
  } finally {
    source.close();
  }
}

/** The text that replaces the part of the word behind the last character that bash parts words at. */
function bashWord(value: string, quote: string, word: string, breaks: string): string {
  const cut =
    quote === ""
      ? Math.max(
          ...[...breaks].filter((char) => !/[\s"'\\]/.test(char)).map((char) => word.lastIndexOf(char)),
        )
      : -1;
  return shellQuoted(value.slice(cut + 1), quote);
}

/** The value and its summary, parted by a tab. */
function shownLine({ summary, value }: Candidate): string {
  const plain = value.replaceAll(/[\t\n\r]/g, " ");
  return summary === undefined ? plain : `${plain}\t${summary}`;
}

class StoreNames implements NameSource {
  readonly #invocation: Invocation<Options>;
  #graph: Graph | undefined;

  constructor(invocation: Invocation<Options>) {
    this.#invocation = invocation;
  }

  close(): void {
    this.#graph?.close();
  }

  isStore(word: string): boolean {
    return isStoreName(word) || isStoreFolder(this.#path(word));
  }

  #path(word: string): string {
    const { cwd, env } = this.#invocation;
    const { HOME } = env;
    return resolve(cwd, HOME !== undefined && word.startsWith("~/") ? join(HOME, word.slice(2)) : word);
  }

  stores(begin: string): readonly string[] {
    const prefix = folderPart(begin);
    const path = this.#path(prefix === "" ? "." : prefix);
    const found = storesIn(path).map((each) => prefix + basename(each));
    // folders, on the way to a store
    return prefix === "" ? found : [...found, ...foldersIn(path).map((name) => `${prefix}${name}/`)];
  }

  async names(kind: Completion, store: string | undefined): Promise<readonly Candidate[]> {
    if (kind === "algorithm") return algorithms();
    if (kind === "format")
      return (await import("groggy/formats")).formats.map(({ name }) => ({ value: name }));
    try {
      const graph = await this.#open(store);
      if (kind === "branch") return branches(graph);
      if (kind === "tag") return tags(graph);
      if (kind === "revision")
        return [{ value: "HEAD" }, ...branches(graph), ...remotes(graph), ...tags(graph)];
      if (kind === "label") return [...labels(graph.nodes), ...labels(graph.edges)];
      if (kind === "attribute") return [...attributes(graph.nodes.schema), ...attributes(graph.edges.schema)];
    } catch {
      // a store that is not there, or cannot be read: the verb itself will say so
    }
    return [];
  }

  async #open(store: string | undefined): Promise<Graph> {
    const { cwd, env } = this.#invocation;
    const { GROGGY_STORE } = env;
    const path =
      store !== undefined
        ? this.#path(store)
        : GROGGY_STORE !== undefined && GROGGY_STORE !== ""
          ? resolve(cwd, GROGGY_STORE)
          : storeAround(cwd);
    const { Graph } = await import("groggy");
    this.#graph ??= Graph.open(path, { readOnly: true });
    return this.#graph;
  }
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() && !entry.name.endsWith(".groggy") && !entry.name.startsWith(".")
        ? [entry.name]
        : [],
    );
  } catch {
    return [];
  }
}

function branches({ history }: Graph): Candidate[] {
  return history.branches().map(({ commit, name }) => ({ value: name, summary: subject(commit.message) }));
}

function remotes({ history }: Graph): Candidate[] {
  return history
    .remoteBranches()
    .map(({ commit, name }) => ({ value: name, summary: subject(commit.message) }));
}

function tags({ history }: Graph): Candidate[] {
  return history.tags().map(({ commit, name }) => ({ value: name, summary: subject(commit.message) }));
}

function subject(message: string): string {
  return message
    .split("\n", 1)[0]!
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, 60);
}

function labels(elements: ElementsView): Candidate[] {
  // an attribute called "label" would be grouped by in its place
  if (Object.hasOwn(elements.schema, "label")) return [];
  const groups = elements.all().groupBy("label").aggregate({ count: "count" });
  return groups.flatMap(({ count, label }) =>
    typeof label === "string" ? [{ value: label, summary: `${count} ${elements.kind}s` }] : [],
  );
}

function attributes(schema: Readonly<Record<string, unknown>>): Candidate[] {
  return Object.entries(schema).map(([name, type]) => ({ value: name, summary: String(type) }));
}

async function algorithms(): Promise<Candidate[]> {
  const all = await import("groggy/algorithms");
  return Object.entries(all).flatMap(([name, value]) =>
    typeof value === "function" && /^[a-z]/.test(name) ? [{ value: name }] : [],
  );
}
