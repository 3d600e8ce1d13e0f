/** The public names of groggy/cypher, nothing else. */

export { CypherError } from "../errors.js";
export { DateTime } from "../temporal/date-time.js";
export { Duration } from "../temporal/duration.js";
export { LocalDate } from "../temporal/local-date.js";
export { LocalDateTime } from "../temporal/local-date-time.js";
export { LocalTime } from "../temporal/local-time.js";
export { OffsetTime } from "../temporal/offset-time.js";
export { TemporalBase, type TemporalType } from "../temporal/temporal-base.js";
export { CypherText, cypher } from "./result/cypher-text.js";
export type { ResultEdge, ResultNode, ResultPath } from "./result/elements-out.js";
export { ProcedureList, type UserDefined } from "./result/kept-procedures.js";
export { QueryResult, type QuerySummary } from "./result/query-result.js";
export { format, parse } from "./result/query-text.js";
export type { AsyncQueryOptions, QueryOptions } from "./result/run-query.js";
export {
  defineFunction,
  defineProcedure,
  type FunctionOptions,
  Procedure,
  type ProcedureOptions,
  UserFunction,
} from "./result/user-procedures.js";
export type {
  ArithmeticSymbol,
  BinaryOperator,
  CallExpression,
  Clause,
  ComparisonSymbol,
  GroupPattern,
  LabelExpression,
  MapLiteral,
  Name,
  NodePattern,
  Paging,
  PathPattern,
  PathSelector,
  PatternElement,
  ProjectedEntry,
  Projection,
  ProjectionItem,
  QueryBody,
  QueryExpression,
  RelationshipPattern,
  RemoveItem,
  Repetition,
  SetItem,
  SingleQuery,
  SortItem,
  Statement,
  TextRange,
  TypeName,
  YieldItem,
} from "./text/tree.js";
export type { IntegersOut } from "./values/convert.js";
export { CypherFloat, float } from "./values/float.js";
export { Point, type ReferenceSystem } from "./values/point.js";
export {
  date,
  datetime,
  duration,
  type InstantGiven,
  localdatetime,
  localtime,
  time,
} from "./values/temporal/make.js";
