/** Random programs that write a table, and random filters over it. */
import fc from "fast-check";
import type { ValueType } from "../../../src/pool/value-type.js";
import type { Expression, Operand } from "../../../src/space/filter/expression.js";
import type { Table } from "./table.js";

export const SCHEMA = {
  i32: "int32",
  j32: "int32",
  i64: "int64",
  f32: "float32",
  f64: "float64",
  time: "timestamp",
  flag: "bool",
  text: "utf8",
  word: "utf8",
  bytes: "binary",
  list: "list<utf8>",
} as const satisfies Record<string, ValueType>;

export type Name = keyof typeof SCHEMA;

const texts = fc.constantFrom("", "a", "ab", "aba", "b", "ä", "\uff5e", "\u{1F600}", "\u{1F600}b", "a\0");
const longs = fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n));
const doubles = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  0.5,
  0.1,
  1e300,
  -5e-324,
  2 ** 53,
  Infinity,
  -Infinity,
  Number.NaN,
);
const floats = doubles.map(Math.fround).filter((value) => Math.fround(value) === value || value !== value);
const ints = fc.constantFrom(0, 1, -1, 2, 2 ** 31 - 1, -(2 ** 31));
const bytes = fc.constantFrom([], [0], [0, 1], [255]).map((list) => Uint8Array.from(list));

export const VALUES: Readonly<Record<Name, fc.Arbitrary<unknown>>> = {
  i32: ints,
  j32: ints,
  i64: longs,
  f32: floats,
  f64: doubles,
  time: fc.constantFrom(-1, 0, 1, 8.64e15).map((ms) => new Date(ms)),
  flag: fc.boolean(),
  text: texts,
  word: texts,
  bytes,
  list: fc.array(texts, { maxLength: 2 }),
};

const numbers = fc.oneof(ints, longs, doubles, fc.constantFrom(2n ** 64n, 2 ** 64, 1.5));

/** What an attribute can be compared with. */
const comparands: Readonly<Record<Name, fc.Arbitrary<unknown>>> = {
  ...VALUES,
  i32: numbers,
  j32: numbers,
  i64: numbers,
  f32: numbers,
  f64: numbers,
  time: fc.oneof(VALUES.time, numbers),
};

const NUMERIC: readonly Name[] = ["i32", "j32", "i64", "f32", "f64", "time"];
const ORDERED: readonly Name[] = [...NUMERIC, "flag", "text", "word"];
const OPERATORS = ["=", "<>", "<", "<=", ">", ">="] as const;

const nameOf = (names: readonly Name[]) => fc.constantFrom(...names);
const reference = (name: string): Operand => ({ kind: "attribute", name });
const literal = (value: unknown): Operand => ({ kind: "literal", value });
const orNull = (values: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: values }, fc.constant(null));

function constants(name: Name): fc.Arbitrary<Operand> {
  return orNull(comparands[name]).map(literal);
}

/** The attribute, or another that compares with it, or a value. */
function comparable(name: Name): fc.Arbitrary<Operand> {
  const others: readonly Name[] = NUMERIC.includes(name)
    ? NUMERIC
    : name === "text" || name === "word"
      ? ["text", "word"]
      : [name];
  return fc.oneof({ weight: 3, arbitrary: constants(name) }, nameOf(others).map(reference));
}

const comparisons: fc.Arbitrary<Expression> = fc.oneof(
  nameOf(ORDERED).chain((name) =>
    fc.record({
      kind: fc.constant("compare" as const),
      operator: fc.constantFrom(...OPERATORS),
      left: fc.constant(reference(name)),
      right: comparable(name),
    }),
  ),
  nameOf(["bytes", "list"]).chain((name) =>
    fc.record({
      kind: fc.constant("compare" as const),
      operator: fc.constantFrom("=" as const, "<>" as const),
      left: comparable(name),
      right: fc.constant(reference(name)),
    }),
  ),
);

