/** Text of any encoding as UTF-8 that was checked: by its byte order mark, its XML declaration, or what the caller says. */
import { streams } from "#streams";
import { FormatError, type FormatPlace } from "./format-error.js";

type Chunks = AsyncIterable<Uint8Array | string>;

/** So much is looked at for an XML declaration. */
const DECLARATION_BYTES = 256;

/** Text as UTF-8 without a byte order mark; each chunk ends between two characters. */
export async function* utf8Chunks(
  raw: Chunks,
  encoding: string | undefined,
  place: FormatPlace,
): AsyncGenerator<Uint8Array> {
  const chunks = new Peeked(raw);
  const head = await chunks.peek(DECLARATION_BYTES);
  const { label, markBytes } = encodingOf(head, encoding);
  if (isUtf8Label(label)) yield* checkedChunks(chunks, markBytes, place);
  else yield* decodedChunks(chunks, label, place);
}

/** The encoding of text that begins so, and how many bytes its byte order mark has. */
export function encodingOf(
  head: Uint8Array,
  given: string | undefined,
): { readonly label: string; readonly markBytes: number } {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: "utf-8", markBytes: 3 };
  if (a === 0xff && b === 0xfe && !(c === 0 && d === 0)) return { label: "utf-16le", markBytes: 2 };
  if (a === 0xfe && b === 0xff) return { label: "utf-16be", markBytes: 2 };
  if (a === 0x3c && b === 0 && c === 0x3f && d === 0) return { label: "utf-16le", markBytes: 0 };
  if (a === 0 && b === 0x3c && c === 0 && d === 0x3f) return { label: "utf-16be", markBytes: 0 };
  let text = "";
  for (let i = 0; i < Math.min(head.length, DECLARATION_BYTES); i++) text += String.fromCharCode(head[i]);
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(text)?.[1];
  return { label: declared ?? given ?? "utf-8", markBytes: 0 };
}

function isUtf8Label(label: string): boolean {
  return /^(?:utf-?8|unicode-1-1-utf-8|us-ascii|ascii)$/i.test(label.trim());
}

/** Chunks that can be looked at before they are read. */
class Peeked {
  readonly #chunks: AsyncIterator<Uint8Array | string>;
  #first: (Uint8Array | string)[] = [];

  constructor(chunks: Chunks) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The first bytes; none if there is text instead. */
  async peek(size: number): Promise<Uint8Array> {
    const bytes: number[] = [];
    while (bytes.length < size) {
      const { done, value } = await this.#chunks.next();
      if (done === true) break;
      this.#first.push(
        typeof value === "string" ? value : value.length < size ? new Uint8Array(value) : value,
      );
      if (typeof value === "string") break;
      for (let i = 0; i < value.length && bytes.length < size; i++) bytes.push(value[i]);
    }
    return Uint8Array.from(bytes);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array | string> {
    try {
      yield* this.#first;
      this.#first = [];
      for (;;) {
        const { done, value } = await this.#chunks.next();
        if (done === true) return;
        yield value;
      }
    } finally {
      await this.#chunks.return?.();
    }
  }
}

async function* checkedChunks(
  chunks: Chunks,
  markBytes: number,
  place: FormatPlace,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  /** The first bytes of a character that goes on in the next chunk, and a high surrogate before its low one. */
  let begun = new Uint8Array(0);
  let high = "";
  let skip = markBytes;
  let offset = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (typeof chunk === "string") {
      let text = high + chunk;
      high = "";
      if (isFirst && text.startsWith("\ufeff")) text = text.slice(1);
      if (/[\ud800-\udbff]$/.test(text)) {
        high = text.slice(-1);
        text = text.slice(0, -1);
      }
      if (!text.isWellFormed()) throw wrongText(place);
      isFirst = false;
      if (text.length > 0) yield encoder.encode(text);
      continue;
    }
    let bytes = chunk;
    if (skip > 0) {
      const count = Math.min(skip, bytes.length);
      skip -= count;
      offset += count;
      bytes = bytes.subarray(count);
    }
    if (begun.length > 0) {
      const all = new Uint8Array(begun.length + bytes.length);
      all.set(begun);
      all.set(bytes, begun.length);
      bytes = all;
      begun = new Uint8Array(0);
    }
    const end = bytes.length - begunBytes(bytes);
    if (end < bytes.length) {
      begun = new Uint8Array(bytes.subarray(end));
      bytes = bytes.subarray(0, end);
    }
    if (bytes.length === 0) continue;
    if (!streams.isUtf8(bytes)) throw wrongByte(bytes, offset, place);
    offset += bytes.length;
    yield bytes;
  }
  if (high !== "") throw wrongText(place);
  if (begun.length > 0) throw wrongByte(begun, offset, place);
}

function wrongText(place: FormatPlace): FormatError {
  return new FormatError("FORMAT_ENCODING", "expected text, got a lone surrogate", place);
}

/** How many bytes at the end begin a character that has more of them. */
function begunBytes(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return size > back ? back : 0;
  }
  return 0;
}

function wrongByte(bytes: Uint8Array, before: number, place: FormatPlace): FormatError {
  const at = firstWrongByte(bytes);
  const shown = `0x${bytes[at].toString(16).padStart(2, "0")}`;
  return new FormatError(
    "FORMAT_ENCODING",
    `expected UTF-8, got byte ${shown}; "encoding" says what it is in, such as "windows-1252"`,
    { ...place, offset: before + at },
  );
}

/** The offset of the first byte that is no part of a well-formed character. */
export function firstWrongByte(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i];
    const size =
      byte < 0x80
        ? 1
        : byte >= 0xc2 && byte < 0xe0
          ? 2
          : byte >= 0xe0 && byte < 0xf0
            ? 3
            : byte >= 0xf0 && byte < 0xf5
              ? 4
              : 0;
    if (size === 0 || i + size > bytes.length) return i;
    for (let k = 1; k < size; k++) if ((bytes[i + k] & 0xc0) !== 0x80) return i;
    const second = bytes[i + 1];
    const isWrong =
      (byte === 0xe0 && second < 0xa0) ||
      (byte === 0xed && second > 0x9f) ||
      (byte === 0xf0 && second < 0x90) ||
      (byte === 0xf4 && second > 0x8f);
    if (isWrong) return i;
    i += size;
  }
  return bytes.length === 0 ? 0 : bytes.length - 1;
}

async function* decodedChunks(chunks: Chunks, label: string, place: FormatPlace): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new FormatError(
      "FORMAT_ENCODING",
      `"encoding" expected an encoding that is known here, got "${label}"`,
      place,
      cause,
    );
  }
  const encoder = new TextEncoder();
  let offset = 0;
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw new FormatError(
        "FORMAT_ENCODING",
        `expected ${label}, got other bytes`,
        { ...place, offset },
        cause,
      );
    }
  };
  for await (const chunk of chunks) {
    if (typeof chunk === "string") {
      yield encoder.encode(chunk);
      continue;
    }
    const text = decode(chunk);
    offset += chunk.length;
    if (text.length > 0) yield encoder.encode(text);
  }
  const last = decode(undefined);
  if (last.length > 0) yield encoder.encode(last);
}
