/**
 * Expressions over batches. Those of common kinds are worked out array by array; any other is worked out row by row, as
 * the plain executor does. `isSafe` tells that no value can make it throw. Any other may throw for a row whose value the
 * plain executor would not ask for: what it throws tells that the batch has to be worked out row by row.
 */
import type { GraphState } from "../../space/states/graph-state.js";
import type { BoundBody, BoundExpression, BoundMatch } from "../bind/bound.js";
import { TYPE_BITS } from "../bind/static-type.js";
import { fitsLabels } from "../plan/label-predicate.js";
import { slotsIn } from "../plan/slots-in.js";
import { evaluate, isContained } from "../run/evaluate.js";
import type { RunContext } from "../run/run-context.js";
import { CypherFault } from "../text/cypher-fault.js";
import { accessField } from "../values/access.js";
import { textContains, textEndsWith, textStartsWith } from "../values/functions/strings.js";
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { attributeVector } from "./attribute-vector.js";
import { comparedVectors, logicOf, mappedTexts, negatedTruths, ternary } from "./compare-vectors.js";
import { TextResults } from "./loops/text-results.js";
import {
  type Batch,
  elementIdsOf,
  isNullAt,
  isOfOtherGraph,
  NONE,
  RecordRows,
  UNKNOWN,
  type Vector,
  valueAt,
} from "./vector.js";

type Of<K extends BoundExpression["kind"]> = Extract<BoundExpression, { readonly kind: K }>;

/** An expression that is ready to be worked out for batches. */
export interface VectorExpression {
  readonly source: BoundExpression;
  readonly isSafe: boolean;
  /** Gives a vector of at least as many values as the batch has rows. */
  readonly of: (batch: Batch) => Vector;
}

/** The surroundings of expressions: the statement that runs, and the state that it reads. */
export interface VectorContext {
  readonly run: RunContext;
  readonly state: GraphState;
  /** A row that expressions which are worked out row by row may use. */
  readonly scratch: CypherValue[];
  /**
   * How often a pattern is met for each row of a batch, or whether it is; undefined where that has to be found row by row.
   */
  readonly patternCounts: (match: BoundMatch, form: "exists" | "count") => PatternCounts | undefined;
  /** The values of a query within an expression for each row of a batch; undefined as well where that is by row. */
  readonly bodyValues: (
    body: BoundBody,
    form: "exists" | "count" | "collect",
  ) => ((batch: Batch) => Vector) | undefined;
}

export interface PatternCounts {
  readonly isSafe: boolean;
  readonly of: (batch: Batch) => Float64Array;
}

export function vectorExpression(source: BoundExpression, context: VectorContext): VectorExpression {
  return compiled(source, context) ?? byRows(source, context);
}

/** The values of an expression for all rows of a batch; throws where the plain executor would. */
export function valuesOf(expression: VectorExpression, batch: Batch, context: VectorContext): Vector {
  if (expression.isSafe) return expression.of(batch);
  try {
    return expression.of(batch);
  } catch (error) {
    if (!isFault(error)) throw error;
    return byRows(expression.source, context).of(batch);
  }
}

/** Whether an error is one of the language, so that it belongs to a row. */
export function isFault(error: unknown): boolean {
  return error instanceof CypherValueError || error instanceof CypherFault;
}

/** Worked out row by row. */
function byRows(source: BoundExpression, context: VectorContext): VectorExpression {
  const slots = [...slotsIn(source)];
  const { run, scratch } = context;
  if (slots.length === 0 && isFixed(source)) {
    // it is the same for all rows
    const ofAll = ({ count }: Batch): Vector =>
      count === 0 ? NULL : { kind: "constant", value: evaluate(source, scratch, run) };
    return { source, isSafe: false, of: ofAll };
  }
  const of = ({ count, columns }: Batch): Vector => {
    const used = slots.flatMap((slot) => {
      const vector = columns.get(slot);
      return vector === undefined ? [] : [{ slot, vector }];
    });
    const values = new Array<CypherValue>(count);
    for (let i = 0; i < count; i++) {
      run.spend(1);
      for (const { slot, vector } of used) scratch[slot] = valueAt(vector, i, run.graph);
      values[i] = evaluate(source, scratch, run);
    }
    return { kind: "values", values };
  };
  return { source, isSafe: false, of };
}

