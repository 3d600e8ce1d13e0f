/**
 * Where bytes come from: a path, bytes, a Blob, a stream, or chunks of bytes or text. Compressed ones are told by their
 * first bytes and undone as they stream; text of any encoding comes out as UTF-8 that was checked.
 */
import { platform } from "#platform";
import { type StreamCodec, streams } from "#streams";
import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { utf8Chunks } from "./encoding.js";
import { FormatError, type FormatPlace } from "./format-error.js";
import {
  BOMB_FIELD_BYTES_MAX,
  beyondLimit,
  EXPANSION_MAX,
  FIELD_BYTES_MAX,
  WHOLE_UNITS_MAX,
} from "./limits.js";
import { type FormatSource, sourceChunks } from "./source-chunks.js";

/** As much of a file as is looked at to tell its format, in bytes. */
export const HEAD_BYTES = 65_536;

const SIP_BYTES = 1024;
const SIPPED_BYTES = 262_144;

/** One file that is read. Each of `chunks`, `text` and `whole` can be asked for once, `reopen` gives another. */
export class Input {
  readonly name: string | undefined;
  /** The size as it lies, where it is known. */
  readonly sizeBytes: number | undefined;
  /** The bytes that were read of it so far, as it lies. */
  bytesRead = 0;
  /** The bytes that came out where it is compressed. */
  #expanded = 0;
  /** The compressed bytes that were handed on to be undone. */
  #consumed = 0;
  readonly #source: FormatSource;
  readonly #encoding: string | undefined;
  readonly #signal: AbortSignalLike | undefined;
  #raw: AsyncGenerator<Uint8Array | string> | undefined;
  /** Chunks that were looked at and come again. */
  #looked: (Uint8Array | string)[] = [];
  #codec: StreamCodec | undefined;

  constructor(
    source: FormatSource,
    name: string | undefined,
    encoding: string | undefined,
    signal?: AbortSignalLike | undefined,
  ) {
    this.#source = source;
    this.name = name;
    this.#encoding = encoding;
    this.#signal = signal;
    if (source instanceof Uint8Array) this.sizeBytes = source.byteLength;
    else if (typeof Blob !== "undefined" && source instanceof Blob) this.sizeBytes = source.size;
    else if (typeof source === "string") this.sizeBytes = sizeAt(source);
  }

  /** Whether it can be read a second time. */
  get isRepeatable(): boolean {
    const source = this.#source;
    // a path of no file, such as a pipe, has no size
    return (
      (typeof source === "string" && this.sizeBytes !== undefined) ||
      source instanceof Uint8Array ||
      (typeof Blob !== "undefined" && source instanceof Blob)
    );
  }

  /** The same file from its beginning. */
  reopen(): Input {
    return new Input(this.#source, this.name, this.#encoding, this.#signal);
  }

  /** The path or what the source is called, for places. */
  get place(): FormatPlace {
    return this.name === undefined ? {} : { source: this.name };
  }

  get #isBomb(): boolean {
    return this.#codec !== undefined && this.#expanded > this.#consumed * EXPANSION_MAX;
  }

  /** The most bytes that one field may have: less where data expand as only a bomb does. */
  get fieldBytesMax(): number {
    return this.#isBomb ? BOMB_FIELD_BYTES_MAX : FIELD_BYTES_MAX;
  }

  /** Throws if a file that is read at once passes the limit with so many characters. */
  checkWhole(units: number): void {
    const limit = this.#isBomb ? BOMB_FIELD_BYTES_MAX : WHOLE_UNITS_MAX;
    if (units > limit) throw beyondLimit("characters of a file that is read at once", limit, this.place);
  }

  /** Throws if a field of so many bytes passes the limit. */
  checkField(sizeBytes: number, what: string, place: FormatPlace): void {
    const limit = this.fieldBytesMax;
    if (sizeBytes > limit) throw beyondLimit(`bytes of ${what}`, limit, { ...this.place, ...place });
  }

  /** The first bytes, or all if there are fewer, as they are when nothing compresses them. */
  async head(): Promise<Uint8Array> {
    const raw = this.#open();
    let size = 0;
    for (const chunk of this.#looked) size += chunk.length;
    while (size < HEAD_BYTES) {
      const { done, value } = await raw.next();
      if (done === true) break;
      // a source may fill its chunk anew
      this.#looked.push(typeof value === "string" ? value : new Uint8Array(value));
      size += value.length;
    }
    const encoder = new TextEncoder();
    const parts = this.#looked.map((chunk) => (typeof chunk === "string" ? encoder.encode(chunk) : chunk));
    return joined(parts).subarray(0, HEAD_BYTES);
  }

  #open(): AsyncGenerator<Uint8Array | string> {
    this.#raw ??= this.#expand();
    return this.#raw;
  }

  /** The bytes as they are when nothing compresses them, or text. */
  async *raw(): AsyncGenerator<Uint8Array | string> {
    const raw = this.#open();
    const looked = this.#looked;
    this.#looked = [];
    try {
      yield* looked;
      yield* raw;
    } finally {
      await raw.return(undefined);
    }
  }

  /** Lets go of what is open. */
  async close(): Promise<void> {
    await this.#raw?.return(undefined);
  }

