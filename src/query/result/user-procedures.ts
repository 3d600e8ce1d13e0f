/** Procedures and functions of the user's own: their signatures, and rows in and out in JavaScript's values. */
import { describe } from "../../errors.js";
import { iterableOf } from "../../structures/arguments.js";
import { checkOptions } from "../../structures/options.js";
import type { FunctionDefinition, ProcedureDefinition } from "../bind/definitions.js";
import type { ElementSource } from "../values/elements.js";
import { findAggregate, findFunction } from "../values/functions/registry.js";
import { CypherValueError } from "../values/value-error.js";
import { valueOut } from "./elements-out.js";
import { acceptedType, batchRows, checkedField, fieldValue, readFields } from "./procedure-fields.js";

/**
 * How a procedure is declared, with either `run` or `batches`. Types are the language's: `?` behind one lets null be,
 * `|` between two stands for either, and `LIST<FLOAT>` is a list of one type.
 */
export interface ProcedureOptions {
  /** Such as "test.labels". */
  readonly name: string;
  /** Types by name, in the order of the arguments. Defaults to none. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Types by name, in the order of the columns. Defaults to none. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** A sentence for `groggy.procedures()`. */
  readonly description?: string;
  /**
   * Is given the view that the query reads and the inputs in their order, elements as results have them; gives records,
   * as objects or as arrays. A node or an edge may be given by its id.
   */
  readonly run?: (view: never, inputs: readonly unknown[]) => Iterable<object>;
  /**
   * As `run`, and gives many rows at a time: objects with an array for each output, all of one length. Typed arrays of
   * numbers and of ids cost least.
   */
  readonly batches?: (view: never, inputs: readonly unknown[]) => Iterable<object>;
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
  checkOptions(options, ["name", "inputs", "outputs", "description", "run", "batches"]);
  const { name, inputs = {}, outputs = {}, description, run, batches } = options;
  checkProcedureName(name);
  checkDescription(description);
  const body = batches ?? run;
  if (batches !== undefined && run !== undefined)
    throw new TypeError('expected either "run" or "batches", got both');
  if (typeof body !== "function")
    throw new TypeError(
      `"${batches === undefined ? "run" : "batches"}" expected a function, got ${describe(body)}`,
    );
  const ins = readFields("inputs", inputs);
  const outs = readFields("outputs", outputs);
  return new Procedure({
    name,
    inputs: ins,
    outputs: outs,
    description,
    *run(values, view, graph) {
      const given = values.map((value, i) => valueOut(checkedField(name, ins[i], value), "safe", graph));
      const made: unknown = body(view as never, given);
      const records = iterableOf<unknown>(made);
      if (records === undefined)
        throw notRecords(name, batches ? "an iterable of batches" : "an iterable of records", made);
      if (batches !== undefined) {
        for (const batch of records) yield* batchRows(name, outs, batch, graph);
        return;
      }
      for (const record of records) {
        if (typeof record !== "object" || record === null)
          throw notRecords(name, "records that are objects or arrays", record);
        yield outs.map((field, i) => {
          const place = Array.isArray(record) ? i : field.name;
          const value = (record as Record<string | number, unknown>)[place];
          return fieldValue(name, field, value, graph);
        });
      }
    },
  });
}

/** For a procedure whose function gives something else than records. */
function notRecords(procedure: string, expected: string, received: unknown): CypherValueError {
  const message = `"${expected.includes("batches") ? "batches" : "run"}" of ${procedure} expected to give ${expected}, got ${describe(received)}`;
  return new CypherValueError("TypeError", "InvalidArgumentType", message);
}

/** How a function is declared. Types are the language's; `?` behind one lets null be. */
export interface FunctionOptions {
  /** Such as "text.slug". It is called so in any case, and may not be that of a function of the language. */
  readonly name: string;
  /** Types by name, in the order of the arguments. Defaults to none. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly output: string;
  /** A sentence for `groggy.functions()`. */
  readonly description?: string;
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
  checkOptions(options, ["name", "inputs", "output", "description", "run"]);
  const { name, inputs = {}, output, description, run } = options;
  checkProcedureName(name);
  checkDescription(description);
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
    description,
    call(values, { graph, view }: { readonly graph: ElementSource; readonly view: unknown }) {
      if (values.some((value, i) => value === null && !ins[i].nullable)) return null;
      const given = values.map((value, i) => valueOut(checkedField(name, ins[i], value), "safe", graph));
      return fieldValue(name, out, run(view as never, given), graph);
    },
  });
}

function checkDescription(description: unknown): void {
  if (description !== undefined && typeof description !== "string")
    throw new TypeError(`"description" expected a string, got ${describe(description)}`);
}

function checkProcedureName(name: unknown): asserts name is string {
  if (typeof name !== "string" || !/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name))
    throw new TypeError(`"name" expected a name such as "my.labels", got ${describe(name)}`);
}
