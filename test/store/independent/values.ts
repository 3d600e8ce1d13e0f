// Values, row indices, bitmaps and hash trees, as docs/internals/format.md has them.
import type { Bytes } from "./bytes.js";

/** Values as JavaScript's; those of a vector's rows are Float32Arrays. */
export function readValues(from: Bytes, type: string): unknown[] {
  const kind = from.u8();
  const values = READ_VALUES[kind](from, type);
  from.align(8);
  return values;
}

const READ_VALUES: readonly ((from: Bytes, type: string) => unknown[])[] = [
  function numbers(from, type) {
    const read = [from.i32, from.f32, from.f64, from.i64][from.u8()];
    from.align(8);
    const [width, count] = [from.u32(), from.u32()];
    if (type.startsWith("vector"))
      return from.many(count, () => Float32Array.from(from.many(width, from.f32)));
    const values = from.many<number | bigint>(count, read);
    if (type === "integer")
      return values.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
    return type === "timestamp" ? values.map((value) => new Date(Number(value))) : values;
  },
  function bits(from) {
    from.align(8);
    const count = from.u32();
    const bytes = from.take(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => ((bytes[i >> 3] >> (i & 7)) & 1) === 1);
  },
  function bytes(from, type) {
    const offsets = readOffsets(from);
    const all = from.take(offsets.at(-1) as number);
    return offsets.slice(1).map((end, i) => {
      const own = all.subarray(offsets[i], end);
      if (type === "binary") return Uint8Array.from(own);
      if (TEMPORAL.includes(type)) return `${type} ${own.toString("hex")}`;
      return type === "json" ? JSON.parse(own.toString("utf8")) : own.toString("utf8");
    });
  },
  function codes(from) {
    const width = from.u8();
    from.align(8);
    const [count, stringCount] = [from.u32(), from.u32()];
    const own = from.many(count, () => from.take(width).readUIntLE(0, width));
    const strings = from.many(stringCount, from.text);
    return own.map((code) => strings[code]);
  },
  function list(from, type) {
    const offsets = readOffsets(from);
    const elements = readValues(from, type.slice("list<".length, -1));
    return offsets.slice(1).map((end, i) => elements.slice(offsets[i], end));
  },
];

/** Types whose values are bytes in an order of their own, which are given as hexadecimal digits. */
const TEMPORAL = ["date", "localtime", "time", "localdatetime", "datetime", "duration"];

function readOffsets(from: Bytes): number[] {
  from.align(8);
  const count = from.u32();
  from.u32();
  const offsets = from.many(count + 1, from.u32);
  from.align(8);
  return offsets;
}

export function readRowIndex(from: Bytes): Map<number, number> {
  const [length, pageCount] = [from.u32(), from.u32()];
  const firsts = from.many(pageCount, from.i32);
  const kinds = from.many(pageCount, from.u8);
  from.align(4);
  const rows = new Map<number, number>();
  for (let page = 0; page < pageCount; page++) {
    const listed = kinds[page] === 2 ? from.many(4096, from.i32) : undefined;
    for (let i = 0; i < 4096 && page * 4096 + i < length; i++) {
      const row = listed?.[i] ?? firsts[page] + (kinds[page] === 1 ? i : 0);
      if (row >= 0) rows.set(page * 4096 + i, row);
    }
  }
  return rows;
}

export function readBitmap(from: Bytes): Set<number> {
  const kinds = from.many(from.u32(), from.u8);
  from.align(4);
  const ids = new Set<number>();
  kinds.forEach((kind, chunk) => {
    const bits = kind === 2 ? from.take(8192) : Buffer.alloc(8192, kind === 1 ? 0xff : 0);
    for (let i = 0; i < 65_536; i++) if ((bits[i >> 3] >> (i & 7)) & 1) ids.add(chunk * 65_536 + i);
  });
  return ids;
}

/** The hashes of leaves that there are, by column and the leaf's number. */
export function readTrees(from: Bytes, count: number): Map<string, Map<number, string>> {
  const none = "0".repeat(64);
  return new Map(
    from.many(count, () => {
      const [name, leaves] = [from.text(), new Map<number, string>()];
      from.many(from.u32(), () => {
        const page = from.u32();
        from.many(64, from.hash).forEach((hash, i) => {
          if (hash !== none) leaves.set(page * 64 + i, hash);
        });
      });
      return [name, leaves];
    }),
  );
}
