/** How a table is written, found over its beginning where the options do not say: delimiter, quote, escape. */
import { isRoleName } from "./columns.js";
import { type Dialect, ROW_BLANK, ROW_DATA, ROW_FAULTY, ROW_NONE, RowScanner } from "./row-scanner.js";

const COMMA = 44;
const SEMICOLON = 59;
const TAB = 9;
const PIPE = 124;
const QUOTE = 34;
const APOSTROPHE = 39;
const BACKSLASH = 92;
const LF = 10;
const CR = 13;

/** So many rows are looked at for each way in which a table may be written. */
const ROWS = 500;

/** The dialect by the options; undefined where it is to be found out, a quote of -1 where there is none. */
export interface GivenDialect {
  readonly delimiter: number | undefined;
  readonly quote: number | undefined;
  readonly escape: number | undefined;
  readonly comment: number;
}

/** The way of writing under which the rows of a sample are most alike. */
export function findDialect(sample: Uint8Array, isWhole: boolean, given: GivenDialect): Dialect {
  const delimiters = given.delimiter === undefined ? [COMMA, TAB, SEMICOLON, PIPE] : [given.delimiter];
  const quotes = given.quote === undefined ? [QUOTE, APOSTROPHE] : [given.quote];
  let best: Dialect | undefined;
  let most = -1;
  for (const quote of quotes) {
    // a quote that nowhere opens a field is no quote
    if (quote === APOSTROPHE && given.quote === undefined && !opensField(sample, quote, delimiters)) continue;
    for (const delimiter of delimiters) {
      for (const marks of escapesFor(sample, quote, given.escape)) {
        const dialect = { delimiter, quote, comment: given.comment, ...marks };
        const score = scoreOf(sample, isWhole, dialect);
        if (score > most) {
          most = score;
          best = dialect;
        }
      }
    }
  }
  return best as Dialect;
}

/**
 * The number of fields that the rows behind the first one have between another delimiter, where the table has one column:
 * then the first line may be no header. Undefined if they are not alike.
 */
export function widthBehindFirst(
  sample: Uint8Array,
  isWhole: boolean,
  dialect: Dialect,
): { readonly delimiter: string; readonly width: number } | undefined {
  for (const delimiter of [COMMA, TAB, SEMICOLON, PIPE]) {
    if (delimiter === dialect.delimiter) continue;
    const scanner = new RowScanner({ ...dialect, delimiter });
    scanner.feed(sample);
    scanner.isFinal = isWhole;
    let rows = 0;
    let width = 0;
    let isAlike = true;
    for (let kind = scanner.next(); kind !== ROW_NONE && rows < ROWS && isAlike; kind = scanner.next()) {
      if (kind === ROW_BLANK) continue;
      if (rows++ === 0) continue;
      if (width === 0) width = scanner.count;
      isAlike = kind === ROW_DATA && scanner.count === width && width > 1;
    }
    if (isAlike && rows > 2) return { delimiter: String.fromCharCode(delimiter), width };
  }
  return undefined;
}

type Escapes = Pick<Dialect, "escape" | "plainEscape">;

/** The ways in which signs may be escaped, the simplest first, which counts where several do as well. */
function escapesFor(sample: Uint8Array, quote: number, given: number | undefined): readonly Escapes[] {
  const doubled = { escape: quote, plainEscape: -1 };
  if (given !== undefined) return [given === quote ? doubled : { escape: given, plainEscape: given }];
  if (sample.indexOf(BACKSLASH) < 0) return [doubled];
  return [doubled, { escape: BACKSLASH, plainEscape: -1 }, { escape: BACKSLASH, plainEscape: BACKSLASH }];
}

/** Whether a sign stands where a field may begin. */
function opensField(sample: Uint8Array, quote: number, delimiters: readonly number[]): boolean {
  for (let at = sample.indexOf(quote); at >= 0; at = sample.indexOf(quote, at + 1)) {
    const before = at === 0 ? LF : sample[at - 1];
    if (before === LF || before === CR || delimiters.includes(before)) return true;
  }
  return false;
}

/** How alike the rows are, first of all; then how many names of the header are known, and how many fields there are. */
function scoreOf(sample: Uint8Array, isWhole: boolean, dialect: Dialect): number {
  const scanner = new RowScanner(dialect);
  scanner.feed(sample);
  scanner.isFinal = isWhole;
  const counts = new Map<number, number>();
  let rows = 0;
  let faults = 0;
  let known = 0;
  let width = -1;
  for (let kind = scanner.next(); kind !== ROW_NONE && rows < ROWS; kind = scanner.next()) {
    if (kind === ROW_BLANK) continue;
    rows++;
    if (kind === ROW_FAULTY) faults++;
    else if (kind === ROW_DATA) counts.set(scanner.count, (counts.get(scanner.count) ?? 0) + 1);
    if (width < 0) {
      width = kind === ROW_DATA ? scanner.count : 0;
      known = kind === ROW_DATA ? knownNames(scanner) : 0;
    }
  }
  if (rows === 0) return 0;
  // rows are to be like the first one
  const share = Math.max(0, (counts.get(width) ?? 0) - faults) / rows;
  // one field a row is what any wrong delimiter gives
  const isTable = width > 1 ? 1 : 0;
  return isTable * (1000 * share + 100 * known + Math.min(width, 50)) + 0.5 * share;
}

function knownNames(scanner: RowScanner): number {
  let known = 0;
  for (let i = 0; i < scanner.count; i++) {
    const bytes = (scanner.kinds[i] === 2 ? scanner.texts : scanner.buffer).subarray(
      scanner.starts[i],
      scanner.ends[i],
    );
    if (bytes.length < 64 && isRoleName(new TextDecoder().decode(bytes))) known++;
  }
  return known;
}
