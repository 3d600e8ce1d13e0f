/** What goes wrong in a query, before the text of the query is at hand to make a CypherError of it. */

/** The types of errors in the words of the openCypher TCK. */
export type CypherErrorType =
  | "ArgumentError"
  | "ArithmeticError"
  | "ConstraintValidationFailed"
  | "EntityNotFound"
  | "ParameterMissing"
  | "ProcedureError"
  | "PropertyNotFound"
  | "SemanticError"
  | "SyntaxError"
  | "TypeError";

/** A fault at a place of the text; `detail` is a word of the TCK such as "UndefinedVariable". */
export class CypherFault extends Error {
  readonly type: CypherErrorType;
  readonly phase: "compile" | "runtime";
  readonly detail: string;
  readonly offset: number;

  constructor(
    type: CypherErrorType,
    phase: "compile" | "runtime",
    detail: string,
    message: string,
    offset: number,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.type = type;
    this.phase = phase;
    this.detail = detail;
    this.offset = offset;
  }
}

/** A fault that shows when the text is read or bound. */
export function syntaxFault(detail: string, message: string, offset: number): CypherFault {
  return new CypherFault("SyntaxError", "compile", detail, message, offset);
}
