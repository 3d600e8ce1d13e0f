// The public names are a promise: they change on purpose, with `npm run exports:update`, or not at all.
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Entry points as users write them, and their sources. */
const entries = Object.entries(manifest.exports).flatMap(([path, target]) => {
  if (typeof target === "string") return [];
  const source = target.default.replace(/^\.\/dist\//, `${root}src/`).replace(/\.js$/, ".ts");
  return [{ name: path.replace(/^\./, "groggy"), source }];
});

test("every entry point exports the names on record", async () => {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const sources = entries.map(({ source }) => source);
  expect(sources.filter((source) => !existsSync(source)).map((source) => relative(root, source))).toEqual([]);
  const program = ts.createProgram(sources, options);
  const checker = program.getTypeChecker();
  const sections = entries.map(({ name, source }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(source)!)!;
    const lines = checker.getExportsOfModule(module).map((symbol) => lineOf(symbol, checker));
    return `${name}\n${lines.sort().join("")}`;
  });
  await expect(sections.join("\n")).toMatchFileSnapshot("../package/exports.txt");
  // it reads the types of all sources, which takes a minute and more on a machine that has much else to do
}, 300_000);

/** "  Graph  class\n": a class is a value and a type at once. */
function lineOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  const kinds = [
    [ts.SymbolFlags.Class, "class"],
    [ts.SymbolFlags.Function, "function"],
    [ts.SymbolFlags.Value, "value"],
    [ts.SymbolFlags.Type, "type"],
  ] as const;
  // `export type { Graph }` gives away the type alone
  const typeOnly = symbol.declarations?.some((node) => ts.isExportSpecifier(node) && isTypeOnly(node));
  const kind = typeOnly ? "type" : kinds.find(([flag]) => (flags & flag) !== 0)?.[1];
  return `  ${symbol.name.padEnd(32)} ${kind}\n`;
}

function isTypeOnly(node: ts.ExportSpecifier): boolean {
  return node.isTypeOnly || node.parent.parent.isTypeOnly;
}