const FIXED: ReadonlySet<BoundExpression["kind"]> = new Set(["constant", "parameter", "call", "list"]);

/** Whether an expression that reads no row has the same value however often it is worked out, as far as is told at once. */
function isFixed(source: BoundExpression): boolean {
  if (!FIXED.has(source.kind)) return false;
  if (source.kind === "call") {
    const { isDeterministic } = source.spec as { readonly isDeterministic?: boolean };
    return isDeterministic === true && source.items.every(isFixed);
  }
  return source.kind !== "list" || source.items.every(isFixed);
}

function compiled(source: BoundExpression, context: VectorContext): VectorExpression | undefined {
  switch (source.kind) {
    case "constant":
      return safe(source, () => ({ kind: "constant", value: source.value }));
    case "parameter": {
      const value = context.run.parameters.get(source.name);
      return value === undefined ? undefined : safe(source, () => ({ kind: "constant", value }));
    }
    case "slot": {
      const { index } = source.slot;
      return safe(source, ({ columns }) => columns.get(index) ?? NULL);
    }
    case "property":
      return property(source, context);
    case "comparison":
      return comparison(source, context);
    case "logic": {
      const operands = source.operands.map((operand) => vectorExpression(operand, context));
      const isSafe = areSafe(operands) && source.operands.every(isBoolean);
      const of = (batch: Batch) =>
        logicOf(
          source.operator,
          operands.map((operand) => operand.of(batch)),
          batch.count,
        );
      return { source, isSafe, of };
    }
    case "not": {
      const operand = vectorExpression(source.operand, context);
      const isSafe = operand.isSafe && isBoolean(source.operand);
      return { source, isSafe, of: (batch) => negatedTruths(operand.of(batch), batch.count) };
    }
    case "isNull":
      return nullTest(source, context);
    case "hasLabels":
      return labelTest(source, context);
    case "chain":
      return chain(source, context);
    case "call":
      return call(source, context);
    case "patternExists":
      return patternTest(source, source.match, "exists", context);
    case "subquery": {
      const [part, ...others] = source.body.parts;
      const [clause, ...rest] = part.clauses;
      const isPattern =
        others.length === 0 && rest.length === 0 && clause?.kind === "match" && !clause.optional;
      if (isPattern && source.form !== "collect")
        return patternTest(source, clause.match, source.form, context);
      const of = context.bodyValues(source.body, source.form);
      return of && { source, isSafe: false, of };
    }
    default:
      return undefined;
  }
}

function patternTest(
  source: BoundExpression,
  match: BoundMatch,
  form: "exists" | "count",
  context: VectorContext,
): VectorExpression | undefined {
  const counts = context.patternCounts(match, form);
  if (counts === undefined) return undefined;
  const { isSafe } = counts;
  if (form === "count")
    return {
      source,
      isSafe,
      of: (batch) => ({ kind: "integers", values: counts.of(batch), nulls: undefined }),
    };
  const of = (batch: Batch): Vector => ({
    kind: "booleans",
    values: Uint8Array.from(counts.of(batch), (count) => (count > 0 ? 1 : 0)),
  });
  return { source, isSafe, of };
}

const NULL: Vector = { kind: "constant", value: null };

function safe(source: BoundExpression, of: VectorExpression["of"]): VectorExpression {
  return { source, isSafe: true, of };
}

function isBoolean({ type }: BoundExpression): boolean {
  return (type.mask & ~TYPE_BITS.BOOLEAN) === 0;
}

/** The kind of elements that an expression gives, if it gives nothing else. */
function elementKind({ type }: BoundExpression): "nodes" | "relationships" | undefined {
  if (type.mask === TYPE_BITS.NODE) return "nodes";
  return type.mask === TYPE_BITS.RELATIONSHIP ? "relationships" : undefined;
}

