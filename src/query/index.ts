/** The public names of groggy/cypher, nothing else. */

export { DateTime } from "../temporal/date-time.js";
export { Duration } from "../temporal/duration.js";
export { LocalDate } from "../temporal/local-date.js";
export { LocalDateTime } from "../temporal/local-date-time.js";
export { LocalTime } from "../temporal/local-time.js";
export { OffsetTime } from "../temporal/offset-time.js";
export { TemporalBase, type TemporalType } from "../temporal/temporal-base.js";
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
