/** Procedures of the user's own: their signatures, and rows in and out in JavaScript's values. */
import { describe } from "../../errors.js";
import { checkOptions } from "../../structures/options.js";
import type { ProcedureDefinition, ProcedureField } from "../bind/definitions.js";
import { staticType, TYPE_BITS } from "../bind/static-type.js";
import { fromValue, toValue } from "../values/convert.js";
import { type CypherValue, typeWordOf } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";

/** How a procedure is declared. Types are the language's; `?` behind one lets null be. */
export interface ProcedureOptions {
  /** Such as "test.labels". */
  readonly name: string;
  /** Types by name, in the order of the arguments. Defaults to none. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Types by name, in the order of the columns. Defaults to none. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Is given the view that the query reads and the inputs in their order; gives records, as objects or as arrays. */
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
 * Declares a procedure for the option `procedures` of queries. Types are INTEGER, FLOAT, NUMBER, STRING, BOOLEAN, LIST,
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
  if (typeof name !== "string" || !/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name))
    throw new TypeError(`"name" expected a name such as "my.labels", got ${describe(name)}`);
  if (typeof run !== "function") throw new TypeError(`"run" expected a function, got ${describe(run)}`);
  const ins = readFields("inputs", inputs);
  const outs = readFields("outputs", outputs);
  return new Procedure({
    name,
    inputs: ins,
    outputs: outs,
    *run(values, view) {
      const given = values.map((value, i) =>
        fromValue(checked(name, ins[i], value), "safe", ({ kind, ...element }) => ({ kind, ...element })),
      );
      for (const record of run(view as never, given)) {
        yield outs.map((field, i) => {
          const place = Array.isArray(record) ? i : field.name;
          const value = toValue((record as Record<string | number, unknown>)[place], field.name);
          return checked(name, field, value);
        });
      }
    },
  });
}

function readFields(what: string, fields: Readonly<Record<string, string>>): ProcedureField[] {
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
