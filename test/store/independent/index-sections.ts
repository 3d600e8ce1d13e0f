// Sections of indices, as docs/internals/format.md has them: each is compared with the values of the rows that it is of.
import { crc32 } from "node:zlib";
import { type Bytes, check } from "./bytes.js";

interface IndexedRows {
  readonly type: string;
  readonly values: readonly unknown[];
}

/** Checks a section against its rows; its specification. */
export function checkIndexSection(from: Bytes, column: IndexedRows, first: number, count: number): string {
  const specification = from.text();
  check(crc32(from.data.subarray(0, from.at)) === from.u32(), "the checksum of a specification");
  from.align(8);
  check(first + count <= column.values.length, "rows of an index");
  const rows = column.values.slice(first, first + count);
  const { kind, part, layout, fold, positions, ignoreCase } = JSON.parse(specification);
  const isFolded = kind === "text" || (kind === "trigram" && ignoreCase === true);
  check(layout === (isFolded ? 2 : 1), "the layout of an index");
  if (kind === "vector" && part === "codes") checkCodes(from, rows as Float32Array[]);
  else if (kind === "vector") checkBits(from, rows as Float32Array[]);
  else if (kind === "text") checkTexts(from, rows as (string | string[])[], fold, positions);
  else checkTrigrams(from, rows as string[], ignoreCase);
  check(from.isAtEnd, `something behind an index of ${kind}`);
  return specification;
}

function checkCodes(from: Bytes, rows: readonly Float32Array[]): void {
  const pitch = Math.ceil((rows[0]?.length ?? 0) / 16) * 16;
  const codes = rows.map(() => from.take(pitch));
  rows.forEach((row, i) => {
    const [scale, error, norm] = [from.f64(), from.f64(), from.f64()];
    if (!row.every(Number.isFinite)) {
      check(error === Number.POSITIVE_INFINITY, "the error of a row that is not finite");
      return;
    }
    const left = Math.hypot(...Array.from(row, (x, d) => x - scale * codes[i].readInt8(d)));
    check(left <= error && error <= left * (1 + 1e-6) + 1e-12, `the error ${error} of a row with ${left}`);
    check(Math.abs(norm - Math.hypot(...row)) <= 1e-9 * norm, "the norm of a row");
    check(
      codes[i].subarray(row.length).every((code) => code === 0),
      "codes behind a row",
    );
  });
}

function checkBits(from: Bytes, rows: readonly Float32Array[]): void {
  const mean = readArray(from);
  const bytes = Buffer.from(readArray(from));
  const dimensions = rows[0].length;
  const pitch = Math.ceil(dimensions / 16) * 16;
  const finite = rows.filter((row) => row.every(Number.isFinite));
  for (let d = 0; d < dimensions; d++) {
    const sum = finite.reduce((all, row) => all + row[d], 0);
    check(Math.abs(mean[d] - sum / finite.length) < 1e-9, "the mean of a segment");
  }
  const numbers = (rows.length * pitch) / 8;
  check(bytes.length === numbers + 12 * rows.length, "the bits of a segment");
  rows.forEach((row, i) => {
    const around = Array.from(row, (x, d) => x - mean[d]);
    for (let d = 0; d < dimensions; d++) {
      const byte = bytes[(i >> 5) * pitch * 4 + (d >> 2) * 16 + (i & 15)];
      const bit = (byte >> ((i & 16) / 4 + (d & 3))) & 1;
      check(bit === (around[d] > 0 ? 1 : 0), `the sign of number ${d} of row ${i}`);
    }
    const squares = row.reduce((all, x) => all + x * x, 0);
    const share = around.reduce((all, y) => all + y * y, 0) / around.reduce((all, y) => all + Math.abs(y), 0);
    [share, 1 / Math.sqrt(squares), squares].forEach((expected, part) => {
      const found = bytes.readFloatLE(numbers + 4 * (part * rows.length + i));
      check(
        Math.abs(found - expected) <= 1e-5 * expected,
        `number ${part} of row ${i}: ${found}, ${expected}`,
      );
    });
  });
}

function checkTexts(
  from: Bytes,
  rows: readonly (string | string[])[],
  fold: boolean,
  positions: boolean,
): void {
  const wordCount = from.f64();
  const lengths = readArray(from);
  const words = readStrings(from);
  const lists = readLists(from, positions);
  check(words.length === lists.length && lengths.length === rows.length, "the words of an index");
  const expected = new Map<string, Map<number, number[]>>();
  rows.forEach((row, i) => {
    const found = wordsOf(typeof row === "string" ? row : row.join("\n"), fold);
    check(found.length === lengths[i], `the words of row ${i}`);
    found.forEach((word, position) => {
      const list = expected.get(word) ?? new Map<number, number[]>();
      expected.set(word, list.set(i, [...(list.get(i) ?? []), position]));
    });
  });
  check(wordCount === [...lengths].reduce((sum, each) => sum + each, 0), "the words of all rows");
  check(JSON.stringify(words) === JSON.stringify([...expected.keys()].sort()), "the dictionary");
  words.forEach((word, i) => {
    const list = [...(expected.get(word) as Map<number, number[]>)].map(([row, places]) => ({
      row,
      frequency: places.length,
      positions: positions ? places : [],
    }));
    check(JSON.stringify(lists[i]) === JSON.stringify(list), `the rows of ${word}`);
  });
}

