// Writes llms.txt: every public name by entry point, with its signature and the first sentence of its
// documentation, read from the declarations in dist/. `npm run build` runs it last.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const { name, version, description, exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const entryPoints = Object.entries(exports).flatMap(([path, { types }]) =>
  types === undefined ? [] : [{ specifier: path.replace(/^\./, name), file: root + types.replace("./", "") }],
);
const program = ts.createProgram(
  entryPoints.map(({ file }) => file),
  { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [], skipLibCheck: true },
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

/** A declaration's text on one line, without what only declaration files have. */
function signatureOf(node) {
  return printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^(?:export |declare )+/, "")
    .replace(/^const (?=\w+:)/, "")
    .replaceAll(/\s+/g, " ")
    .replace(/;$/, "");
}

/** The first sentence of a symbol's, or a signature's, documentation. */
function summaryOf(documented) {
  const text = ts.displayPartsToString(documented?.getDocumentationComment(checker) ?? []);
  const [paragraph] = text.split(/\n\s*\n/);
  const line = paragraph
    .replaceAll(/\{@link (\w+)\}/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line;
}

function lineOf(node, documented) {
  const summary = summaryOf(documented);
  return `- \`${signatureOf(node)}\`${summary === "" ? "" : ` ${summary}`}`;
}

/** One line for each overload; those without documentation of their own have that of the symbol. */
function functionLines(symbol) {
  return symbol.declarations.map((node) => {
    const own = ts.isFunctionLike(node) ? checker.getSignatureFromDeclaration(node) : undefined;
    return lineOf(node, summaryOf(own) === "" ? symbol : own);
  });
}

const isHidden = (node) =>
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === "hidden") ||
  (node.name !== undefined && ts.isPrivateIdentifier(node.name));

function classLines(node) {
  const { members } = node;
  const bare = ts.isClassDeclaration(node)
    ? ts.factory.updateClassDeclaration(node, [], node.name, node.typeParameters, node.heritageClauses, [])
    : node;
  const head = printer.printNode(ts.EmitHint.Unspecified, bare, node.getSourceFile());
  const lines = [`### ${head.replace(/\s*\{\s*\}$/, "").replaceAll(/\s+/g, " ")}`, ""];
  const summary = summaryOf(checker.getSymbolAtLocation(node.name));
  if (summary !== "") lines.push(summary, "");
  for (const member of members) {
    if (isHidden(member)) continue;
    const symbol = member.name === undefined ? undefined : checker.getSymbolAtLocation(member.name);
    const own = ts.isFunctionLike(member) ? checker.getSignatureFromDeclaration(member) : undefined;
    lines.push(lineOf(member, summaryOf(own) === "" ? symbol : own));
  }
  return [...lines, ""];
}

/** The public names of an entry point: classes with their members, functions, values, and types. */
function sectionOf({ specifier, file }) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  const symbols = checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const has = (flag) => symbols.filter(({ flags }) => (flags & flag) !== 0);
  const classes = has(ts.SymbolFlags.Class);
  const others = symbols.filter((symbol) => !classes.includes(symbol));
  const functions = others.filter(({ flags }) => flags & ts.SymbolFlags.Function);
  const rest = others.filter((symbol) => !functions.includes(symbol));
  const part = (title, lines) => (lines.length === 0 ? [] : [`### ${title}`, "", ...lines, ""]);
  return [
    `## ${specifier}`,
    "",
    ...classes.flatMap((symbol) => classLines(symbol.declarations.find(ts.isClassDeclaration))),
    ...part("Functions", functions.flatMap(functionLines)),
    ...part(
      "Types and values",
      rest.flatMap((symbol) => symbol.declarations.map((node) => lineOf(node, symbol))),
    ),
  ];
}

const pages = readdirSync(`${root}docs`).filter((file) => file.endsWith(".md"));
const titleOf = (file) => /^# (.*)$/m.exec(readFileSync(`${root}docs/${file}`, "utf8"))?.[1] ?? file;
const lines = [
  `# ${name} ${version}`,
  "",
  `> ${description}`,
  "",
  "Every public name with its signature. The pages explain them, with examples that run:",
  "",
  "- [README](README.md)",
  ...pages.sort().map((file) => `- [${titleOf(file)}](docs/${file})`),
  "",
  ...entryPoints.flatMap(sectionOf),
];
writeFileSync(`${root}llms.txt`, `${lines.join("\n").trimEnd()}\n`);
