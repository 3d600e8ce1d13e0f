// The mutants of a TypeScript file: small wrong changes, each of which some test should notice. All of them are
// compiled into one text, each behind a switch `$m(number)`, so that one process can try them one by one.
import ts from "typescript";

const { SyntaxKind: Kind } = ts;

const SWAPPED = new Map([
  [Kind.AmpersandAmpersandToken, ["logic", "||"]],
  [Kind.BarBarToken, ["logic", "&&"]],
  [Kind.LessThanToken, ["relation", "<="]],
  [Kind.LessThanEqualsToken, ["relation", "<"]],
  [Kind.GreaterThanToken, ["relation", ">="]],
  [Kind.GreaterThanEqualsToken, ["relation", ">"]],
  [Kind.EqualsEqualsEqualsToken, ["equality", "!=="]],
  [Kind.ExclamationEqualsEqualsToken, ["equality", "==="]],
  [Kind.PlusToken, ["arithmetic", "-"]],
  [Kind.MinusToken, ["arithmetic", "+"]],
  [Kind.PlusEqualsToken, ["arithmetic", "-="]],
  [Kind.MinusEqualsToken, ["arithmetic", "+="]],
]);
/** Calls that give the array they were made on, but for its order or what it leaves out. */
const REMOVED_CALLS = new Set(["slice", "reverse", "toReversed", "sort", "toSorted", "filter"]);
/** Operators that bind weaker than a comparison, or take the place of one. */
const LOGIC = new Set([Kind.AmpersandAmpersandToken, Kind.BarBarToken, Kind.QuestionQuestionToken]);

/**
 * Finds the mutants of a file and compiles them into its text.
 *
 * @param wanted tells by a mutant's key whether it is compiled in.
 * @param first the number of the first mutant compiled in.
 */
export function mutate(path, text, { wanted = () => true, first = 0 } = {}) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const mutants = [];
  const keys = new Map();

  /** The text of a node with the switches in it. */
  function render(node) {
    if (isSkipped(node)) return textOf(node);
    let switched = "";
    let at = node.getStart(source);
    ts.forEachChild(node, (child) => {
      switched += text.slice(at, child.getStart(source)) + render(child);
      at = child.end;
    });
    switched += text.slice(at, node.end);
    for (const { kind, shown, code } of changesOf(node)) {
      const number = add(node, kind, shown ?? code);
      if (number === undefined) continue;
      const isStatement = ts.isStatement(node);
      switched = isStatement
        ? `{ if (!$m(${number})) ${switched} }`
        : `($m(${number}) ? ${code} : ${switched})`;
    }
    return switched;
  }

  function add(node, kind, after) {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const place = `${path}:${line + 1}:${character + 1} ${kind}`;
    const again = keys.get(place) ?? 0;
    keys.set(place, again + 1);
    const key = again === 0 ? place : `${place} ${again + 1}`;
    if (!wanted(key)) return undefined;
    const number = first + mutants.length;
    const oneLine = (code) => code.replace(/\s+/g, " ").trim();
    mutants.push({
      number,
      key,
      file: path,
      line: line + 1,
      kind,
      before: oneLine(textOf(node)),
      after: oneLine(after),
    });
    return number;
  }

  function textOf(node) {
    return text.slice(node.getStart(source), node.end);
  }

  /** The changes at a node itself; what is inside it has its own. */
  function changesOf(node) {
    const changes = [];
    const change = (kind, code, shown) => changes.push({ kind, code, shown });
    if (ts.isBinaryExpression(node)) {
      const { left, operatorToken, right } = node;
      const [kind, operator] = SWAPPED.get(operatorToken.kind) ?? [];
      if (kind !== undefined && !isText(left) && !isText(right)) {
        // && and || bind differently, so that swapped in a row they need brackets
        const swapped = `${textOf(left)} ${operator} ${textOf(right)}`;
        const part = (side) =>
          kind === "logic" && ts.isBinaryExpression(side) ? `(${textOf(side)})` : textOf(side);
        change(kind, `(${part(left)} ${operator} ${part(right)})`, swapped);
      }
      if (operatorToken.kind === Kind.QuestionQuestionToken) {
        change("default", `(${textOf(left)})`, textOf(left));
        change("default", `(${textOf(right)})`, textOf(right));
      }
    } else if (ts.isNumericLiteral(node) && (node.text === "0" || node.text === "1")) {
      const isNegative = ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === Kind.MinusToken;
      if (!isNegative) change("constant", node.text === "0" ? "1" : "0");
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === Kind.MinusToken) {
      change("constant", `(${textOf(node.operand)})`, textOf(node.operand));
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const operand = textOf(node.operand);
      const operator = { [Kind.PlusPlusToken]: "--", [Kind.MinusMinusToken]: "++" }[node.operator];
      if (operator !== undefined) {
        const code = ts.isPrefixUnaryExpression(node) ? operator + operand : operand + operator;
        change("arithmetic", `(${code})`, code);
      }
    } else if (node.kind === Kind.TrueKeyword || node.kind === Kind.FalseKeyword) {
      const isCompared = ts.isBinaryExpression(node.parent) && SWAPPED.has(node.parent.operatorToken.kind);
      if (!isCompared) change("boolean", node.kind === Kind.TrueKeyword ? "false" : "true");
    } else if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) {
      const parts = node.elements ?? node.properties;
      const [open, close] = ts.isArrayLiteralExpression(node) ? ["[", "]"] : ["{", "}"];
      for (const part of parts) {
        if (!ts.isSpreadElement(part) && !ts.isSpreadAssignment(part)) continue;
        const others = parts.filter((other) => other !== part).map(textOf);
        change("spread", `(${open}${others.join(", ")}${close})`, `${open}${others.join(", ")}${close}`);
      }
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const inChain = (node.flags & ts.NodeFlags.OptionalChain) !== 0;
      if (REMOVED_CALLS.has(name.text) && !inChain)
        change("call", `(${textOf(expression)})`, textOf(expression));
    } else if (ts.isExpressionStatement(node)) {
      if (node.expression.kind !== Kind.StringLiteral && !/^super\b/.test(textOf(node)))
        change("drop", "", "(nothing)");
    } else if (ts.isContinueStatement(node) || ts.isBreakStatement(node)) {
      change("jump", "", "(nothing)");
    }
    if (node.parent !== undefined && isNegated(node))
      change("condition", `(!(${textOf(node)}))`, `!(${textOf(node)})`);
    return changes;
  }

  /** Whether a node is a condition, or a boolean returned, that no other change turns round. */
  function isNegated(node) {
    const { parent } = node;
    const isCondition =
      ((ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === node) ||
      ((ts.isConditionalExpression(parent) || ts.isForStatement(parent)) && parent.condition === node);
    const isReturned =
      (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) &&
      isBoolean(node);
    if (!isCondition && !isReturned) return false;
    if (node.kind === Kind.TrueKeyword || node.kind === Kind.FalseKeyword) return false;
    return !(ts.isBinaryExpression(node) && SWAPPED.get(node.operatorToken.kind)?.[0] === "equality");
  }

  return { mutants, code: render(source) };
}

