/** Errors of values, in the words of the openCypher TCK. Who runs a query adds phase and place. */

/** The `type` of errors. */
export type CypherErrorType =
  | "ArgumentError"
  | "ArithmeticError"
  | "ConstraintValidationFailed"
  | "EntityNotFound"
  | "ProcedureError"
  | "SemanticError"
  | "SyntaxError"
  | "TypeError";

/** Thrown by what computes with values; `detail` is a word of the TCK, such as `NumberOutOfRange`. */
export class CypherValueError extends Error {
  readonly type: CypherErrorType;
  readonly detail: string;

  constructor(type: CypherErrorType, detail: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "CypherValueError";
    this.type = type;
    this.detail = detail;
  }
}

/** A sum, a product or a conversion that 64 bits do not hold. */
export function integerOverflow(operation: string): CypherValueError {
  return new CypherValueError(
    "ArithmeticError",
    "IntegerOverflow",
    `"${operation}" expected a result of 64 bits, got more`,
  );
}