/** A text as full case folding has it; there is no ı in those that are checked. */
function withoutCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replace(/ς/g, "σ");
}

/** The words of texts of few scripts. */
function wordsOf(text: string, fold: boolean): string[] {
  const lower = withoutCase(text.normalize("NFKD")).normalize("NFKC");
  const folded = fold ? lower.normalize("NFD").replace(/\p{M}/gu, "") : lower;
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function checkTrigrams(from: Bytes, rows: readonly string[], ignoreCase: boolean): void {
  const trigrams = [...readArray(from)];
  const lists = readLists(from, false);
  const expected = new Map<number, number[]>();
  rows.forEach((row, i) => {
    const bytes = Buffer.from(ignoreCase ? withoutCase(row) : row);
    const own = new Set<number>();
    for (let at = 0; at + 2 < bytes.length; at++) own.add(bytes.readUIntBE(at, 3));
    for (const trigram of own) expected.set(trigram, [...(expected.get(trigram) ?? []), i]);
  });
  const sorted = [...expected.keys()].sort((a, b) => a - b);
  check(JSON.stringify(trigrams) === JSON.stringify(sorted), "the trigrams");
  trigrams.forEach((trigram, i) => {
    const found = lists[i].map(({ row }) => row);
    check(JSON.stringify(found) === JSON.stringify(expected.get(trigram)), `the rows of trigram ${trigram}`);
  });
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

function readArray(from: Bytes): Numbers {
  const type = from.u32();
  const count = from.u32();
  const Kind = [Uint8Array, Uint16Array, Uint32Array, Float64Array][type];
  check(Kind !== undefined, "the type of an array");
  const bytes = Uint8Array.from(from.take(count * Kind.BYTES_PER_ELEMENT));
  from.align(8);
  return new Kind(bytes.buffer);
}

/** Reads whole numbers of seven bits a byte, the lowest first. */
function varints(bytes: Numbers, start = 0): { at: number; next: () => number } {
  const reader = {
    at: start,
    next(): number {
      let [value, shift] = [0, 1];
      for (;;) {
        const byte = bytes[reader.at++];
        check(byte !== undefined, "a number that does not end");
        value += (byte & 127) * shift;
        if (byte < 128) return value;
        shift *= 128;
      }
    },
  };
  return reader;
}

function readStrings(from: Bytes): string[] {
  const [count, unitsMax] = [from.u32(), from.u32()];
  const [bytes, groups] = [readArray(from), readArray(from)];
  const reader = varints(bytes);
  const strings: string[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 16 === 0) check(groups[i / 16] === reader.at, `where string ${i} begins`);
    const shared = reader.next();
    check(i % 16 !== 0 || shared === 0, `string ${i}, which is whole`);
    const own = Array.from({ length: reader.next() }, reader.next);
    strings.push((strings.at(-1) ?? "").slice(0, shared) + String.fromCharCode(...own));
  }
  check(reader.at === bytes.length, "bytes behind the strings");
  check(
    strings.every(({ length }) => length <= unitsMax),
    "the longest string",
  );
  return strings;
}

interface Posting {
  readonly row: number;
  readonly frequency: number;
  readonly positions: number[];
}

function readLists(from: Bytes, hasPositions: boolean): Posting[][] {
  const [rowBytes, positionBytes, rowStarts, positionStarts] = from.many(4, () => readArray(from));
  const [longTerms, longStarts, blocks] = from.many(3, () => readArray(from));
  const [rows, positions] = [varints(rowBytes), varints(positionBytes)];
  const lists: Posting[][] = [];
  for (let term = 0; term + 1 < rowStarts.length; term++) {
    check(rows.at === rowStarts[term] && positions.at === positionStarts[term], `where list ${term} begins`);
    const list: Posting[] = [];
    const ends: number[] = [];
    for (let row = 0; rows.at < rowStarts[term + 1]; ) {
      if (list.length > 0 && list.length % 128 === 0) ends.push(row, rows.at, positions.at);
      const code = rows.next();
      row += Math.floor(code / 2);
      const frequency = code % 2 === 1 ? 1 : rows.next();
      let position = 0;
      const own = hasPositions ? Array.from({ length: frequency }, () => (position += positions.next())) : [];
      list.push({ row, frequency, positions: own });
    }
    lists.push(list);
    const long = longTerms.indexOf(term as never);
    check(long >= 0 === ends.length > 0, `whether list ${term} is a long one`);
    const table = long < 0 ? [] : [...blocks.subarray(longStarts[long] * 3, longStarts[long + 1] * 3)];
    check(JSON.stringify(table) === JSON.stringify(ends), `the blocks of list ${term}`);
  }
  check(rows.at === rowBytes.length && positions.at === positionBytes.length, "bytes behind the lists");
  return lists;
}
