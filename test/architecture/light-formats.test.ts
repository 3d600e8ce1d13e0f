// `import "groggy/formats"` costs the list of formats: nothing that reads, writes or knows of graphs loads with it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** The files that a file loads when it is imported itself: no types, and nothing by `import()`. */
function loadedBy(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const source = ts.createSourceFile(file, readFileSync(src + file, "utf8"), ts.ScriptTarget.Latest);
  for (const statement of source.statements) {
    const specifier = valueSpecifier(statement);
    if (specifier === undefined) continue;
    if (specifier.startsWith("."))
      loadedBy(new URL(specifier, `file:///${file}`).pathname.slice(1).replace(/\.js$/, ".ts"), loaded);
    else loaded.add(specifier);
  }
  return loaded;
}

function valueSpecifier(statement: ts.Statement): string | undefined {
  const isImport = ts.isImportDeclaration(statement);
  if (!isImport && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  const clause = isImport ? statement.importClause : statement;
  const named = isImport ? statement.importClause?.namedBindings : statement.exportClause;
  const elements = named !== undefined && "elements" in named ? named.elements : undefined;
  const isOfTypes =
    clause?.isTypeOnly === true ||
    (elements !== undefined && elements.length > 0 && elements.every((each) => each.isTypeOnly));
  return isOfTypes ? undefined : moduleSpecifier.text;
}

test("the list of formats loads no graph, no reader and no writer", () => {
  const loaded = [...loadedBy("formats/index.ts")];
  expect(loaded).toContain("formats/csv/format.ts");
  const light =
    /^(errors|formats\/(index|api|registry)|structures\/[\w-]+|formats\/[\w-]+\/(format|options|outline|header-names|note-mark|frame-kind)|formats\/shared\/(contract|options|given-names|packages|format-error))\.ts$/;
  expect(loaded.filter((file) => !light.test(file))).toEqual([]);
});
