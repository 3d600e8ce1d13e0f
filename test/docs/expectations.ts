/**
 * What an example says of itself. `// => value` after an expression or the declaration of one name is what
 * util.inspect prints for it on one line. `// throws Name: message` is what an expression throws, a GroggyError's
 * name followed by its code. Both stand at the end of the line, or on the next lines alone; white space counts once.
 */
import { inspect } from "node:util";
import ts from "typescript";

const AT_END = /^[ \t]*\/\/ (=>|throws) (.*)/;
const ON_NEXT_LINES = /^[ \t]*\r?\n[ \t]*\/\/ (=>|throws) (.*(?:\r?\n[ \t]*\/\/.*)*)/;
const ANY = /\/\/ (?:=>|throws) /g;
/** A comment that looks like a value and is not checked. */
const UNCHECKED = /^[ \t]*\/\/ (?:["'[{\d]|(?:true|false|null|undefined|NaN)\b|\w+Array\b)/;

/** The names under which transformed code finds the checks. */
export const CHECK = "__check";
export const THROWS = "__throws";

/** The code with its expectations made calls of checks, on the same lines. */
export function withChecks(code: string): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) || ts.isVariableStatement(node)) {
      const after = code.slice(node.end);
      const found = AT_END.exec(after) ?? ON_NEXT_LINES.exec(after);
      const line = lineOf(node.getStart());
      if (found !== null) edits.push(checkOf(node, found[1], found[2], line));
      else if (UNCHECKED.test(after)) throw new Error(`line ${line}: a value expected "// => " before it`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const expected = code.match(ANY)?.length ?? 0;
  if (edits.length !== expected) {
    throw new Error(`${expected} expectations expected to follow a statement, got ${edits.length} that do`);
  }
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: edit }) => text.slice(0, start) + edit + text.slice(end), code);
}

function checkOf(
  node: ts.ExpressionStatement | ts.VariableStatement,
  kind: string,
  comment: string,
  line: number,
): { start: number; end: number; text: string } {
  const wanted = JSON.stringify(plain(comment.replace(/\n[ \t]*\/\//g, "\n")));
  if (ts.isExpressionStatement(node)) {
    const { expression } = node;
    const text = expression.getText();
    const call =
      kind === "=>"
        ? `${CHECK}((${text}), ${wanted}, ${line});`
        : `await ${THROWS}(async () => (${text}), ${wanted}, ${line});`;
    return { start: node.getStart(), end: node.end, text: call };
  }
  const { declarations } = node.declarationList;
  if (kind !== "=>" || declarations.length !== 1 || !ts.isIdentifier(declarations[0].name)) {
    throw new Error(`line ${line}: "${kind}" expected an expression, or "=>" a declaration of one name`);
  }
  return {
    start: node.end,
    end: node.end,
    text: ` ${CHECK}(${declarations[0].name.text}, ${wanted}, ${line});`,
  };
}

/** A value as examples show it. */
export function shown(value: unknown): string {
  return plain(inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: true, depth: 6 }));
}

/** An error as examples show it. */
export function shownError(error: unknown): string {
  if (!(error instanceof Error)) return `no Error but ${shown(error)}`;
  const code = "code" in error ? ` ${String(error.code)}` : "";
  return plain(`${error.name}${code}: ${error.message}`);
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
