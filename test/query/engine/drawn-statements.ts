/**
 * Statements that read, drawn clause by clause: patterns, OPTIONAL MATCH, UNWIND, WITH and RETURN with groups, DISTINCT,
 * ORDER BY, SKIP and LIMIT. Each is ordered by all of its columns wherever it is cut, so that its answer is one.
 */
import fc from "fast-check";

interface Scope {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly numbers: readonly string[];
}

export interface DrawnStatement {
  readonly text: string;
  /** Whether the order of the rows is part of the answer. */
  readonly ordered: boolean;
}

const EMPTY: Scope = { nodes: [], edges: [], numbers: [] };

class Drawer {
  readonly #gen: fc.GeneratorValue;
  #names = 0;
  /** Steps that patterns of the statement may still have: each multiplies the rows. */
  steps = 4;

  constructor(gen: fc.GeneratorValue) {
    this.#gen = gen;
  }

  number(max: number): number {
    return this.#gen(fc.nat, { max });
  }

  one<T>(items: readonly T[]): T {
    return items[this.number(items.length - 1)];
  }

  /** True once in `in_` times. */
  seldom(times: number): boolean {
    return this.number(times - 1) === times - 1;
  }

  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }
}

/** An expression whose values are INTEGERs or null. */
function numberOf(draw: Drawer, scope: Scope, depth = 0): string {
  const leaves = [
    ...scope.nodes.flatMap((name) => [`${name}.v`, `id(${name})`, `size(labels(${name}))`]),
    ...scope.edges.flatMap((name) => [`${name}.w`, `id(${name})`]),
    ...scope.numbers,
    ...scope.numbers,
    "1",
    "2",
    "null",
  ];
  if (depth > 1 || !draw.seldom(3)) return draw.one(leaves);
  const [x, y] = [numberOf(draw, scope, depth + 1), numberOf(draw, scope, depth + 1)];
  return draw.one([
    `${x} + ${y}`,
    `${x} - ${y}`,
    `(${x}) * 2`,
    `coalesce(${x}, ${y})`,
    `CASE WHEN ${predicateOf(draw, scope, depth + 1)} THEN ${x} ELSE ${y} END`,
  ]);
}

export function predicateOf(draw: Drawer, scope: Scope, depth = 0): string {
  const [x, y] = [numberOf(draw, scope, 1), numberOf(draw, scope, 1)];
  const leaves = [
    `${x} = ${y}`,
    `${x} <> ${y}`,
    `${x} < ${y}`,
    `${x} >= ${y}`,
    `${x} IS NULL`,
    `${x} IS NOT NULL`,
    `${x} IN [0, 2, ${y}]`,
    ...scope.nodes.flatMap((name) => [
      `${name}:A`,
      `${name}:A|B`,
      `${name}.s = 'x'`,
      `${name}.s STARTS WITH 'x'`,
      `EXISTS { (${name})-[:T]->() }`,
      `EXISTS { (${name})--(:B) }`,
      `COUNT { (${name})-->() } > 1`,
    ]),
    ...scope.edges.flatMap((name) => [`type(${name}) = 'T'`, `startNode(${name}) = endNode(${name})`]),
    ...(scope.nodes.length > 1 ? [`${scope.nodes[0]} <> ${scope.nodes[1]}`] : []),
  ];
  if (depth > 1 || !draw.seldom(3)) return draw.one(leaves);
  const [p, q] = [predicateOf(draw, scope, depth + 1), predicateOf(draw, scope, depth + 1)];
  return draw.one([`(${p}) AND (${q})`, `(${p}) OR (${q})`, `(${p}) XOR (${q})`, `NOT (${p})`]);
}

/** A pattern with one or two steps; its nodes are known ones now and then. */
function pattern(draw: Drawer, scope: Scope): { text: string; scope: Scope } {
  const nodes = [...scope.nodes];
  const edges = [...scope.edges];
  const bound = new Set(scope.nodes);
  const place = (): string => {
    if (draw.seldom(4)) return `(${draw.one(["", ":A", ":B", ":A:B"])})`;
    const isKnown = nodes.length > 0 && draw.seldom(3);
    const name = isKnown ? draw.one(nodes) : draw.name("n");
    if (!isKnown) nodes.push(name);
    // a label of a known node is a question, and may be asked as well
    const label = draw.seldom(3) ? draw.one([":A", ":B", ":A|B", ":!A"]) : "";
    const value = !bound.has(name) && draw.seldom(5) ? ` {v: ${draw.one(["0", "1"])}}` : "";
    return `(${name}${label}${value})`;
  };
  const step = (): string => {
    draw.steps--;
    const name = draw.seldom(2) ? draw.name("r") : "";
    const type = draw.one(["", ":T", ":T", ":U", ":T|U"]);
    const isWalk = name === "" && draw.seldom(6);
    if (name !== "") edges.push(name);
    const inner = `[${name}${type}${isWalk ? draw.one(["*1..2", "*0..1", "*2"]) : ""}]`;
    return draw.one([`-${inner}->`, `<-${inner}-`, `-${inner}-`]);
  };
  let text = place();
  for (let steps = draw.number(Math.min(2, draw.steps)); steps > 0; steps--) text += step() + place();
  if (draw.steps > 0 && draw.seldom(5)) text += `, ${place()}${step()}${place()}`;
  return { text, scope: { ...scope, nodes: [...new Set(nodes)], edges } };
}

