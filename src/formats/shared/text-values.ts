/**
 * Values in text: what type a text may be taken for, and its value in a type. A text is a number only if the number
 * says as much as the text: `007`, `+5`, `1e400` and whole numbers beyond 64 bits stay texts.
 */
import { platform } from "#platform";
import type { ValueType } from "../../view.js";

/** Classes of texts, as bits, so that those of a column are one number. */
export const CLASS_BOOL = 1;
/** Whole numbers of 32 bits; beyond, up to 2^53; beyond, up to 64 bits. */
export const CLASS_INT32 = 2;
export const CLASS_INT53 = 4;
export const CLASS_INT64 = 8;
export const CLASS_FLOAT = 16;
export const CLASS_NAN = 32;
export const CLASS_TIMESTAMP = 64;
export const CLASS_TEXT = 128;

/** The type that all texts of some classes have in common; undefined if there were none. */
export function typeOfClasses(classes: number): ValueType | undefined {
  if (classes === 0) return undefined;
  if (classes === CLASS_BOOL) return "bool";
  if (classes === CLASS_INT32) return "int32";
  if ((classes & ~(CLASS_INT32 | CLASS_INT53 | CLASS_INT64)) === 0) return "int64";
  if ((classes & ~(CLASS_INT32 | CLASS_INT53 | CLASS_FLOAT | CLASS_NAN)) === 0) return "float64";
  return classes === CLASS_TIMESTAMP ? "timestamp" : "utf8";
}

/** Whether a text of a class has a value in a type that was inferred. */
export function classFits(textClass: number, type: ValueType): boolean {
  switch (type) {
    case "bool":
      return textClass === CLASS_BOOL;
    case "int32":
      return textClass === CLASS_INT32;
    case "int64":
      return (textClass & (CLASS_INT32 | CLASS_INT53 | CLASS_INT64)) !== 0;
    case "float64":
      return (textClass & (CLASS_INT32 | CLASS_INT53 | CLASS_FLOAT | CLASS_NAN)) !== 0;
    case "timestamp":
      return textClass === CLASS_TIMESTAMP;
    default:
      return true;
  }
}

const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_A_NUMBER = /^(?:NaN|nan|-?(?:Infinity|inf|Inf))$/;
const BOOLEAN = /^(?:true|false|True|False|TRUE|FALSE)$/;

/** The class of a text. */
export function classOfText(text: string): number {
  const first = text.charCodeAt(0);
  // most texts begin with a letter that no other class begins with
  const isLetter = (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a;
  if (isLetter) {
    if (BOOLEAN.test(text)) return CLASS_BOOL;
    return NOT_A_NUMBER.test(text) ? CLASS_NAN : CLASS_TEXT;
  }
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2e || first === 0x2b;
  if (!isNumeric) return CLASS_TEXT;
  if (NUMBER.test(text)) return classOfNumber(text);
  if (NOT_A_NUMBER.test(text)) return CLASS_NAN;
  const moment = momentIn(text);
  return moment?.isExact ? CLASS_TIMESTAMP : CLASS_TEXT;
}

function classOfNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) return CLASS_TEXT;
  if (!/^-?\d+$/.test(text) || Object.is(value, -0)) return CLASS_FLOAT;
  if (value === (value | 0)) return CLASS_INT32;
  if (Number.isSafeInteger(value)) return CLASS_INT53;
  const whole = BigInt(text);
  return BigInt.asIntN(64, whole) === whole ? CLASS_INT64 : CLASS_TEXT;
}

/** The class of a text in UTF-8. Short whole and decimal numbers are told without making a string. */
export function classOfBytes(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  if (end - start > 40 || start === end) return start === end ? CLASS_TEXT : longClass(bytes, start, end);
  if (first > 0x39) {
    const lower = first | 0x20;
    // t f n i
    if (lower !== 0x74 && lower !== 0x66 && lower !== 0x6e && lower !== 0x69) return CLASS_TEXT;
    // true, false, nan, inf, Infinity
    const size = end - start;
    const isSize =
      lower === 0x74
        ? size === 4
        : lower === 0x66
          ? size === 5
          : size === 3 || (lower === 0x69 && size === 8);
    if (!isSize) return CLASS_TEXT;
    return classOfText(platform.decodeUtf8(bytes, start, end));
  }
  if (first < 0x2b || first === 0x2c || first === 0x2f) return CLASS_TEXT;
  const isNegative = first === 0x2d;
  const from = isNegative ? start + 1 : start;
  let i = from;
  let value = 0;
  for (; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === end && i > from && i - from <= 15) {
    if (bytes[from] === 0x30 && i - from > 1) return CLASS_TEXT;
    if (isNegative && value === 0) return CLASS_FLOAT;
    return value <= (isNegative ? 2147483648 : 2147483647) ? CLASS_INT32 : CLASS_INT53;
  }
  if (i < end && bytes[i] === 0x2e && i > from && (bytes[from] !== 0x30 || i - from === 1)) {
    let k = i + 1;
    while (k < end && bytes[k] >= 0x30 && bytes[k] <= 0x39) k++;
    if (k === end) return CLASS_FLOAT;
  }
  return classOfText(platform.decodeUtf8(bytes, start, end));
}