function areSafe(expressions: readonly VectorExpression[]): boolean {
  return expressions.every(({ isSafe }) => isSafe);
}

function property(source: Of<"property">, context: VectorContext): VectorExpression | undefined {
  const kind = elementKind(source.of);
  const of = vectorExpression(source.of, context);
  const { run, state } = context;
  if (kind === undefined) return source.of.kind === "slot" ? fieldOfSlot(source, of, run) : undefined;
  const elements = kind === "nodes" ? state.nodes : state.edges;
  const word = kind === "nodes" ? "node" : "relationship";
  const read = (id: number) => run.graph.attributeOf(word, id, source.name) as CypherValue;
  const rows = byRows(source, context);
  return {
    source,
    isSafe: of.isSafe,
    of(batch) {
      const vector = of.of(batch);
      if (isOfOtherGraph(vector, batch.count, run.graph)) return rows.of(batch);
      const ids = elementIdsOf(vector, kind, batch.count);
      return attributeVector(elements, source.name, ids, batch.count, read);
    },
  };
}

/** A field of what a variable holds, which is most often a row of a list that was unwound. */
function fieldOfSlot(source: Of<"property">, of: VectorExpression, run: RunContext): VectorExpression {
  const { name } = source;
  return {
    source,
    isSafe: false,
    of(batch) {
      const given = of.of(batch);
      run.spend(batch.count);
      if (given instanceof RecordRows) return given.field(name, batch.count);
      const values = new Array<CypherValue>(batch.count);
      for (let i = 0; i < batch.count; i++) values[i] = accessField(valueAt(given, i, run.graph), name);
      return { kind: "values", values };
    },
  };
}

function comparison(source: Of<"comparison">, context: VectorContext): VectorExpression | undefined {
  const operands = source.operands.map((operand) => vectorExpression(operand, context));
  const { operators } = source;
  const { graph } = context.run;
  const of = (batch: Batch): Vector => {
    const vectors = operands.map((operand) => operand.of(batch));
    const parts = operators.map((operator, i) =>
      comparedVectors(operator, vectors[i], vectors[i + 1], batch.count, graph),
    );
    return parts.length === 1 ? parts[0] : logicOf("AND", parts, batch.count);
  };
  return { source, isSafe: areSafe(operands), of };
}

function nullTest(source: Of<"isNull">, context: VectorContext): VectorExpression | undefined {
  const operand = vectorExpression(source.operand, context);
  const ofNull = source.negated ? 0 : 1;
  const of = (batch: Batch): Vector => {
    const vector = operand.of(batch);
    const values = new Uint8Array(batch.count);
    for (let i = 0; i < batch.count; i++) values[i] = isNullAt(vector, i) ? ofNull : 1 - ofNull;
    return { kind: "booleans", values };
  };
  return { source, isSafe: operand.isSafe, of };
}

function labelTest(source: Of<"hasLabels">, context: VectorContext): VectorExpression | undefined {
  const kind = elementKind(source.operand);
  const operand = vectorExpression(source.operand, context);
  if (kind === undefined || !operand.isSafe) return undefined;
  const rows = byRows(source, context);
  const { state } = context;
  const { labelRows, labelSets } = kind === "nodes" ? state.nodes : state.edges;
  const fits: number[] = [];
  const ofNone = Number(fitsLabels(source.labels, []));
  return safe(source, (batch) => {
    const vector = operand.of(batch);
    if (isOfOtherGraph(vector, batch.count, context.run.graph)) return rows.of(batch);
    const ids = elementIdsOf(vector, kind, batch.count);
    const values = new Uint8Array(batch.count);
    for (let i = 0; i < batch.count; i++) {
      if (ids[i] === NONE) values[i] = UNKNOWN;
      else {
        const set = labelRows.get(ids[i]);
        if (set < 0) values[i] = ofNone;
        else values[i] = fits[set] ??= Number(fitsLabels(source.labels, labelSets.set(set)));
      }
    }
    return { kind: "booleans", values };
  });
}

