/** Procedures and functions of the user's own: their signatures, and rows in and out in JavaScript's values. */
import { describe } from "../../errors.js";
import { isRecord, iterableOf } from "../../structures/arguments.js";
import { checkOptions } from "../../structures/options.js";
import type { FunctionDefinition, ProcedureDefinition, ProcedureField } from "../bind/definitions.js";
import { type StaticType, staticType, TYPE_BITS } from "../bind/static-type.js";
import { toValue } from "../values/convert.js";
import { type ElementSource, NodeValue, RelationshipValue } from "../values/elements.js";
import { findAggregate, findFunction } from "../values/functions/registry.js";
import { type CypherValue, typeWordOf } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";
import { elementIn, valueOut } from "./elements-out.js";

/** How a procedure is declared. Types are the language's; `?` behind one lets null be. */
export interface ProcedureOptions {
  /** Such as "test.labels". */
  readonly name: string;
  /** Types by name, in the order of the arguments. Defaults to none. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Types by name, in the order of the columns. Defaults to none. */
  readonly outputs?: Readonly<Record<string, string>>;
  /**
   * Is given the view that the query reads and the inputs in their order, elements as results have them; gives records,
   * as objects or as arrays. A node or an edge may be given by its id.
   */
  readonly run: (view: never, inputs: readonly unknown[]) => Iterable<object>;
}

/** A procedure that queries can call. */
export class Procedure {
  /** @internal */
  readonly definition: ProcedureDefinition;

  /** @internal */
  constructor(definition: ProcedureDefinition) {
    this.definition = definition;
  }

  /** The name that CALL takes. */
  get name(): string {
    return this.definition.name;
  }
}

/**
 * Declares a procedure for the option `procedures` of queries, or for `graph.procedures`. Types are INTEGER, FLOAT, NUMBER, STRING, BOOLEAN, LIST,
 * MAP, ANY and so on; an INTEGER becomes a FLOAT where that is asked. What `run` gives is checked, and a value of another
 * type ends the query.
 *
 * @throws TypeError for names or types that are none.
 * @example
 * const words = defineProcedure({
 *   name: "my.words",
 *   inputs: { text: "STRING" },
 *   outputs: { word: "STRING" },
 *   run: (_view, [text]) => String(text).split(" ").map((word) => ({ word })),
 * });
 * graph.query("CALL my.words('to be') YIELD word RETURN word", {}, { procedures: [words] }).column("word");
 * // => [ 'to', 'be' ]
 */
export function defineProcedure(options: ProcedureOptions): Procedure {
  checkOptions(options, ["name", "inputs", "outputs", "run"]);
  const { name, inputs = {}, outputs = {}, run } = options;
  checkProcedureName(name);
  if (typeof run !== "function") throw new TypeError(`"run" expected a function, got ${describe(run)}`);
  const ins = readFields("inputs", inputs);
  const outs = readFields("outputs", outputs);
  return new Procedure({
    name,
    inputs: ins,
    outputs: outs,
    *run(values, view, graph) {
      const given = values.map((value, i) => valueOut(checked(name, ins[i], value), "safe", graph));
      const made: unknown = run(view as never, given);
      const records = iterableOf<unknown>(made);
      if (records === undefined) throw notRecords(name, "an iterable of records", made);
      for (const record of records) {
        if (typeof record !== "object" || record === null)
          throw notRecords(name, "records that are objects or arrays", record);
        yield outs.map((field, i) => {
          const place = Array.isArray(record) ? i : field.name;
          const value = (record as Record<string | number, unknown>)[place];
          return valueIn(name, field, value, graph);
        });
      }
    },
  });
}

/** For a procedure whose function gives something else than records. */
function notRecords(procedure: string, expected: string, received: unknown): CypherValueError {
  const message = `"run" of ${procedure} expected to give ${expected}, got ${describe(received)}`;
  return new CypherValueError("TypeError", "InvalidArgumentType", message);
}

/** How a function is declared. Types are the language's; `?` behind one lets null be. */
export interface FunctionOptions {
  /** Such as "text.slug". It is called so in any case, and may not be that of a function of the language. */
  readonly name: string;
  /** Types by name, in the order of the arguments. Defaults to none. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly output: string;
  /** Is given the view that the query reads and the arguments in their order. */
  readonly run: (view: never, inputs: readonly unknown[]) => unknown;
}

/** A function that queries can call. */
export class UserFunction {
  /** @internal */
  readonly definition: FunctionDefinition;

  /** @internal */
  constructor(definition: FunctionDefinition) {
    this.definition = definition;
  }

  /** The name that queries call it by. */
  get name(): string {
    return this.definition.name;
  }
}

