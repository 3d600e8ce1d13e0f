/** Functions of numbers. */

import { fractionOf } from "../../../temporal/duration-parts.js";
import { checkedInteger } from "../arithmetic.js";
import type { CypherValue } from "../value.js";
import { defineBuiltIn, type FunctionSpec, outOfRange, wrongArgument } from "./signature.js";

/** Digits that `round` keeps at most; a FLOAT has no more behind the point. */
const ROUND_PRECISION_MAX = 400n;

/** How a number between two is rounded, by the tenths of the way from the one nearer to 0, and whether that is odd. */
const MODES: Readonly<Record<string, (half: number, isOdd: boolean, isNegative: boolean) => boolean>> = {
  UP: () => true,
  DOWN: () => false,
  CEILING: (_half, _isOdd, isNegative) => !isNegative,
  FLOOR: (_half, _isOdd, isNegative) => isNegative,
  HALF_UP: (half) => half >= 0,
  HALF_DOWN: (half) => half > 0,
  HALF_EVEN: (half, isOdd) => half > 0 || (half === 0 && isOdd),
};

/** Rounds the decimal that a FLOAT prints as. */
function roundTo(value: number, precision: bigint, mode: string): number {
  if (!Object.hasOwn(MODES, mode)) {
    throw wrongArgument("round", 2, `one of ${Object.keys(MODES).join(", ")}`, mode);
  }
  if (precision < 0n || precision > ROUND_PRECISION_MAX) {
    throw outOfRange("round", `a precision from 0 to ${ROUND_PRECISION_MAX}`, precision);
  }
  if (!Number.isFinite(value)) return value;
  const { n, d } = fractionOf(String(Math.abs(value)));
  const scaled = n * 10n ** precision;
  const whole = scaled / d;
  const rest = scaled % d;
  const twice = rest * 2n;
  let half = 0;
  if (twice < d) half = -1;
  else if (twice > d) half = 1;
  const isUp = rest !== 0n && MODES[mode](half, whole % 2n === 1n, value < 0);
  const digits = whole + (isUp ? 1n : 0n);
  const rounded = Number(`${digits}e-${precision}`);
  return value < 0 ? 0 - rounded : rounded;
}

function absolute(value: CypherValue): CypherValue {
  if (typeof value === "bigint") return checkedInteger("abs", value < 0n ? -value : value);
  return Math.abs(value as number);
}

/** A function of one number that gives a FLOAT. */
function ofFloat(name: string, compute: (value: number) => number): FunctionSpec {
  return defineBuiltIn(`${name}(NUMBER) :: FLOAT`, ([value]) => compute(Number(value)));
}

export const MATHEMATICAL_FUNCTIONS: readonly FunctionSpec[] = [
  defineBuiltIn("abs(NUMBER) :: NUMBER", ([value]) => absolute(value)),
  defineBuiltIn("sign(NUMBER) :: INTEGER", ([value]) => {
    const number = value as number | bigint;
    if (number > 0) return 1n;
    return number < 0 ? -1n : 0n;
  }),
  ofFloat("ceil", Math.ceil),
  ofFloat("floor", Math.floor),
  defineBuiltIn("round(NUMBER, INTEGER?, STRING?) :: FLOAT", ([value, precision, mode]) => {
    const number = Number(value);
    if (precision === undefined || (precision === 0n && mode === undefined)) return Math.round(number) + 0;
    return roundTo(number, precision as bigint, (mode as string | undefined)?.toUpperCase() ?? "HALF_UP");
  }),
  defineBuiltIn("isNaN(NUMBER) :: BOOLEAN", ([value]) => Number.isNaN(value)),
  defineBuiltIn("rand() :: FLOAT", (_, context) => context.random(), { isDeterministic: false }),
  defineBuiltIn("e() :: FLOAT", () => Math.E),
  defineBuiltIn("pi() :: FLOAT", () => Math.PI),
  defineBuiltIn("atan2(NUMBER, NUMBER) :: FLOAT", ([y, x]) => Math.atan2(Number(y), Number(x))),
  ofFloat("exp", Math.exp),
  ofFloat("log", Math.log),
  ofFloat("ln", Math.log),
  ofFloat("log10", Math.log10),
  ofFloat("sqrt", Math.sqrt),
  ofFloat("sin", Math.sin),
  ofFloat("cos", Math.cos),
  ofFloat("tan", Math.tan),
  ofFloat("cot", (value) => 1 / Math.tan(value)),
  ofFloat("asin", Math.asin),
  ofFloat("acos", Math.acos),
  ofFloat("atan", Math.atan),
  ofFloat("sinh", Math.sinh),
  ofFloat("cosh", Math.cosh),
  ofFloat("tanh", Math.tanh),
  ofFloat("coth", (value) => 1 / Math.tanh(value)),
  ofFloat("degrees", (value) => (value * 180) / Math.PI),
  ofFloat("radians", (value) => (value * Math.PI) / 180),
  ofFloat("haversin", (value) => (1 - Math.cos(value)) / 2),
];