const TEXT_TESTS = {
  "STARTS WITH": textStartsWith,
  "ENDS WITH": textEndsWith,
  CONTAINS: textContains,
} as const;

const ARITHMETIC = { "+": true, "-": true, "*": true } as const;

function chain(source: Of<"chain">, context: VectorContext): VectorExpression | undefined {
  if (source.operators.length !== 1) return undefined;
  const [operator] = source.operators;
  const [first, second] = source.operands.map((operand) => vectorExpression(operand, context));
  const { run } = context;
  if (operator === "IN") return containment(source, first, second, context);
  if (operator in TEXT_TESTS) {
    const test = TEXT_TESTS[operator as keyof typeof TEXT_TESTS];
    const of = (batch: Batch): Vector => {
      const [a, b] = [first.of(batch), second.of(batch)];
      if (a.kind === "texts" && b.kind === "constant")
        return mappedTexts(a, batch.count, (text) => test(text, b.value));
      const values = new Uint8Array(batch.count);
      for (let i = 0; i < batch.count; i++)
        values[i] = ternary(test(valueAt(a, i, run.graph), valueAt(b, i, run.graph)));
      return { kind: "booleans", values };
    };
    return { source, isSafe: first.isSafe && second.isSafe, of };
  }
  if (!(operator in ARITHMETIC)) return undefined;
  const rows = byRows(source, context);
  const of = (batch: Batch): Vector =>
    sumOf(operator as keyof typeof ARITHMETIC, first.of(batch), second.of(batch), batch.count) ??
    rows.of(batch);
  return { source, isSafe: false, of };
}

/** Sums, differences and products of numbers; undefined where an INTEGER would not be safe, or something is no number. */
function sumOf(operator: keyof typeof ARITHMETIC, a: Vector, b: Vector, count: number): Vector | undefined {
  const [left, right] = [numbersOf(a, count), numbersOf(b, count)];
  if (left === undefined || right === undefined) return undefined;
  const values = new Float64Array(count);
  const [x, y] = [left.values, right.values];
  if (operator === "+") for (let i = 0; i < count; i++) values[i] = x[i] + y[i];
  else if (operator === "-") for (let i = 0; i < count; i++) values[i] = x[i] - y[i];
  else for (let i = 0; i < count; i++) values[i] = x[i] * y[i];
  const isWhole = left.isWhole && right.isWhole;
  if (isWhole) {
    // -0 is a FLOAT alone
    for (let i = 0; i < count; i++) {
      if (!Number.isSafeInteger(values[i])) return undefined;
      values[i] += 0;
    }
  }
  let nulls = left.nulls;
  if (right.nulls !== undefined) {
    const other = right.nulls;
    nulls = nulls === undefined ? other : nulls.map((isNull, i) => isNull | other[i]);
  }
  return { kind: isWhole ? "integers" : "floats", values, nulls };
}

interface NumberColumns {
  readonly values: Float64Array;
  readonly nulls: Uint8Array | undefined;
  readonly isWhole: boolean;
}

function numbersOf(vector: Vector, count: number): NumberColumns | undefined {
  if (vector.kind === "integers" || vector.kind === "floats")
    return { values: vector.values, nulls: vector.nulls, isWhole: vector.kind === "integers" };
  if (vector.kind !== "constant") return undefined;
  const { value } = vector;
  if (typeof value === "number")
    return { values: new Float64Array(count).fill(value), nulls: undefined, isWhole: false };
  if (typeof value !== "bigint" || !Number.isSafeInteger(Number(value))) return undefined;
  return { values: new Float64Array(count).fill(Number(value)), nulls: undefined, isWhole: true };
}

function containment(
  source: Of<"chain">,
  value: VectorExpression,
  list: VectorExpression,
  { run }: VectorContext,
): VectorExpression | undefined {
  const isConstant = list.source.kind === "constant" || list.source.kind === "parameter";
  const isList = isConstant && Array.isArray(listIn(list));
  if (!isList) return undefined;
  const of = (batch: Batch): Vector => {
    const given = value.of(batch);
    const items = listIn(list);
    if (given.kind === "texts")
      return mappedTexts(given, batch.count, (text) => isContained(text, items, run));
    const values = new Uint8Array(batch.count);
    for (let i = 0; i < batch.count; i++)
      values[i] = ternary(isContained(valueAt(given, i, run.graph), items, run));
    return { kind: "booleans", values };
  };
  return { source, isSafe: value.isSafe, of };
}

