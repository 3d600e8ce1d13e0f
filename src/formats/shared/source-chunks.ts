/**
 * The chunks of a source, one after another, until a signal ends it: a source that never yields is left where it waits.
 */
import { platform } from "#platform";
import { streams } from "#streams";
import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { throwIfAborted, untilAborted } from "../../structures/signal.js";

/** Where a file comes from. A string is a path; text itself comes as a Blob, a stream or an async iterable. */
export type FormatSource =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>;

/** Whether a value is a source. */
export function isSource(value: unknown): value is FormatSource {
  if (typeof value === "string" || value instanceof Uint8Array) return true;
  if (typeof value !== "object" || value === null) return false;
  return (
    (typeof Blob !== "undefined" && value instanceof Blob) ||
    Symbol.asyncIterator in value ||
    typeof (value as { getReader?: unknown }).getReader === "function"
  );
}

type Chunk = Uint8Array | string;

/** A source that is open. */
interface OpenSource {
  next(): IteratorResult<Chunk, unknown> | PromiseLike<IteratorResult<Chunk, unknown>>;
  /** Lets go of it, also while `next` still waits. */
  leave(reason: unknown): unknown;
}

const CHUNK_BYTES = 262_144;

/** The bytes of a source as it has them, or text. Ends with the reason of the signal as soon as that is aborted. */
export async function* sourceChunks(
  source: FormatSource,
  signal: AbortSignalLike | undefined,
): AsyncGenerator<Chunk> {
  throwIfAborted(signal);
  const open = openSource(source);
  let isOpen = true;
  try {
    for (;;) {
      let result: IteratorResult<Chunk, unknown>;
      try {
        const next = open.next();
        result = isPromise(next) ? await untilAborted(signal, next) : next;
      } catch (error) {
        isOpen = false;
        // what it would still say is not asked for, and its end is not waited for
        if (signal?.aborted === true) leaveQuietly(open, error);
        throw error;
      }
      isOpen = result.done !== true;
      if (!isOpen) return;
      const { value } = result;
      if (typeof value !== "string" && !(value instanceof Uint8Array))
        throw new TypeError(`"source" expected chunks of bytes or text, got ${describe(value)}`);
      yield value;
    }
  } finally {
    if (isOpen) await untilAborted(signal, open.leave(undefined));
  }
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown }).then === "function";
}

function leaveQuietly(open: OpenSource, reason: unknown): void {
  try {
    Promise.resolve(open.leave(reason)).catch(() => undefined);
  } catch {
    // the reason of the signal is told instead
  }
}

function openSource(source: FormatSource): OpenSource {
  if (typeof source === "string") return openPath(source);
  if (source instanceof Uint8Array) return openBytes(source);
  if (typeof Blob !== "undefined" && source instanceof Blob) return openStream(source.stream());
  // a stream that is iterated over cannot be left while it waits
  if (typeof (source as { getReader?: unknown }).getReader === "function")
    return openStream(source as ReadableStream<Chunk>);
  return openIterable(source as AsyncIterable<Chunk>);
}

function openPath(path: string): OpenSource {
  const isPipe = platform.storage?.disk.kindOf(path) === "other";
  const pipe = isPipe ? streams.readPipe?.(path) : undefined;
  if (pipe !== undefined) return openIterable(pipe);
  return openSync(fileChunks(path));
}

/** A file piece by piece. Reading is synchronous, as all access to files is here. */
function* fileChunks(path: string): Generator<Uint8Array> {
  const disk = platform.storage?.disk;
  if (disk === undefined) return;
  const file = disk.open(path, "read");
  try {
    for (let at = 0; ; ) {
      const bytes = new Uint8Array(CHUNK_BYTES);
      const count = file.read(bytes, at);
      if (count > 0) yield count === bytes.length ? bytes : bytes.subarray(0, count);
      if (count < bytes.length) return;
      at += count;
    }
  } finally {
    file.close();
  }
}

function openBytes(bytes: Uint8Array): OpenSource {
  const pieces = function* (): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
  };
  return openSync(pieces());
}

function openSync(chunks: Generator<Uint8Array>): OpenSource {
  return { next: () => chunks.next(), leave: () => void chunks.return(undefined) };
}

function openIterable(source: AsyncIterable<Chunk>): OpenSource {
  const iterator = source[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    leave(reason) {
      // a stream of Node is told at once; a generator hears of it when it stops to wait
      const { destroy } = source as { destroy?: unknown };
      if (reason !== undefined && typeof destroy === "function") destroy.call(source);
      return iterator.return?.();
    },
  };
}

function openStream(stream: ReadableStream<Chunk>): OpenSource {
  const reader = stream.getReader();
  return {
    async next() {
      const result = await reader.read();
      if (result.done) reader.releaseLock();
      return result;
    },
    async leave(reason) {
      const cancelled = reader.cancel(reason).catch(() => undefined);
      reader.releaseLock();
      await cancelled;
    },
  };
}