function matched(draw: Drawer, scope: Scope, optional: boolean): { text: string; scope: Scope } {
  const found = pattern(draw, scope);
  const where = draw.seldom(2) ? ` WHERE ${predicateOf(draw, found.scope)}` : "";
  return { text: `${optional ? "OPTIONAL " : ""}MATCH ${found.text}${where}`, scope: found.scope };
}

function unwound(draw: Drawer, scope: Scope): { text: string; scope: Scope } {
  const name = draw.name("x");
  const list = draw.one(["[0, 1, 1]", "range(0, 2)", "[]", "[null, 2]", `[${numberOf(draw, scope)}, 0]`]);
  return {
    text: `UNWIND ${list} AS ${name}`,
    scope: { ...scope, numbers: [...scope.numbers, name] },
  };
}

function aggregate(draw: Drawer, scope: Scope): string {
  const x = numberOf(draw, scope);
  const element = draw.one([...scope.nodes, ...scope.edges, x]);
  return draw.one([
    "count(*)",
    `count(${element})`,
    `count(DISTINCT ${element})`,
    `sum(${x})`,
    `sum(DISTINCT ${x})`,
    `min(${x})`,
    `max(${x})`,
    `avg(${x})`,
    `size(collect(${x}))`,
    `size(collect(DISTINCT ${element}))`,
    `count(*) + 1`,
  ]);
}

/** WITH or RETURN. */
function projected(
  draw: Drawer,
  scope: Scope,
  word: "WITH" | "RETURN",
): { text: string; scope: Scope; ordered: boolean } {
  const next = { nodes: [] as string[], edges: [] as string[], numbers: [] as string[] };
  const items: string[] = [];
  const keys: string[] = [];
  for (const kind of ["nodes", "edges", "numbers"] as const)
    for (const name of scope[kind]) {
      if (!draw.seldom(2)) continue;
      items.push(name);
      next[kind].push(name);
      keys.push(kind === "numbers" ? name : `id(${name})`);
    }
  const isGrouped = draw.seldom(2);
  if (!isGrouped || draw.seldom(3)) {
    const name = draw.name("y");
    items.push(`${numberOf(draw, scope)} AS ${name}`);
    next.numbers.push(name);
    keys.push(name);
  }
  for (let more = isGrouped ? 1 + draw.number(1) : 0; more > 0; more--) {
    const name = draw.name("g");
    items.push(`${aggregate(draw, scope)} AS ${name}`);
    next.numbers.push(name);
    keys.push(name);
  }
  const distinct = draw.seldom(4) ? "DISTINCT " : "";
  let text = `${word} ${distinct}${items.join(", ")}`;
  const ordered = draw.seldom(2);
  if (ordered) {
    const by = keys.map((key) => `${key}${draw.seldom(2) ? " DESC" : ""}`);
    text += ` ORDER BY ${draw.seldom(2) ? by.toReversed().join(", ") : by.join(", ")}`;
    if (draw.seldom(2)) text += ` SKIP ${draw.number(3)}`;
    if (draw.seldom(2)) text += ` LIMIT ${draw.number(5)}`;
  }
  if (word === "WITH" && draw.seldom(3)) text += ` WHERE ${predicateOf(draw, next)}`;
  return { text, scope: next, ordered };
}

/** A statement, drawn by `gen` of fast-check. */
export function drawStatement(gen: fc.GeneratorValue): DrawnStatement {
  const draw = new Drawer(gen);
  let scope = EMPTY;
  const clauses: string[] = [];
  const add = (clause: { text: string; scope: Scope }): void => {
    clauses.push(clause.text);
    scope = clause.scope;
  };
  add(draw.seldom(6) ? unwound(draw, scope) : matched(draw, scope, draw.seldom(8)));
  for (let more = draw.number(3); more > 0; more--) {
    const kind = draw.number(5);
    if (kind === 0) add(matched(draw, scope, false));
    else if (kind <= 2) add(matched(draw, scope, true));
    else if (kind === 3) add(unwound(draw, scope));
    else add(projected(draw, scope, "WITH"));
  }
  const last = projected(draw, scope, "RETURN");
  clauses.push(last.text);
  return { text: clauses.join(" "), ordered: last.ordered };
}

/** A pattern and a predicate over its variables. */
export function drawCondition(gen: fc.GeneratorValue): {
  readonly match: string;
  readonly predicate: string;
} {
  const draw = new Drawer(gen);
  const { text, scope } = pattern(draw, EMPTY);
  return { match: `MATCH ${text}`, predicate: predicateOf(draw, scope) };
}
