/**
 * Values of rows as bytes: a byte for how they lie, then Arrow's buffers, each aligned to 8 bytes, so that those
 * read into aligned memory are used in place. `docs/internals/format.md` has the layout.
 */
import { type RawNumbers, type RawValues, sliceRaw } from "../../pool/raw-values.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";

const KINDS = ["numbers", "bits", "bytes", "codes", "list"] as const satisfies RawValues["kind"][];
const NUMBERS = [Int32Array, Float32Array, Float64Array, BigInt64Array] as const;
/** The widths of codes in bytes: the narrowest that reaches all strings. */
const CODES = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;
const ALIGNMENT = 8;
/** A few codes of many strings are looked up in a map, which is slower and no longer than they are. */
const DENSE_RATIO_MAX = 8;

/** Writes values as `readValues` takes them. */
export function writeValues(writer: ByteWriter, raw: RawValues): void {
  writer.u8(KINDS.indexOf(raw.kind));
  switch (raw.kind) {
    case "numbers":
      writer.u8(NUMBERS.findIndex((Kind) => raw.values instanceof Kind)).align(ALIGNMENT);
      writer
        .u32(raw.width)
        .u32(raw.values.length / raw.width)
        .numbers(raw.values);
      break;
    case "bits":
      writer.align(ALIGNMENT).u32(raw.count).raw(cleanBits(raw.bits, raw.count));
      break;
    case "bytes": {
      const { offsets, bytes } = raw;
      writer.align(ALIGNMENT);
      writeOffsets(writer, offsets);
      writer.raw(bytes.subarray(offsets[0], offsets[0] + span(offsets)));
      break;
    }
    case "codes":
      writeCodes(writer, raw);
      break;
    case "list":
      writer.align(ALIGNMENT);
      writeOffsets(writer, raw.offsets);
      writeValues(writer, sliceRaw(raw.elements, raw.offsets[0], span(raw.offsets)));
      break;
  }
  writer.align(ALIGNMENT);
}

/** The bits of `count` rows; the rest of the last byte is cleared. */
function cleanBits(bits: Uint8Array, count: number): Uint8Array {
  const clean = bits.slice(0, Math.ceil(count / 8));
  if (count % 8 !== 0) clean[clean.length - 1] &= (1 << (count % 8)) - 1;
  return clean;
}

/** The number of bytes or elements from the first offset to the last. */
function span(offsets: Uint32Array): number {
  return offsets[offsets.length - 1] - offsets[0];
}

function writeOffsets(writer: ByteWriter, offsets: Uint32Array): void {
  const [base] = offsets;
  writer.u32(offsets.length - 1).u32(0);
  writer.numbers(base === 0 ? offsets : offsets.map((offset) => offset - base)).align(ALIGNMENT);
}

/** Only the strings that the codes use, in order of first use. */
function writeCodes(writer: ByteWriter, { codes, strings }: Extract<RawValues, { kind: "codes" }>): void {
  const own = new Uint32Array(codes.length);
  const used: string[] = [];
  if (strings.length <= codes.length * DENSE_RATIO_MAX) {
    const known = new Uint32Array(strings.length);
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i];
      if (known[code] === 0) known[code] = used.push(strings[code]);
      own[i] = known[code] - 1;
    }
  } else {
    const known = new Map<number, number>();
    for (let i = 0; i < codes.length; i++) {
      const code = known.get(codes[i]) ?? used.push(strings[codes[i]]) - 1;
      known.set(codes[i], code);
      own[i] = code;
    }
  }
  const width = used.length <= 2 ** 8 ? 1 : used.length <= 2 ** 16 ? 2 : 4;
  writer.u8(width).align(ALIGNMENT).u32(codes.length).u32(used.length);
  writer.numbers(width === 4 ? own : new CODES[width](own));
  for (const text of used) writer.text(text);
}

/** Reads values. Throws a RangeError if they are damaged. */
export function readValues(reader: ByteReader): RawValues {
  const kind = KINDS[reader.u8()];
  const raw = readKind(reader, kind);
  reader.align(ALIGNMENT);
  return raw;
}

function readKind(reader: ByteReader, kind: RawValues["kind"] | undefined): RawValues {
  switch (kind) {
    case "numbers": {
      const Kind = NUMBERS[reader.u8()];
      if (Kind === undefined) throw new RangeError("numbers of no known type");
      reader.align(ALIGNMENT);
      const width = reader.u32();
      const count = reader.u32();
      const values: RawNumbers = reader.numbers<RawNumbers>(Kind, width * count);
      return { kind, values, width };
    }
    case "bits": {
      reader.align(ALIGNMENT);
      const count = reader.u32();
      return { kind, bits: reader.raw(Math.ceil(count / 8)), count };
    }
    case "bytes": {
      reader.align(ALIGNMENT);
      const offsets = readOffsets(reader);
      return { kind, offsets, bytes: reader.raw(offsets[offsets.length - 1]) };
    }
    case "codes":
      return readCodes(reader);
    case "list": {
      reader.align(ALIGNMENT);
      const offsets = readOffsets(reader);
      return { kind, offsets, elements: readValues(reader) };
    }
    default:
      throw new RangeError("values of no known kind");
  }
}

function readOffsets(reader: ByteReader): Uint32Array {
  const count = reader.u32();
  reader.u32();
  const offsets = reader.numbers(Uint32Array, count + 1);
  reader.align(ALIGNMENT);
  for (let i = 0; i < count; i++)
    if (offsets[i] > offsets[i + 1]) throw new RangeError("offsets that descend");
  return offsets;
}

function readCodes(reader: ByteReader): RawValues {
  const width = reader.u8();
  const Kind = CODES[width as keyof typeof CODES];
  if (Kind === undefined) throw new RangeError(`codes of ${width} bytes`);
  reader.align(ALIGNMENT);
  const count = reader.u32();
  const stringCount = reader.u32();
  const narrow = reader.numbers<Uint8Array | Uint16Array | Uint32Array>(Kind, count);
  const strings: string[] = [];
  for (let i = 0; i < stringCount; i++) strings.push(reader.text());
  const codes = narrow instanceof Uint32Array ? narrow : new Uint32Array(narrow);
  for (let i = 0; i < count; i++) if (codes[i] >= stringCount) throw new RangeError("a code of no string");
  return { kind: "codes", codes, strings };
}
