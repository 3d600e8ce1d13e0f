/** A fault in a query, before the text of the query is at hand to make a CypherError of it. */

import type { CypherErrorType } from "../values/value-error.js";

/** The types of errors in the words of the openCypher TCK. */
export type QueryErrorType = CypherErrorType | "ConstraintVerificationFailed" | "ParameterMissing";

/** A fault at a place of the text; `detail` is a word of the TCK such as "UndefinedVariable". */
export class CypherFault extends Error {
  readonly type: QueryErrorType;
  readonly phase: "compile" | "runtime";
  readonly detail: string;
  readonly offset: number;

  constructor(
    type: QueryErrorType,
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

/** The detail of what is refused since the state it is about never changes. */
export const READ_ONLY_DETAIL = "ReadOnly";

/** A fault that becomes a GroggyError READ_ONLY. */
export function readOnlyFault(message: string, offset: number): CypherFault {
  return new CypherFault("SemanticError", "compile", READ_ONLY_DETAIL, message, offset);
}
