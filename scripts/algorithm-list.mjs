// Writes what queries and `groggy run` know of groggy/algorithms: src/procedures/algorithm-list.ts, the functions with
// their arguments, options, types, defaults and first sentences, as the declarations have them;
// src/procedures/algorithm-functions.ts, the functions themselves; and src/cli/table/algorithm-options.ts, the options of
// all of them. `npm run algorithms:update`; a test checks all three.
import { writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../", import.meta.url));

/** How a type of the declarations is written on a command line; undefined for what cannot be. */
const KINDS = [
  [/^GraphView\b/, "view"],
  [/^readonly GraphView\b/, "views"],
  [/^NodeId$/, "node"],
  [/^(NodeId \| )?Iterable<NodeId>$/, "nodes"],
  [/^Iterable<readonly \[NodeId, NodeId\]>$/, "pairs"],
  [/^string$/, "attribute"],
  [/^number$/, "number"],
  [/^boolean$/, "boolean"],
  [/^Weight$/, "edge attribute"],
  [/^(Groups|NodeValues|Partition)$/, "node attribute"],
  [/^EdgeTypes$/, "types"],
  [/^StepOptions\["where"\]$/, "filter"],
  [/^(ArrayLike<number>|readonly number\[\]|readonly \[number, number, number\])$/, "numbers"],
  [/^readonly \(readonly number\[\]\)\[\]$/, "json"],
  [/^Aggregations$/, "json"],
  [/^\(id: NodeId\) => number$/, "estimate"],
];
/** What every run has, or what only a program can give. */
const OMITTED = new Set(["signal", "onProgress", "visit", "nodeMatch", "edgeMatch", "parameters"]);

/** The texts of the files, by their paths. */
export function algorithmFiles() {
  const entries = allEntries();
  return {
    [`${root}src/procedures/algorithm-list.ts`]: listText(entries),
    [`${root}src/procedures/algorithm-functions.ts`]: functionsText(entries),
    [`${root}src/cli/table/algorithm-options.ts`]: optionsText(entries),
  };
}

function allEntries() {
  const { config } = ts.readConfigFile(`${root}tsconfig.test.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const file = `${root}src/algorithms/index.ts`;
  const program = ts.createProgram([file], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  const functions = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Function && !symbol.name.endsWith("Async"));
  const entries = functions.map((symbol) => entryOf(symbol, checker)).filter((entry) => entry !== undefined);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function functionsText(entries) {
  const imports = [...entries]
    .sort((a, b) => (a.module < b.module ? -1 : 1))
    .map(({ name, module }) => `import { ${name} } from "${module}.js";\n`);
  const names = entries.map(({ name }) => `  ${name},\n`);
  return `/** The functions of groggy/algorithms by name, written by scripts/algorithm-list.mjs; not to be edited. */
${imports.join("")}
export const algorithmFunctions = {
${names.join("")}} as const;
`;
}

function listText(entries) {
  const rows = entries.map(({ module: _, ...entry }) => `  ${JSON.stringify(entry)},\n`).join("");
  return `/** The functions of groggy/algorithms, written by scripts/algorithm-list.mjs from their declarations; not to be edited. */
import type { AlgorithmEntry } from "./algorithm-entry.js";

// biome-ignore format: one line a function
export const algorithmList: readonly AlgorithmEntry[] = [
${rows}];
`;
}

const VALUES = {
  number: "N",
  boolean: "true|false",
  node: "NODE",
  nodes: "NODES",
  pairs: "JSON",
  json: "JSON",
  types: "NAMES",
  filter: "FILTER",
  estimate: "ATTRIBUTE",
  numbers: "NUMBERS",
};

/** Whether a function can be called with words alone. */
const isWritten = ({ options }) => !options.some(({ kind }) => kind === "estimate");

function optionsText(entries) {
  const options = new Map();
  for (const { options: own } of entries.filter(isWritten))
    for (const { kind, name, summary, words } of own) {
      const known = options.get(name) ?? { kind, words: [], summary: "", count: 0 };
      known.count++;
      known.summary ||= summary;
      known.words = [...new Set([...known.words, ...(words ?? [])])];
      options.set(name, known);
    }
  const rows = [...options]
    // the verb has one of its own, which the function gets too
    .filter(([name]) => name !== "top")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { count, kind, summary, words }]) => {
      const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const value = kind === "word" ? words.join("|") : (VALUES[kind] ?? "ATTRIBUTE");
      const who = count === 1 ? "of 1 function" : `of ${count} functions`;
      const text = {
        type: "string",
        value,
        summary: `${summary === "" ? "As its documentation says" : summary} (${who})`,
      };
      const complete = kind.endsWith("attribute") ? { complete: "attribute" } : {};
      return `  ${JSON.stringify(flag)}: ${JSON.stringify({ ...text, ...complete })},\n`;
    });
  return `/** The options of the functions of groggy/algorithms, written by scripts/algorithm-list.mjs; not to be edited. */
import type { CommandOption } from "../shared/command.js";

// biome-ignore format: one line an option
export const algorithmOptions: Readonly<Record<string, CommandOption>> = {
${rows.join("")}};
`;
}

function entryOf(symbol, checker) {
  const declarations = symbol.declarations.filter((each) => ts.isFunctionDeclaration(each));
  const [declaration] = declarations;
  const { fileName } = declaration.getSourceFile();
  const [, path, family] = /algorithms\/(([^/]+)\/.*)\.ts$/.exec(fileName) ?? [];
  const parameters = [];
  const found = [];
  for (const parameter of declaration.parameters) {
    const name = parameter.name.getText();
    if (name === "options") {
      const type = checker.getTypeAtLocation(parameter);
      for (const member of checker.getPropertiesOfType(type)) {
        if (OMITTED.has(member.name)) continue;
        const option = argumentOf(member.name, member.declarations[0], checker);
        if (option === undefined) return undefined;
        const isRequired = declarations.length === 1 && !(member.flags & ts.SymbolFlags.Optional);
        found.push({ ...option, ...textOf(member, checker), ...(isRequired ? { required: true } : {}) });
      }
      continue;
    }
    const value = argumentOf(name, parameter, checker);
    if (value === undefined) return undefined;
    parameters.push(value);
  }
  const summary = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return {
    name: symbol.name,
    family,
    module: `../algorithms/${path}`,
    summary: firstSentence(summary),
    arguments: parameters,
    options: found.sort((a, b) => (a.name < b.name ? -1 : 1)),
    result: declarations.map(({ type }) => type?.getText().replace(/\s+/g, " ")).find(Boolean) ?? "",
  };
}

function argumentOf(name, declaration, checker) {
  const text =
    declaration.type
      ?.getText()
      .replace(/\s+/g, " ")
      .replace(/^\((.*)\)\[\]$/, "$1[]") ?? "";
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind !== undefined) return { name, kind };
  const type = checker.getTypeAtLocation(declaration.type);
  const members = type.isUnion()
    ? type.types.filter((each) => !(each.flags & ts.TypeFlags.Undefined))
    : [type];
  if (members.length > 0 && members.every((each) => each.isStringLiteral()))
    return { name, kind: "word", words: members.map(({ value }) => value) };
  return undefined;
}

function textOf(member, checker) {
  const text = ts.displayPartsToString(member.getDocumentationComment(checker)).replace(/\s+/g, " ").trim();
  const given = /Defaults to (`[^`]*`|"[^"]*"|[^.;,]*(?:\.\d[^.;,]*)?)/
    .exec(text)?.[1]
    ?.replace(/^[`"]|[`"]$/g, "");
  const sentence = firstSentence(text.replace(/Defaults to .*$/, "").trim());
  return { summary: sentence, ...(given === undefined ? {} : { default: given.trim() }) };
}

/** The first sentence, without the marks of links and code, and without its full stop. */
function firstSentence(text) {
  const plain = text
    .replace(/\s+/g, " ")
    .replace(/\{@link ([^}]*)\}/g, "$1")
    .replaceAll("`", "")
    .trim();
  const [first] = plain.split(/(?<=[.!?])\s+(?=[A-Z(])/);
  return first.replace(/[.;:]$/, "");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  for (const [path, text] of Object.entries(algorithmFiles())) writeFileSync(path, text);
