// The rules of DESIGN.md and STYLE.md on how source files hang together, as one function from the texts of
// the files to the complaints. It reads no file itself, so that its own test can feed it made-up ones.
import ts from "typescript";
import { importedModules } from "../../scripts/imported-modules.mjs";

/** The layers in their order: each may import those before it, and `platform`. */
const order = [
  "errors",
  "structures",
  "temporal",
  "kernels",
  "pool",
  "graph-types",
  "space",
  "query",
  "view",
  "history",
  "store",
  "graph",
];

/** What stands beside the order, and all that it may import. */
const beside: Record<string, readonly string[]> = {
  platform: [],
  algorithms: ["errors", "structures", "temporal", "kernels", "graph-types", "view"],
  formats: ["errors", "structures", "temporal", "kernels", "graph-types", "view"],
  // what they make procedures of queries
  procedures: [
    "errors",
    "structures",
    "temporal",
    "kernels",
    "graph-types",
    "pool",
    "space",
    "query",
    "view",
    "history",
    "algorithms",
  ],
  search: ["errors", "structures", "pool", "graph-types", "space", "view"],
  // the program uses what users use: public names by the package's own name
  cli: [],
  // so does the viewer, which checks options as everything does
  viewer: ["errors", "structures"],
};

/** The layers that files of `layer` may import besides their own, or undefined if there is no such layer. */
function openTo(layer: string): readonly string[] | undefined {
  const place = order.indexOf(layer);
  return place >= 0 ? order.slice(0, place) : beside[layer];
}

/** Sub-folders in their order: each may import those before it. Files beside them stand above all of them. */
const rooms: Record<string, readonly string[]> = {
  structures: ["numbers", "text"],
  kernels: ["layouts", "core", "runtime", "vectors", "texts"],
  space: ["deltas", "states", "index", "filter", "traversal", "tables", "elements", "search"],
  history: ["hashing", "commits", "diff", "repository", "merge", "exchange", "verbs", "inspect"],
  store: ["disk", "lock", "codec", "files"],
  algorithms: [
    "shared",
    "traversal",
    "components",
    "paths",
    "centrality",
    "structure",
    "communities",
    "operators",
    "matching",
    "similarity",
    "isomorphism",
    "flow",
    "generators",
  ],
  formats: [
    "shared",
    "csv",
    "jsonl",
    "json",
    "lists",
    "npm",
    "sbom",
    "text",
    "rdf",
    "cypher",
    "xml",
    "arrow",
    "columnar",
  ],
  query: ["values", "text", "bind", "plan", "run", "engine", "result"],
  search: ["languages"],
  lazy: ["languages"],
  cli: ["shared", "terminal", "table", "verbs", "shell"],
  viewer: ["protocol", "layout", "drawing", "page", "server"],
};

/** Files a folder holds at most; languages are as many as there are. */
const folderFilesMax = 25;

/** The languages of texts, each behind a door of its own. */
const languages =
  "arabic armenian bulgarian danish dutch english finnish french german greek hungarian hindi indonesian irish italian lithuanian nepali norwegian portuguese romanian russian sanskrit serbian spanish swedish tamil turkish ukrainian".split(
    " ",
  );

/** Modules that load late, and the only files that open them. A door gathers functions of any layer. */
const doors: Record<string, readonly string[]> = {
  arrow: ["formats/arrow/index.ts"],
  bulk: ["graph.ts"],
  commits: ["history/commits/made-commit.ts"],
  csr: ["view.ts"],
  ...Object.fromEntries(languages.map((name) => [`languages/${name}`, ["search/languages/index.ts"]])),
  exchange: ["graph.ts", "history/history.ts"],
  filter: ["space/elements/elements-reader.ts"],
  import: ["formats/shared/write-graph.ts"],
  indices: ["space/index/index-set.ts"],
  inspect: ["history/history.ts"],
  merge: ["history/history.ts"],
  procedures: ["graph.ts", "procedures/index.ts"],
  query: ["view.ts"],
  "query-groups": ["query/engine/column-rows.ts"],
  "query-hops": ["query/result/prepared/hop-lookup.ts"],
  "query-paths": ["query/engine/match-rows.ts"],
  "query-rows": ["query/run/execute.ts", "query/run/run-statement.ts"],
  "query-writing": ["graph.ts", "query/result/run-query.ts"],
  reads: ["space/elements/elements-view.ts", "space/elements/selection.ts", "view.ts"],
  salvage: ["store/store-handle.ts"],
  search: ["space/elements/elements-view.ts", "space/elements/selection.ts"],
  store: ["graph.ts"],
  temporal: [
    "formats/shared/column-builder.ts",
    "history/diff/patch-value.ts",
    "history/exchange/bundle-values.ts",
    "history/merge/policy.ts",
    "pool/given-value.ts",
    "pool/temporal-column.ts",
    "space/filter/constant.ts",
  ],
  verbs: ["history/history.ts", "index.ts"],
};