/** A number may have any number of digits; nothing else that is long has a class of its own. */
function longClass(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 1100) return CLASS_TEXT;
  return classOfText(platform.decodeUtf8(bytes, start, end));
}

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * The number in a text, where up to 15 digits and a small exponent make one exactly (Clinger, 1990); NaN otherwise,
 * also for numbers, which `Number` then reads.
 */
export function fastNumber(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let i = isNegative ? start + 1 : start;
  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  for (; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
    digits++;
  }
  if (i < end && bytes[i] === 0x2e) {
    const from = ++i;
    for (; i < end; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      digits++;
    }
    exponent = from - i;
  }
  if (i !== end || digits === 0 || digits > 15) return Number.NaN;
  const value = exponent === 0 ? mantissa : mantissa / POWERS[-exponent];
  return isNegative ? -value : value;
}

/** The whole number of up to 15 digits in a text; NaN otherwise. */
export function fastWhole(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let i = isNegative ? start + 1 : start;
  if (i === end || end - i > 15) return Number.NaN;
  let value = 0;
  for (; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? -value : value;
}

/** The number in a text of plain digits; NaN otherwise, also for some numbers, which `numberIn` then reads. */
export function plainNumber(text: string): number {
  const first = text.charCodeAt(0);
  // 0x10 and 0b1 are numbers to `Number`
  if (first < 0x2d || first > 0x39 || (first === 0x30 && text.charCodeAt(1) > 0x39)) return Number.NaN;
  return Number(text);
}

/** The whole number of up to 15 digits in a text; NaN otherwise. */
export function plainWhole(text: string): number {
  const { length } = text;
  const isNegative = text.charCodeAt(0) === 0x2d;
  let i = isNegative ? 1 : 0;
  if (i === length || length - i > 15) return Number.NaN;
  let value = 0;
  for (; i < length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? -value : value;
}

/** A number as people and programs write it, white space around it aside; undefined if it is none. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return Number(trimmed);
  const named = /^([+-]?)(?:(nan)|inf(?:inity)?|1\.#INF)$/i.exec(trimmed);
  if (named !== null)
    return named[2] !== undefined
      ? Number.NaN
      : named[1] === "-"
        ? Number.NEGATIVE_INFINITY
        : Number.POSITIVE_INFINITY;
  return hexFloat(trimmed);
}

/** Hexadecimal floats as C writes them: 0x1.5p-2. */
function hexFloat(text: string): number | undefined {
  const parts = /^([+-]?)0x([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i.exec(text);
  if (parts === null || (parts[2] === "" && !parts[3])) return undefined;
  const [, sign, whole, fraction = "", power = "0"] = parts;
  let value = 0;
  for (const digit of whole) value = value * 16 + Number.parseInt(digit, 16);
  let scale = 1;
  for (const digit of fraction) {
    scale /= 16;
    value += Number.parseInt(digit, 16) * scale;
  }
  const number = value * 2 ** Number(power);
  return sign === "-" ? -number : number;
}

/** A whole number as people and programs write it; undefined if it is none. `5.0` is one. */
export function wholeIn(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+)(?:\.0*)?$/.exec(text.trim());
  // beyond 64 bits by far, and converting costs the square of the length
  if (match === null || match[2].length > 400) return undefined;
  const whole = BigInt(match[2]);
  return match[1] === "-" ? -whole : whole;
}

/** A boolean as programs write it; undefined if it is none. */
export function booleanIn(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case "true":
    case "1":
      return true;
    case "false":
    case "0":
      return false;
    default:
      return undefined;
  }
}

/** A moment in ms since 1970; not exact if the text has parts of a ms. */
export interface Moment {
  readonly ms: number;
  readonly isExact: boolean;
}

const MOMENT =
  /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?))?(\[[\w/+-]+\])?)?$/;

/** A date, or a date and a time, as in ISO 8601; in UTC where no zone is given. */
export function momentIn(text: string): Moment | undefined {
  if (text.length < 10 || text.length > 80) return undefined;
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [, years, months, days, hours = "0", minutes = "0", seconds = "0", fraction = "", zone = "", name] =
    match;
  if (years === "-000000") return undefined;
  const [year, month, day, hour, minute, second] = [years, months, days, hours, minutes, seconds].map(Number);
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day || day === 0) return undefined;
  const digits = fraction.padEnd(9, "0");
  date.setUTCHours(hour, minute, second, Number(digits.slice(0, 3)));
  const ms = date.getTime() - zoneMs(zone);
  if (!(Math.abs(ms) <= 8.64e15)) return undefined;
  return { ms, isExact: name === undefined && /^0*$/.test(digits.slice(3)) };
}

function zoneMs(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const ms = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
  return match[1] === "-" ? -ms : ms;
}

/** A number of a float column as text that is not taken for a whole number: `1` is `1.0`. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** A number of a float32 column in as few digits as tell it from other such numbers. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value) || value === 0)
    return Object.is(value, -0) ? "-0.0" : value === 0 ? "0.0" : String(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return floatText(short);
  }
  return floatText(Number(value.toPrecision(9)));
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64. */
export function base64Text(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += BASE64[word >>> 18] + BASE64[(word >>> 12) & 63];
    text += i + 1 < bytes.length ? BASE64[(word >>> 6) & 63] : "=";
    text += i + 2 < bytes.length ? BASE64[word & 63] : "=";
  }
  return text;
}

/** The bytes of base64; undefined if it is none. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const plain = text.replaceAll(/\s/g, "");
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return undefined;
  return platform.decodeBase64(plain);
}