function listIn({ of }: VectorExpression): CypherValue {
  const vector = of({ count: 1, columns: new Map() });
  return vector.kind === "constant" ? vector.value : null;
}

/** Functions of one text that give a text or null for it, whatever it is. */
const TEXT_FUNCTIONS: ReadonlySet<string> = new Set(["lower", "toLower", "upper", "toUpper"]);

function call(source: Of<"call">, context: VectorContext): VectorExpression | undefined {
  const { spec, items } = source;
  if (items.length !== 1) return undefined;
  const [item] = items;
  const argument = vectorExpression(item, context);
  const kind = elementKind(item);
  if (spec.name === "id" && argument.isSafe && kind !== undefined) {
    return safe(source, (batch) => {
      const ids = elementIdsOf(argument.of(batch), kind, batch.count);
      const values = new Float64Array(batch.count);
      let nulls: Uint8Array | undefined;
      for (let i = 0; i < batch.count; i++) {
        if (ids[i] !== NONE) values[i] = ids[i];
        else {
          nulls ??= new Uint8Array(batch.count);
          nulls[i] = 1;
        }
      }
      return { kind: "integers", values, nulls };
    });
  }
  if (spec.name === "type" && argument.isSafe && kind === "relationships")
    return typeNames(source, argument, context);
  if (!TEXT_FUNCTIONS.has(spec.name)) return undefined;
  const rows = byRows(source, context);
  const isText = isTextual(item, context);
  let results = new TextResults([]);
  const of = (batch: Batch): Vector => {
    const given = argument.of(batch);
    if (given.kind === "constant" && given.value === null) return NULL;
    if (given.kind !== "texts") return rows.of(batch);
    if (results.from !== given.strings) results = new TextResults(given.strings);
    const run = (text: string) => spec.call([text], context.run.functions as never) as string;
    const codes = results.codesOf(given.codes, batch.count, run);
    return { kind: "texts", codes, strings: results.strings };
  };
  return { source, isSafe: isText && argument.isSafe, of };
}

/** Whether an expression gives texts and nulls alone: an attribute whose type is utf8, or a text itself. */
function isTextual(source: BoundExpression, context: VectorContext): boolean {
  if (source.kind === "constant" || source.kind === "parameter") {
    const value = source.kind === "constant" ? source.value : context.run.parameters.get(source.name);
    return value === null || typeof value === "string";
  }
  if (source.kind !== "property") return (source.type.mask & ~TYPE_BITS.STRING) === 0;
  const kind = elementKind(source.of);
  if (kind === undefined) return false;
  const attribute = (kind === "nodes" ? context.state.nodes : context.state.edges).attribute(source.name);
  return attribute === undefined || (attribute.mixed === undefined && attribute.stored.type === "utf8");
}

function typeNames(
  source: BoundExpression,
  argument: VectorExpression,
  { state }: VectorContext,
): VectorExpression {
  const { labelRows, labelSets } = state.edges;
  const names: string[] = [];
  const codes = new Map<number, number>();
  const codeOf = (set: number): number => {
    let code = codes.get(set);
    if (code === undefined) {
      code = names.push(set < 0 ? "" : labelSets.set(set)[0]) - 1;
      codes.set(set, code);
    }
    return code;
  };
  return safe(source, (batch) => {
    const ids = elementIdsOf(argument.of(batch), "relationships", batch.count);
    const out = new Uint32Array(batch.count);
    for (let i = 0; i < batch.count; i++)
      out[i] = ids[i] === NONE ? NONE : codeOf(Math.max(labelRows.get(ids[i]), -1));
    return { kind: "texts", codes: out, strings: names };
  });
}