  /** Text as UTF-8 that was checked, without a byte order mark. Chunks end between characters. */
  chunks(): AsyncGenerator<Uint8Array> {
    return utf8Chunks(this.raw(), this.#encoding, this.place);
  }

  /** Text as strings. Chunks end between characters. */
  async *text(): AsyncGenerator<string> {
    for await (const chunk of this.chunks()) yield platform.decodeUtf8(chunk, 0, chunk.length);
  }

  /** All text at once. Awaits a function between chunks. */
  async wholeText(between: () => Promise<void>): Promise<string> {
    const parts: string[] = [];
    let units = 0;
    for await (const chunk of this.text()) {
      parts.push(chunk);
      units += chunk.length;
      this.checkWhole(units);
      await between();
    }
    return parts.join("");
  }

  /** All bytes at once, not looked at; for formats that are no text. */
  async whole(): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    const encoder = new TextEncoder();
    for await (const chunk of this.raw())
      parts.push(typeof chunk === "string" ? encoder.encode(chunk) : new Uint8Array(chunk));
    return joined(parts);
  }

  /** The path, for formats that read here and there; undefined if it is no file, or compressed. */
  async plainPath(): Promise<string | undefined> {
    await this.head();
    const isFile = this.sizeBytes !== undefined && this.#codec === undefined;
    return isFile && typeof this.#source === "string" ? this.#source : undefined;
  }

  async *#expand(): AsyncGenerator<Uint8Array | string> {
    const stored = this.#stored();
    const first: Uint8Array[] = [];
    let size = 0;
    let isText = false;
    try {
      while (size < 4) {
        const { done, value } = await stored.next();
        if (done === true) break;
        if (typeof value === "string") {
          isText = true;
          if (size > 0) yield joined(first);
          yield value;
          break;
        }
        first.push(value.length < 4 ? new Uint8Array(value) : value);
        size += value.length;
      }
      if (isText) {
        yield* stored;
        return;
      }
      const start = first.length === 1 ? first[0] : joined(first);
      this.#codec = codecOf(start, this.name);
      if (this.#codec === undefined) {
        if (start.length > 0) yield start;
        yield* stored;
        return;
      }
      yield* this.#decompressed(this.#codec, start, stored);
    } finally {
      await stored.return(undefined);
    }
  }

  async *#decompressed(
    codec: StreamCodec,
    start: Uint8Array,
    rest: AsyncGenerator<Uint8Array | string>,
  ): AsyncGenerator<Uint8Array> {
    let failure: unknown;
    const compressed = async function* (this: Input): AsyncGenerator<Uint8Array> {
      yield* this.#inSips(start);
      for (;;) {
        let next: IteratorResult<Uint8Array | string, unknown>;
        // what the codec says is thrown into this generator as well, and is none of the source's
        try {
          next = await rest.next();
        } catch (error) {
          failure = error;
          throw error;
        }
        if (next.done === true) return;
        if (typeof next.value !== "string") yield* this.#inSips(next.value);
      }
    };
    const expanded = streams.decompress(codec, compressed.call(this));
    if (expanded === undefined)
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `expected data that this runtime can decompress, got ${codec}`,
        this.place,
      );
    try {
      for await (const chunk of expanded) {
        this.#expanded += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      // the source failed, and not what it said
      if (failure !== undefined) throw failure;
      if (cause instanceof FormatError) throw cause;
      const { message, code } = cause as { message?: string; code?: string };
      const isShort = code === "Z_BUF_ERROR" || /unexpected end/i.test(String(message));
      const what = isShort ? `got ${codec} data that end too early` : `got damaged ${codec} data: ${message}`;
      throw new FormatError(
        "FORMAT_ENCODING",
        `expected compressed data, ${what}`,
        { ...this.place, offset: this.bytesRead },
        cause,
      );
    }
  }

  /** The first bytes little by little, so that a bomb shows by what came out of them. */
  *#inSips(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    for (; at < chunk.length && this.#consumed < SIPPED_BYTES; at += SIP_BYTES) {
      const sip = chunk.subarray(at, at + SIP_BYTES);
      this.#consumed += sip.length;
      yield sip;
    }
    if (at >= chunk.length) return;
    this.#consumed += chunk.length - at;
    yield at === 0 ? chunk : chunk.subarray(at);
  }

  /** The bytes as they lie, or text. */
  async *#stored(): AsyncGenerator<Uint8Array | string> {
    for await (const chunk of sourceChunks(this.#source, this.#signal)) {
      this.bytesRead += chunk.length;
      if (chunk.length > 0) yield chunk;
    }
  }
}

function sizeAt(path: string): number | undefined {
  const disk = platform.storage?.disk;
  if (disk === undefined)
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `"source" expected bytes or a stream where there are no files, got ${describe(path)}`,
    );
  if (disk.kindOf(path) !== "file") return undefined;
  const file = disk.open(path, "read");
  try {
    return file.size();
  } finally {
    file.close();
  }
}

/** How bytes are compressed, by what they begin with; brotli has no such mark and is told by the name. */
function codecOf(bytes: Uint8Array, name: string | undefined): StreamCodec | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
  if (a === 0x78 && (b === 0x01 || b === 0x5e || b === 0x9c || b === 0xda)) return "deflate";
  return name !== undefined && /\.br$/i.test(name) ? "brotli" : undefined;
}

/** Parts one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  let size = 0;
  for (const part of parts) size += part.length;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