function isBoolean(node) {
  if (ts.isPrefixUnaryExpression(node)) return node.operator === Kind.ExclamationToken;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return /^(has|some|every|includes|startsWith|endsWith|test)$|^is[A-Z]/.test(node.expression.name.text);
  if (ts.isCallExpression(node)) return /^is[A-Z]/.test(node.expression.getText());
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken, right } = node;
  if (LOGIC.has(operatorToken.kind)) return isBoolean(left) && isBoolean(right);
  return /^(relation|equality)$/.test(SWAPPED.get(operatorToken.kind)?.[0]);
}

function isText(node) {
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** What has no mutants: types, imports, errors with their texts, and assertions, which do not fail. */
function isSkipped(node) {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isTypeParameterDeclaration(node) || ts.isThrowStatement(node)) return true;
  if (ts.isNewExpression(node)) return /Error$/.test(node.expression.getText());
  if (ts.isExpressionStatement(node)) return /^assert\(/.test(node.getText());
  return false;
}

/** Picks so many by chance, of each file its share and one at least. The same seed picks the same. */
export function sample(mutants, count, seed) {
  const files = groupByFile(mutants);
  const random = randomOf(seed);
  const shares = [...files.values()].map((group) => {
    const share = (count * group.length) / mutants.length;
    return { group, taken: Math.min(group.length, Math.max(1, Math.floor(share))), rest: share % 1 };
  });
  let left = count - shares.reduce((sum, { taken }) => sum + taken, 0);
  for (const share of [...shares].sort((a, b) => b.rest - a.rest)) {
    if (left <= 0) break;
    if (share.taken === share.group.length) continue;
    share.taken++;
    left--;
  }
  return shares.flatMap(({ group, taken }) => {
    const order = group.map((mutant) => ({ mutant, by: random() }));
    const picked = order.sort((a, b) => a.by - b.by).slice(0, taken);
    return picked.map(({ mutant }) => mutant).sort((a, b) => a.number - b.number);
  });
}

/** Mutants in groups, one for each file, in their order. */
export function groupByFile(mutants) {
  const groups = new Map();
  for (const mutant of mutants) {
    if (!groups.has(mutant.file)) groups.set(mutant.file, []);
    groups.get(mutant.file).push(mutant);
  }
  return groups;
}

/** Numbers from 0 up to 1, as mulberry32 gives them. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
