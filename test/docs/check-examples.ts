/** Type-checks examples in one program, and runs them; both say what is wrong as `page:line message`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { CHECK, shown, shownError, THROWS, withChecks } from "./expectations.js";
import { type Example, freeNames } from "./extract.js";
import { cities, currencies, people, supply } from "./sample-graph.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the examples are for the compiler; there is no such folder. */
const folder = join(root, "test/docs/examples");

const ENTRY_POINTS: Readonly<Record<string, string>> = {
  groggy: "src/index.ts",
  "groggy/algorithms": "src/algorithms/index.ts",
  "groggy/arrow": "src/formats/arrow/index.ts",
  "groggy/formats": "src/formats/index.ts",
  "groggy/json": "src/formats/json/index.ts",
  "groggy/cypher": "src/query/index.ts",
  "groggy/procedures": "src/procedures/index.ts",
  "groggy/search": "src/search/index.ts",
  "groggy/search/languages": "src/search/languages/index.ts",
  "groggy/viewer": "src/viewer/index.ts",
};

/** The names that a file exports. */
function exportsOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
      const { exportClause } = statement;
      return ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [];
    }
    const isExported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false;
    if (isExported !== true) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    }
    const { name } = statement as ts.ClassDeclaration | ts.FunctionDeclaration;
    return name === undefined ? [] : [name.text];
  });
}

const publicNames = Object.entries(ENTRY_POINTS).map(([from, path]) => ({ from, names: exportsOf(path) }));

const samples = { people, cities, currencies, supply };

/** The sample that has the names asked for, `graph` aside; people if none has. */
function sampleFor(names: ReadonlySet<string>): keyof typeof samples {
  const all = Object.keys(samples) as (keyof typeof samples)[];
  const isAskedFor = (name: string): boolean => name !== "graph" && names.has(name);
  return all.find((sample) => Object.keys(samples[sample]()).some(isAskedFor)) ?? "people";
}

/** The example as a module: for a doc comment without imports, with what it may use in the first line. */
function moduleOf({ page, code }: Example): string {
  if (!page.endsWith(".ts") || /^import /m.test(code)) return code;
  const missing = freeNames(code);
  const prelude: string[] = [];
  const own = relative(folder, join(root, page)).replaceAll("\\", "/");
  for (const { from, names } of [{ from: own, names: exportsOf(page) }, ...publicNames]) {
    const found = names.filter((name) => missing.delete(name));
    if (found.length > 0) prelude.push(`import { ${found.join(", ")} } from "${from}";`);
  }
  const sample = sampleFor(missing);
  const given = Object.keys(samples[sample]()).filter((name) => missing.has(name));
  if (given.length > 0) {
    prelude.push(
      `import { ${sample} } from "../sample-graph.js"; const { ${given.join(", ")} } = ${sample}();`,
    );
  }
  return prelude.join(" ") + code;
}

/** The type errors of each example, in one program with the source. */
export function typeErrors(examples: readonly Example[]): Map<Example, string[]> {
  const config = join(root, "tsconfig.test.json");
  const { config: json } = ts.readConfigFile(config, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, root, undefined, config);
  const settings: ts.CompilerOptions = {
    ...options,
    // what `tsc --init` of TypeScript 6 writes, so that an example compiles where it is pasted; and Node's types
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: ["node"],
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitReturns: false,
    noImplicitOverride: false,
    noFallthroughCasesInSwitch: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    strict: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    noUncheckedSideEffectImports: true,
    moduleDetection: ts.ModuleDetectionKind.Force,
    // examples in JavaScript
    allowJs: true,
  };
  const files = new Map(examples.map((example, i) => [join(folder, `${i}.${example.language}`), example]));
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile, getSourceFile } = host;
  const textOf = (path: string): string | undefined => {
    const example = files.get(path);
    // an example without imports or exports would be a script and share its names with others
    return example === undefined ? undefined : `${moduleOf(example)}\nexport {};\n`;
  };
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => textOf(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = textOf(path);
    return text === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, text, target, true);
  };
  const program = ts.createProgram([...files.keys()], settings, host);
  const errors = new Map<Example, string[]>();
  for (const [path, example] of files) {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    errors.set(
      example,
      found.map(({ start = 0, messageText }) => {
        const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
        return `${example.page}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
      }),
    );
  }
  return errors;
}

/** Runs an example in an empty folder and says which of its expectations do not hold, and what it throws. */
export async function run(example: Example): Promise<string[]> {
  const home = process.cwd();
  const own = mkdtempSync(join(tmpdir(), "groggy-example-"));
  process.chdir(own);
  try {
    return await runHere(example);
  } finally {
    process.chdir(home);
    rmSync(own, { recursive: true, force: true });
  }
}

async function runHere(example: Example): Promise<string[]> {
  const { page } = example;
  const wrong: string[] = [];
  const say = (line: number, wanted: string, given: string): void => {
    const got = anywhere(given);
    if (wanted !== got) wrong.push(`${page}:${line} expected ${wanted}, got ${got}`);
  };
  try {
    const code = withChecks(moduleOf(example));
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const modules = new Map<string, unknown>();
    for (const { fileName } of ts.preProcessFile(code).importedFiles) {
      modules.set(fileName, await import(/* @vite-ignore */ specifierOf(fileName)));
    }
    const body = new AsyncFunction("require", "exports", CHECK, THROWS, outputText);
    await body(
      (name: string) => modules.get(name),
      {},
      (value: unknown, wanted: string, line: number) => say(line, wanted, shown(value)),
      async (work: () => Promise<unknown>, wanted: string, line: number) => {
        const got = await work().then((value) => `nothing thrown but ${shown(value)}`, shownError);
        say(line, wanted, got);
      },
    );
  } catch (error) {
    wrong.push(`${page}:${example.line} ${shownError(error)}`);
  }
  return wrong;
}

/** What speaks of this machine as examples show it: the folder that they run in, and the process. */
function anywhere(text: string): string {
  return text
    .replaceAll(process.cwd(), "/home/ada")
    .replaceAll(`process ${process.pid} on ${hostname()}`, "process 4711 on engine");
}

function specifierOf(name: string): string {
  if (Object.hasOwn(ENTRY_POINTS, name)) return pathToFileURL(join(root, ENTRY_POINTS[name])).href;
  return name.startsWith(".") ? pathToFileURL(join(dirname(join(folder, "x")), name)).href : name;
}

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;
