/**
 * The examples in Markdown pages and in doc comments, as modules whose lines stand where they stand in the page.
 *
 * A block of `ts` or `js` that imports something begins a module; one that imports nothing goes on with the module
 * before it on the page. `<!-- ts` to `-->` is a block that readers do not see. An `@example` is a module of its
 * own; one without imports sees what its file exports, the public names, and a small `graph` and some of its nodes
 * (sample-graph.ts).
 */
import ts from "typescript";

export type Language = "ts" | "js";

export interface Example {
  /** The path of the page, from the repository's root. */
  readonly page: string;
  /** Where the code begins, from 1 on. */
  readonly line: number;
  readonly language: Language;
  /** The code, each line at the number it has in the page. */
  readonly code: string;
}

const OPENING = /^(?:```|<!-- )(ts|js)\s*$/;
const INDENTED = /^\s+```(?:ts|js)\s*$/;

/** The modules of a Markdown page. */
export function examplesOfPage(page: string, text: string): Example[] {
  const lines = text.split("\n");
  const modules: { line: number; language: Language; code: string[] }[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (INDENTED.test(lines[i])) throw new Error(`${page}:${i + 1} a block of code expected no indentation`);
    const opening = OPENING.exec(lines[i]);
    if (opening === null) {
      // a block in another language, which may show what a block looks like
      if (lines[i].startsWith("```")) while (++i < lines.length && lines[i] !== "```");
      continue;
    }
    const closing = lines[i].startsWith("```") ? "```" : "-->";
    const end = lines.indexOf(closing, i + 1);
    if (end < 0) throw new Error(`${page}:${i + 1} a block of code expected its end, ${closing}`);
    const block = lines.slice(i + 1, end);
    const language = opening[1] as Language;
    const last = modules.at(-1);
    if (last === undefined || block.some((line) => line.startsWith("import "))) {
      modules.push({ line: i + 2, language, code: [...new Array(i + 1).fill(""), ...block] });
    } else if (last.language === language) {
      last.code.push(...new Array(i + 1 - last.code.length).fill(""), ...block);
    } else throw new Error(`${page}:${i + 1} a block expected to go on in ${last.language}, got ${language}`);
    i = end;
  }
  return modules.map(({ code, ...rest }) => ({ page, ...rest, code: code.join("\n") }));
}

const DOC_COMMENT = /\/\*\*[\s\S]*?\*\//g;
const EXAMPLE = /@example[^\n]*\n([\s\S]*?)(?=\n\s*\*\s*@\w|\s*\*\/)/g;

/** The examples in the doc comments of a source file. */
export function examplesOfSource(page: string, text: string): Example[] {
  const examples: Example[] = [];
  for (const comment of text.matchAll(DOC_COMMENT)) {
    for (const example of comment[0].matchAll(EXAMPLE)) {
      const start = comment.index + example.index + example[0].indexOf("\n") + 1;
      const line = text.slice(0, start).split("\n").length;
      const code = example[1]
        .split("\n")
        .map((each) => each.replace(/^\s*\* ?/, ""))
        .map((each) => (each.startsWith("```") ? "" : each));
      const padding = new Array(line - 1).fill("");
      examples.push({ page, line, language: "ts", code: [...padding, ...code].join("\n") });
    }
  }
  return examples;
}

/** The names that a piece of code uses and neither declares nor imports. */
export function freeNames(code: string): Set<string> {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isDeclared =
        (ts.isVariableDeclaration(parent) ||
          ts.isFunctionDeclaration(parent) ||
          ts.isClassDeclaration(parent) ||
          ts.isParameter(parent) ||
          ts.isBindingElement(parent) ||
          ts.isImportSpecifier(parent) ||
          ts.isNamespaceImport(parent)) &&
        parent.name === node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node);
      if (isDeclared) declared.add(node.text);
      else if (!isMember) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const name of declared) used.delete(name);
  return used;
}
