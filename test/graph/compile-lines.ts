/** Compiles lines against the source, to see which of them the compiler takes. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Line {
  readonly code: string;
  readonly fits: boolean;
}

const PRELUDE = [
  'import { Graph, GroggyError, type Elements, type GraphSchema, type GraphTypes, type GraphView, type NewIds, type Selection, type ValueType } from "groggy";',
  'import { karateClub, neighborhood, pageRank } from "groggy/algorithms";',
  'import { toArrow } from "groggy/arrow";',
  "interface Fact { readonly subject: string; readonly certain?: boolean }",
  'const fact: Fact = { subject: "Ada" };',
  "type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;",
  "declare function isSame<A, B>(same: Same<A, B>): void;",
].join(" ");

/**
 * The type errors of modules, by the number of the line in which they are, from 0 on; under `strict`,
 * `exactOptionalPropertyTypes` and `noUncheckedIndexedAccess`.
 */
export function errorsOf(modules: readonly string[]): Map<number, string>[] {
  const config = join(root, "tsconfig.test.json");
  const { config: json } = ts.readConfigFile(config, ts.sys.readFile);
  const { options: own } = ts.parseJsonConfigFileContent(json, ts.sys, root, undefined, config);
  const all: ts.CompilerOptions = {
    ...own,
    noUnusedLocals: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  const host = ts.createCompilerHost(all);
  const paths = modules.map((_, i) => join(root, `test/graph/written-${i}.ts`));
  const textOf = new Map(paths.map((path, i) => [path, `${PRELUDE}\n${modules[i]}`]));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => textOf.has(path) || fileExists(path);
  host.readFile = (path) => textOf.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = textOf.get(path);
    return text === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, text, target, true);
  };
  const program = ts.createProgram(paths, all, host);
  return paths.map((path) => {
    const source = program.getSourceFile(path)!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return new Map(
      found.map(({ start = 0, messageText }) => [
        source.getLineAndCharacterOfPosition(start).line - 1,
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ]),
    );
  });
}

/** The lines for which the compiler says the opposite of what is expected. */
export function wrong(lines: readonly Line[], errors: Map<number, string>, offset: number): string[] {
  return lines.flatMap(({ code, fits }, i) => {
    const error = errors.get(offset + i);
    if (fits === (error === undefined)) return [];
    return [fits ? `${code} // ${error}` : `${code} // compiles`];
  });
}
