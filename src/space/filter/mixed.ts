/**
 * Conditions on attributes with several types: bound once for each type, as if that were the only one, so that a value
 * is found in whichever column it is. A value that a type cannot be compared with equals no value of it, and is neither
 * less nor greater.
 */
import { type Attribute, ElementState } from "../states/element-state.js";
import type { Binding } from "./binding.js";
import { always, both, type Condition, either, never, rowCondition } from "./condition.js";
import type { Expression, Operand } from "./expression.js";
import { everyRow } from "./row-predicate.js";
import { anyOf, equalPredicate } from "./value-condition.js";

/** An expression that names attributes by itself. */
export type FilterLeaf = Extract<Expression, { kind: "compare" | "between" | "in" | "match" }>;

/** A state in which one attribute has one of its types, and other values of it are absent. */
class StateOfType extends ElementState {
  readonly #whole: ElementState;
  readonly #attribute: Attribute;

  constructor(whole: ElementState, { name, stored, rows }: Attribute) {
    super(whole.pool);
    this.#whole = whole;
    this.#attribute = { name, stored, rows, mixed: undefined };
  }

  get live(): ElementState["live"] {
    return this.#whole.live;
  }

  get labelRows(): ElementState["labelRows"] {
    return this.#whole.labelRows;
  }

  attribute(name: string): Attribute | undefined {
    return name === this.#attribute.name ? this.#attribute : this.#whole.attribute(name);
  }

  *attributes(): Generator<Attribute> {
    for (const attribute of this.#whole.attributes())
      if (attribute.name !== this.#attribute.name) yield attribute;
    yield this.#attribute;
  }

  *schema(): Generator<Attribute["stored"]> {
    for (const { stored } of this.attributes()) yield stored;
  }
}

/** The attributes of several types that an operand is about; undefined if it is about none. */
export function mixedOf(operand: Operand, state: ElementState): readonly Attribute[] | undefined {
  if (operand.kind === "attribute" || operand.kind === "path") return state.attribute(operand.name)?.mixed;
  if (operand.kind === "call" && operand.argument !== undefined) return mixedOf(operand.argument, state);
  return undefined;
}

function operandsOf(expression: FilterLeaf): readonly Operand[] {
  switch (expression.kind) {
    case "between":
      return [expression.operand, expression.low, expression.high];
    case "in":
      return "kind" in expression.list ? [expression.operand] : [expression.operand, ...expression.list];
    default:
      return [expression.left, expression.right];
  }
}

/** The first attribute of several types that an expression names. */
export function mixedIn(expression: FilterLeaf, state: ElementState): readonly Attribute[] | undefined {
  for (const operand of operandsOf(expression)) {
    const mixed = mixedOf(operand, state);
    if (mixed !== undefined) return mixed;
  }
  return undefined;
}

/** The result for each type of an attribute, as if it had that alone. */
export function eachType(
  mixed: readonly Attribute[],
  state: ElementState,
  bind: (state: ElementState) => Condition,
): Condition[] {
  return mixed.map((attribute) => bind(new StateOfType(state, attribute)));
}

/** Binds an expression for each type of an attribute. Throws if no type can be compared with what it asks for. */
export function bindMixed(
  expression: FilterLeaf,
  mixed: readonly Attribute[],
  binding: Binding,
  wanted: boolean,
  bind: (expression: FilterLeaf, binding: Binding, wanted: boolean) => Condition,
): Condition {
  if (expression.kind === "in") {
    const items = itemsOf(expression, binding);
    const values = constantsOf(items, binding);
    // of a list of nothing, every type says the same
    if (items.length > 0 && (values === undefined || expression.operand.kind !== "attribute")) {
      const terms = items.map((right) =>
        bind({ kind: "compare", operator: "=", left: expression.operand, right }, binding, wanted),
      );
      return wanted ? either(terms) : both(terms);
    }
    if (values !== undefined && values.length > 0) return amongConstants(mixed, values, binding, wanted);
  }
  let refused: TypeError | undefined;
  let isFitting = false;
  const terms = eachType(mixed, binding.state, (state) => {
    const narrowed = { ...binding, state };
    try {
      const condition = bind(expression, narrowed, wanted);
      isFitting = true;
      return condition;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refused ??= error;
      return isUnequal(expression, wanted) ? allPresent(expression, state) : never;
    }
  });
  if (!isFitting && refused !== undefined) throw refused;
  return either(terms);
}

/** Whether an expression is as wanted for values of which none equals the other. */
function isUnequal(expression: FilterLeaf, wanted: boolean): boolean {
  if (expression.kind !== "compare") return false;
  return expression.operator === "<>" ? wanted : expression.operator === "=" && !wanted;
}

/** True where all attributes that a comparison names have a value; null as a value is refused by none. */
function allPresent(expression: FilterLeaf, state: ElementState): Condition {
  const terms = operandsOf(expression).map((operand): Condition => {
    if (operand.kind === "literal" || operand.kind === "parameter") return always;
    // what is worked out of another type is absent
    if (operand.kind !== "attribute") return never;
    const attribute = state.attribute(operand.name);
    if (attribute === undefined) return never;
    return either((attribute.mixed ?? [attribute]).map(({ rows }) => rowCondition(rows, everyRow, false)));
  });
  return both(terms);
}

/** The items of a list. */
function itemsOf({ list }: Extract<FilterLeaf, { kind: "in" }>, { parameters }: Binding): readonly Operand[] {
  if (!("kind" in list)) return list;
  return (parameters.lists?.get(list.name) ?? []).map((value): Operand => ({ kind: "literal", value }));
}

/** The values of items that are all constants; undefined if one is not. */
function constantsOf(items: readonly Operand[], { parameters }: Binding): unknown[] | undefined {
  const values: unknown[] = [];
  for (const item of items) {
    if (item.kind === "literal") values.push(item.value);
    else if (item.kind === "parameter") values.push(parameters.values?.get(item.name));
    else return undefined;
  }
  return values;
}

/** True where the value is one of some, each of which some type can be compared with. */
function amongConstants(
  mixed: readonly Attribute[],
  values: readonly unknown[],
  { indices }: Binding,
  wanted: boolean,
): Condition {
  const present = values.filter((value) => value !== null && value !== undefined);
  // a value that is not in the list might be one that is absent
  if (!wanted && present.length < values.length) return never;
  const isFitting = new Set<unknown>();
  let refused: TypeError | undefined;
  const terms = mixed.map((attribute) => {
    const fitting = present.filter((value) => {
      const error = refusalOf(attribute, value);
      if (error === undefined) isFitting.add(value);
      refused = error ?? refused;
      return error === undefined;
    });
    if (fitting.length > 0) return anyOf(attribute, fitting, wanted, indices);
    return wanted ? never : rowCondition(attribute.rows, everyRow, false);
  });
  if (refused !== undefined && present.some((value) => !isFitting.has(value))) throw refused;
  return either(terms);
}

/** Why an attribute of one type cannot be compared with a value; undefined if it can. */
function refusalOf(attribute: Attribute, value: unknown): TypeError | undefined {
  try {
    equalPredicate(attribute.name, attribute.stored.column, value);
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return error;
    throw error;
  }
}
