/** Functions that make dates, times and durations. */
import type { DateTime } from "../../../temporal/date-time.js";
import { TemporalError } from "../../../temporal/temporal-error.js";
import { UTC } from "../../../temporal/zones.js";
import {
  durationBetween,
  durationInDays,
  durationInMonths,
  durationInSeconds,
} from "../temporal/arithmetic.js";
import {
  constructDuration,
  constructInstant,
  currentInstant,
  fromEpoch,
  type InstantForm,
  readZone,
} from "../temporal/construct.js";
import type { FieldMap } from "../temporal/map-fields.js";
import { truncateInstant } from "../temporal/truncate.js";
import { type CypherValue, describeValue, type InstantValue } from "../value.js";
import { defineBuiltIn, type FunctionContext, type FunctionSpec } from "./signature.js";

const RESULTS: Readonly<Record<InstantForm, string>> = {
  date: "DATE",
  localtime: "LOCAL TIME",
  time: "ZONED TIME",
  localdatetime: "LOCAL DATETIME",
  datetime: "ZONED DATETIME",
};

const INSTANT = "DATE | LOCAL TIME | ZONED TIME | LOCAL DATETIME | ZONED DATETIME";

/** The clocks that `date.statement()` and its like ask. */
const CLOCKS: readonly (readonly [string, (context: FunctionContext) => DateTime])[] = [
  ["transaction", (context) => context.transactionTime],
  ["statement", (context) => context.statementTime],
  ["realtime", (context) => context.realTime()],
];

function instantFunctions(form: InstantForm): FunctionSpec[] {
  const result = RESULTS[form];
  const clocks = CLOCKS.map(([name, ask]) =>
    defineBuiltIn(
      `${form}.${name}(STRING?) :: ${result}`,
      ([zone], context) => currentInstant(form, ask(context), zone === undefined ? UTC : readZone(zone)),
      { isDeterministic: false },
    ),
  );
  return [
    defineBuiltIn(
      `${form}(STRING | MAP | ${INSTANT}?) :: ${result}`,
      ([given], context) => {
        const now = () => context.statementTime;
        return given === undefined ? currentInstant(form, now(), UTC) : constructInstant(form, given, now);
      },
      // without an argument, or with a zone alone, it is the time
      { isDeterministic: false },
    ),
    ...clocks,
    defineBuiltIn(
      `${form}.truncate(STRING, ${INSTANT}?, MAP?) :: ${result}`,
      ([unit, value, fields], context) => {
        const now = () => context.statementTime;
        const given = value === undefined ? now() : value;
        return truncateInstant(form, unit as string, given, (fields ?? new Map()) as FieldMap, now);
      },
      { isDeterministic: false },
    ),
  ];
}

function between(name: string, compute: (from: InstantValue, to: InstantValue) => CypherValue): FunctionSpec {
  return defineBuiltIn(`duration.${name}(${INSTANT}, ${INSTANT}) :: DURATION`, ([from, to]) =>
    compute(from as InstantValue, to as InstantValue),
  );
}

const NANOSECONDS = { seconds: 1_000_000_000n, milliseconds: 1_000_000n };

export const TEMPORAL_FUNCTIONS: readonly FunctionSpec[] = [
  ...(Object.keys(RESULTS) as InstantForm[]).flatMap(instantFunctions),
  defineBuiltIn("duration(STRING | MAP | DURATION) :: DURATION", ([given]) => constructDuration(given)),
  between("between", durationBetween),
  between("inMonths", durationInMonths),
  between("inDays", durationInDays),
  between("inSeconds", durationInSeconds),
  defineBuiltIn("datetime.fromepoch(INTEGER, INTEGER?) :: ZONED DATETIME", ([seconds, nanoseconds = 0n]) => {
    const rest = nanoseconds as bigint;
    if (rest < 0n || rest > 999_999_999n) {
      throw new TemporalError(`"nanoseconds" expected 0 to 999999999, got ${describeValue(rest)}`);
    }
    return fromEpoch((seconds as bigint) * NANOSECONDS.seconds + rest, UTC);
  }),
  defineBuiltIn("datetime.fromepochmillis(INTEGER) :: ZONED DATETIME", ([milliseconds]) =>
    fromEpoch((milliseconds as bigint) * NANOSECONDS.milliseconds, UTC),
  ),
];