/** What package.json names in "imports", and the file that each name means. */
const conditional = Object.fromEntries(
  Object.entries(importedModules).map(([name, module]) => [name, `${module}.ts`]),
);

/** Packages, and the only files that may import them. */
const externals: readonly { package: RegExp; files: RegExp }[] = [
  // of the viewer what serves, and not the page
  { package: /^node:/, files: /^(platform\/node(-[a-z-]+)?\.ts$|cli\/|viewer\/(server\/|[a-z-]+\.ts$))/ },
  { package: /^groggy(\/algorithms)?$/, files: /^viewer\/(server\/|[a-z-]+\.ts$)/ },
  {
    package: /^groggy(\/(algorithms|arrow|cypher|formats|json|procedures|search|viewer))?$/,
    files: /^cli\//,
  },
  { package: /^string-width$/, files: /^cli\/terminal\// },
  { package: /^@noble\/hashes\//, files: /^platform\/web\.ts$/ },
  { package: /^apache-arrow$/, files: /^(formats\/(arrow\/|columnar\/write-arrow\.ts$)|cli\/terminal\/)/ },
  { package: /^hyparquet(-writer|-compressors)?$/, files: /^(formats\/columnar|cli\/terminal)\// },
  { package: /^saxes$/, files: /^formats\/xml\// },
  { package: /^@orama\/stemmers\//, files: /^lazy\/languages\// },
];

const headerLinesMax = 12;
const fileLinesMax = 500;

/** One import of `file`, by its text; `target` is set if it names a file of src. */
interface Import {
  readonly file: string;
  readonly text: string;
  readonly target: string | undefined;
}

/** What is wrong with `sources`, a map from paths relative to src, with slashes, to texts. */
export function complaintsOf(sources: ReadonlyMap<string, string>): string[] {
  const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));
  return [
    ...complaintsOnFolders([...sources.keys()]),
    ...complaintsOnNames(sources),
    ...[...sources].flatMap(([file, text]) => [...complaintsOnName(file), ...complaintsOnText(file, text)]),
    ...imports.flatMap((each) => complaintsOnImport(each, sources)),
    ...cyclesIn(sources, imports),
  ];
}

/** Every import, export-from, dynamic import and import type of a file. */
function importsOf(file: string, text: string): Import[] {
  const found = ts.preProcessFile(text, true, true).importedFiles;
  return found.map(({ fileName }) => ({ file, text: fileName, target: targetOf(file, fileName) }));
}

function targetOf(file: string, text: string): string | undefined {
  if (text in conditional) return conditional[text];
  if (!text.startsWith(".")) return undefined;
  return new URL(text, `file:///${file}`).pathname.slice(1).replace(/\.js$/, ".ts");
}

function layerOf(file: string): string {
  return file.split("/")[0]!.replace(/\.ts$/, "");
}

function complaintsOnName(file: string): string[] {
  if (isIndex(file)) return [];
  if (layerOf(file) === "lazy") {
    return doorOf(file) in doors ? [] : [`${file}: is a door that no rule names`];
  }
  return openTo(layerOf(file)) ? [] : [`${file}: belongs to no layer`];
}

function complaintsOnText(file: string, text: string): string[] {
  const header = /^(\/\*\*?[\s\S]*?\*\/|(\/\/.*\n)+)/.exec(text)?.[0].trimEnd();
  if (header === undefined) return [`${file}: does not open with a comment that says what it is`];
  const complaints: string[] = [];
  const headerLines = header.split("\n").length;
  if (headerLines > headerLinesMax) complaints.push(`${file}: its header has ${headerLines} lines`);
  const lines = text.trimEnd().split("\n").length;
  if (lines > fileLinesMax && !header.includes(`${fileLinesMax} lines`)) {
    complaints.push(
      `${file}: has ${lines} lines, and its header does not say why over ${fileLinesMax} lines`,
    );
  }
  return complaints;
}

function complaintsOnImport(each: Import, sources: ReadonlyMap<string, string>): string[] {
  const { file, text, target } = each;
  if (target === undefined) {
    const allowed = externals.some((rule) => rule.package.test(text) && rule.files.test(file));
    return allowed ? [] : [`${file}: may not import "${text}"`];
  }
  if (!sources.has(target)) return [`${file}: "${text}" is no file of src`];
  // what makes graphs of files loads the root late, as the one file that users have loaded
  if (text === "#root")
    return /^formats\/[a-z-]+\.ts$/.test(file) ? [] : [`${file}: may not load the root, "${text}"`];
  if (isIndex(target)) return [`${file}: imports an index.ts, "${text}"`];
  const [from, to] = [layerOf(file), layerOf(target)];
  if (to === "lazy") {
    // in bundles it means another module
    const isDoor = text.startsWith("#lazy/") || text === "#procedures";
    if (!isDoor) return [`${file}: "${text}" is reached by "#lazy/${doorOf(target)}"`];
    return doors[doorOf(target)]?.includes(file) ? [] : [`${file}: may not open the door "${text}"`];
  }
  // the entry points gather public names from anywhere, and so do doors
  if (isIndex(file) || from === "lazy") return [];
  if (from === to)
    return isBelow(file, target) ? [] : [`${file}: may not import "${text}", which is above it`];
  if (to === "platform") return text.startsWith("#") ? [] : [`${file}: "${text}" is reached by "#platform"`];
  return openTo(from)?.includes(to) ? [] : [`${file}: ${from} may not import ${to}, "${text}"`];
}

function doorOf(file: string): string {
  return file.replace(/^lazy\//, "").replace(/\.ts$/, "");
}

/** Whether a file of the same layer may be imported: from the same sub-folder or from one before it. */
function isBelow(file: string, target: string): boolean {
  const [from, to] = [file, target].map(roomOf);
  return from === to || placeOfRoom(to!) < placeOfRoom(from!);
}

/** "history/merge/merge.ts" is in "history/merge"; a format's folder has rooms of its own. */
function roomOf(file: string): string {
  return file.split("/").slice(0, -1).slice(0, 2).join("/");
}

function placeOfRoom(room: string): number {
  const [layer, name] = room.split("/");
  const place = rooms[layer!]?.indexOf(name ?? "") ?? -1;
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

/**
 * Exported names that stand in several files. Node and browsers each have a `platform`, each verb has its `run`, and of
 * the procedures bundles have names alone.
 */
function complaintsOnNames(sources: ReadonlyMap<string, string>): string[] {
  const files = new Map<string, string[]>();
  for (const [file, text] of sources) {
    const names = new Set(Array.from(text.matchAll(EXPORTED_NAME), ([, name]) => name!));
    for (const name of names) files.set(name, [...(files.get(name) ?? []), file]);
  }
  return [...files].flatMap(([name, found]) =>
    found.length === 1 ||
    found.every((file) => /^(platform|cli\/(verbs|shell))\/|^procedures\/procedure-registry\.ts$/.test(file))
      ? []
      : [`"${name}" is exported by ${found.join(" and ")}`],
  );
}

const EXPORTED_NAME = /^export (?:abstract )?(?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

/** Folders that no rule names, and those with too many files. */
function complaintsOnFolders(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = file.split("/").slice(0, -1).join("/");
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => {
    const [layer, name] = folder.split("/");
    if (name !== undefined && !rooms[layer!]?.includes(name)) return [`${folder}: is no room of ${layer}`];
    return count <= folderFilesMax || folder === "lazy/languages" ? [] : [`${folder}: has ${count} files`];
  });
}

/** The entry points src/index.ts and src/<folder>/index.ts. */
function isIndex(file: string): boolean {
  return /^([a-z]+\/|formats\/[a-z]+\/)?index\.ts$/.test(file);
}

/** One complaint for each import that closes a circle; imports of types count as well. */
function cyclesIn(sources: ReadonlyMap<string, string>, imports: readonly Import[]): string[] {
  const targetsOf = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (target !== undefined && sources.has(target))
      targetsOf.set(file, [...(targetsOf.get(file) ?? []), target]);
  }
  const complaints: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) complaints.push(`imports in a circle: ${[...path.slice(start), file].join(" -> ")}`);
    if (start >= 0 || done.has(file)) return;
    for (const target of targetsOf.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return complaints;
}