const leaves: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 3, arbitrary: comparisons },
  nameOf(ORDERED).chain((name) =>
    fc.record({
      kind: fc.constant("between" as const),
      operand: fc.constant(reference(name)),
      low: comparable(name),
      high: comparable(name),
    }),
  ),
  nameOf([...ORDERED, "bytes", "list"]).chain((name) =>
    fc.record({
      kind: fc.constant("in" as const),
      operand: fc.constant(reference(name)),
      list: fc.oneof(
        fc.array(constants(name), { maxLength: 4 }),
        fc.array(constants(name), { minLength: 20 }),
      ),
    }),
  ),
  fc.record({
    kind: fc.constant("isNull" as const),
    operand: fc.constantFrom(...Object.keys(SCHEMA), "missing").map(reference),
  }),
  fc.record({
    kind: fc.constant("match" as const),
    operator: fc.constantFrom("startsWith" as const, "endsWith" as const, "contains" as const),
    left: nameOf(["text", "word"]).map(reference),
    right: fc.oneof(orNull(texts).map(literal), nameOf(["text", "word"]).map(reference)),
  }),
  fc.record({
    kind: fc.constant("match" as const),
    operator: fc.constant("contains" as const),
    left: fc.constant(reference("list")),
    right: orNull(texts).map(literal),
  }),
  fc.record({
    kind: fc.constant("class" as const),
    names: fc.array(fc.constantFrom("A", "B", "Nothing"), { minLength: 1, maxLength: 2 }),
  }),
);

/** Filters over the schema in which everything can be compared. */
export const filters: fc.Arbitrary<Expression> = fc.letrec<{ filter: Expression }>((tie) => {
  const terms = fc.array(tie("filter"), { minLength: 1, maxLength: 3 });
  return {
    filter: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      { weight: 3, arbitrary: leaves },
      fc.record({ kind: fc.constant("and" as const), terms }),
      fc.record({ kind: fc.constant("or" as const), terms }),
      fc.record({ kind: fc.constant("not" as const), term: tie("filter") }),
    ),
  };
}).filter;

/** One step of a program; `pick` chooses an element, or a row of its past, whatever there is by then. */
export type Step =
  | { readonly kind: "add"; readonly count: number; readonly labels: readonly string[] }
  | { readonly kind: "run"; readonly name: Name; readonly values: readonly unknown[] }
  | { readonly kind: "set"; readonly pick: number; readonly name: Name; readonly value: unknown }
  | { readonly kind: "clear" | "repoint"; readonly pick: number; readonly name: Name }
  | { readonly kind: "remove"; readonly pick: number }
  | { readonly kind: "check"; readonly filter: Expression };

const names = nameOf(Object.keys(SCHEMA) as Name[]);
const picks = fc.nat();

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    count: fc.integer({ min: 1, max: 40 }),
    labels: fc.subarray(["A", "B"]),
  }),
  names.chain((name) =>
    fc.record({
      kind: fc.constant("run" as const),
      name: fc.constant(name),
      values: fc.array(VALUES[name], { minLength: 1, maxLength: 40 }),
    }),
  ),
  {
    weight: 4,
    arbitrary: names.chain((name) =>
      fc.record({
        kind: fc.constant("set" as const),
        pick: picks,
        name: fc.constant(name),
        value: VALUES[name],
      }),
    ),
  },
  fc.record({ kind: fc.constantFrom("clear" as const, "repoint" as const), pick: picks, name: names }),
  fc.record({ kind: fc.constant("remove" as const), pick: picks }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("check" as const), filter: filters }) },
);

export const programs = fc.array(steps, { minLength: 4, maxLength: 60 });

/** Carries out a step other than a check. */
export function perform(table: Table, step: Step): void {
  if (step.kind === "add") table.add(step.count, step.labels);
  const count = table.pool.count;
  if (count === 0 || step.kind === "add" || step.kind === "check") return;
  if (step.kind === "run") {
    table.setRun(table.add(step.values.length), step.name, step.values);
    return;
  }
  const element = step.pick % count;
  if (step.kind === "remove") table.remove(element);
  else if (step.kind === "clear") table.clear(element, step.name);
  else if (step.kind === "set") table.set(element, step.name, step.value);
  else {
    const stored = table.attribute(step.name)?.stored;
    const rows = Array.from({ length: stored?.column.count ?? 0 }, (_, row) => row);
    const own = rows.filter((row) => stored?.owner(row) === element);
    if (own.length === 0) return;
    const row = own[step.pick % own.length];
    table.repoint(element, step.name, row, stored?.column.get(row));
  }
}