/**
 * Declares a function for the option `procedures` of queries, or for `graph.procedures`. It is called for each row, and
 * should give the same for the same arguments. With null for an input that is declared without `?` it is not called and
 * gives null, as the language's own functions do.
 *
 * @throws TypeError for names or types that are none.
 * @example
 * const initials = defineFunction({
 *   name: "text.initials",
 *   inputs: { text: "STRING" },
 *   output: "STRING",
 *   run: (_view, [text]) => String(text).split(" ").map((word) => word[0]).join(""),
 * });
 * graph.query("RETURN text.initials('Ada Byron') AS i", {}, { procedures: [initials] }).column("i"); // => [ 'AB' ]
 */
export function defineFunction(options: FunctionOptions): UserFunction {
  checkOptions(options, ["name", "inputs", "output", "run"]);
  const { name, inputs = {}, output, run } = options;
  checkProcedureName(name);
  if (findFunction(name) !== undefined || findAggregate(name) !== undefined)
    throw new TypeError(`"name" expected one that the language has no function of, got ${describe(name)}`);
  if (typeof run !== "function") throw new TypeError(`"run" expected a function, got ${describe(run)}`);
  const ins = readFields("inputs", inputs);
  const [out] = readFields("options", { output });
  return new UserFunction({
    name,
    minArguments: ins.length,
    maxArguments: ins.length,
    parameterTypes: ins.map(({ type }) => acceptedType(type)),
    resultType: out.type,
    call(values, { graph, view }: { readonly graph: ElementSource; readonly view: unknown }) {
      if (values.some((value, i) => value === null && !ins[i].nullable)) return null;
      const given = values.map((value, i) => valueOut(checked(name, ins[i], value), "safe", graph));
      return valueIn(name, out, run(view as never, given), graph);
    },
  });
}

/** An INTEGER is taken where a FLOAT is asked for. */
function acceptedType(type: StaticType): StaticType {
  return (type.mask & TYPE_BITS.FLOAT) === 0 ? type : { mask: type.mask | TYPE_BITS.INTEGER };
}

function checkProcedureName(name: unknown): asserts name is string {
  if (typeof name !== "string" || !/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name))
    throw new TypeError(`"name" expected a name such as "my.labels", got ${describe(name)}`);
}

/** The result of a function of the caller's, as a value of the declared type. */
function valueIn(
  procedure: string,
  field: ProcedureField,
  given: unknown,
  graph: ElementSource,
): CypherValue {
  const { mask } = field.type;
  const isId = typeof given === "number" && Number.isInteger(given);
  if (isId && (mask === TYPE_BITS.NODE || mask === TYPE_BITS.RELATIONSHIP)) {
    const kind = mask === TYPE_BITS.NODE ? "node" : "relationship";
    if (given < 0 || given >= 2 ** 32 || !graph.hasElement(kind, given))
      throw new CypherValueError(
        "ArgumentError",
        "InvalidArgumentValue",
        `"${field.name}" of ${procedure} expected the id of a ${kind} that is there, got ${given}`,
      );
    return kind === "node" ? new NodeValue(graph, given) : new RelationshipValue(graph, given);
  }
  const value = toValue(given, field.name, (object) => elementIn(object, graph));
  return checked(procedure, field, value);
}

function readFields(what: string, fields: Readonly<Record<string, string>>): ProcedureField[] {
  if (!isRecord(fields))
    throw new TypeError(`"${what}" expected an object of types by name, got ${describe(fields)}`);
  return Object.entries(fields).map(([name, typeText]) => {
    const word = typeof typeText === "string" ? typeText.replace(/\?$/, "") : "";
    if (!(word in TYPE_BITS) && word !== "ANY" && word !== "NUMBER")
      throw new TypeError(`"${what}.${name}" expected a type such as "STRING?", got ${describe(typeText)}`);
    return { name, typeText, nullable: typeText.endsWith("?"), type: staticType(word) };
  });
}

/** A value of a field's type: INTEGER where FLOAT is asked becomes one. */
function checked(procedure: string, field: ProcedureField, value: CypherValue): CypherValue {
  if (value === null) {
    if (field.nullable) return value;
  } else {
    const bit = TYPE_BITS[typeWordOf(value) as keyof typeof TYPE_BITS];
    if ((field.type.mask & bit) !== 0) return value;
    if (typeof value === "bigint" && (field.type.mask & TYPE_BITS.FLOAT) !== 0) return Number(value);
  }
  throw new CypherValueError(
    "TypeError",
    "InvalidArgumentType",
    `"${field.name}" of ${procedure} expected ${field.typeText}, got ${value === null ? "null" : typeWordOf(value)}`,
  );
}
