/** Errors of queries as callers see them: with the place in the text. */
import { CypherError } from "../../errors.js";
import type { CypherFault } from "../text/cypher-fault.js";

/** The status of GQL (ISO/IEC 39075) for a detail of the TCK; for others that of their type. */
const STATUS: Readonly<Record<string, string>> = {
  UndefinedVariable: "42N62",
  VariableAlreadyBound: "42N59",
  VariableTypeConflict: "42N28",
  UnknownFunction: "42N48",
  ProcedureNotFound: "42N08",
  MissingParameter: "42N51",
  IntegerOverflow: "22003",
  FloatingPointOverflow: "22003",
  NumberOutOfRange: "22003",
  DivisionByZero: "22012",
  InvalidArgumentType: "22G03",
  InvalidArgumentValue: "22N11",
  InvalidPropertyType: "22N01",
  DeleteConnectedNode: "G1001",
  DeletedEntityAccess: "22N19",
  SyntaxError: "42001",
  TypeError: "22G03",
  ArithmeticError: "22000",
  ArgumentError: "22N11",
  SemanticError: "42002",
};

/** The error for a fault in a text. */
export function cypherError(fault: CypherFault, text: string): CypherError {
  const { type, phase, detail, message } = fault;
  const offset = Math.max(0, Math.min(fault.offset, text.length));
  const gqlStatus = STATUS[detail] ?? STATUS[type] ?? "50N00";
  return new CypherError(message, { type, phase, detail, gqlStatus, text, offset }, fault.cause ?? fault);
}
