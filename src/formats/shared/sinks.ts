/**
 * Where bytes go: a path, which gets its name only when all is written; a stream; or a function of chunks. Each chunk is
 * awaited, so that a slow sink slows the writer.
 */
import { platform } from "#platform";
import { type StreamCodec, streams } from "#streams";
import { describe } from "../../errors.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { untilAborted } from "../../structures/signal.js";
import type { WriterChunks } from "./contract.js";
import { FormatError } from "./format-error.js";

/** Where a file goes. A function is called with each chunk, and awaited. */
export type FormatSink = string | WritableStream<Uint8Array> | ((chunk: Uint8Array) => unknown);

const CHUNK_UNITS = 65_536;

/** Whether a value is a sink. */
export function isSink(value: unknown): value is FormatSink {
  if (typeof value === "string" || typeof value === "function") return true;
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { getWriter?: unknown }).getWriter === "function"
  );
}

interface Opened {
  write(chunk: Uint8Array): unknown;
  finish(): unknown;
  abort(reason: unknown): unknown;
}

/** Writes all chunks to a sink and returns how many bytes there were; or leaves nothing behind. */
export async function writeTo(
  sink: FormatSink,
  chunks: WriterChunks,
  codec: StreamCodec | undefined,
  signal: AbortSignalLike | undefined,
  between: (bytes: number) => Promise<void>,
): Promise<number> {
  let out: AsyncIterable<Uint8Array> = byteChunks(chunks);
  if (codec !== undefined) {
    const compressed = streams.compress(codec, out);
    if (compressed === undefined)
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `expected a compression that this runtime has, got ${codec}`,
      );
    out = compressed;
  }
  const opened = open(sink);
  let size = 0;
  try {
    for await (const chunk of out) {
      await untilAborted(signal, opened.write(chunk));
      size += chunk.length;
      await between(size);
    }
    await untilAborted(signal, opened.finish());
  } catch (error) {
    const ended = opened.abort(error);
    // a sink that still waits is not waited for
    if (signal?.aborted !== true) await ended;
    throw error;
  }
  return size;
}

/** Chunks as bytes, short ones joined. */
async function* byteChunks(chunks: WriterChunks): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for await (const chunk of chunks) {
    if (typeof chunk === "string") {
      text += chunk;
      if (text.length < CHUNK_UNITS) continue;
      yield encoder.encode(text);
      text = "";
      continue;
    }
    if (text !== "") yield encoder.encode(text);
    text = "";
    yield chunk;
  }
  if (text !== "") yield encoder.encode(text);
}

/** How a file of a name is compressed. */
export function codecOfName(name: string): StreamCodec | undefined {
  const end = /\.(gz|zst|br|zz)$/i.exec(name)?.[1]?.toLowerCase();
  return end === "gz"
    ? "gzip"
    : end === "zst"
      ? "zstd"
      : end === "br"
        ? "brotli"
        : end === "zz"
          ? "deflate"
          : undefined;
}

function open(sink: FormatSink): Opened {
  if (typeof sink === "string") return openPath(sink);
  if (typeof sink === "function") return { write: sink, finish: () => undefined, abort: () => undefined };
  return openStream(sink);
}

function openStream(sink: WritableStream<Uint8Array>): Opened {
  if (sink.locked)
    throw new TypeError(`"sink" expected a stream that nobody writes to, got one that is locked`);
  const writer = sink.getWriter();
  return {
    async write(chunk) {
      await writer.ready;
      await writer.write(chunk);
    },
    finish: () => writer.close(),
    abort: (reason) => writer.abort(reason).catch(() => undefined),
  };
}

/** A file under another name beside the one that it will have. */
function openPath(path: string): Opened {
  const { storage } = platform;
  if (storage === undefined)
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `"sink" expected a stream or a function where there are no files, got ${describe(path)}`,
    );
  const { disk } = storage;
  // a pipe or a terminal has no place to be written beside, and stays what it is
  const pipe = disk.kindOf(path) === "other" ? streams.writePipe?.(path) : undefined;
  if (pipe !== undefined) return openStream(pipe);
  const full = storage.resolvePath(path);
  const suffix = Array.from(storage.randomBytes(6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const partial = `${full}.${suffix}.partial`;
  const file = disk.open(partial, "create");
  let at = 0;
  let isOpen = true;
  const close = (): void => {
    if (isOpen) file.close();
    isOpen = false;
  };
  return {
    write(chunk) {
      file.write(chunk, at);
      at += chunk.length;
    },
    finish() {
      file.sync();
      close();
      disk.rename(partial, full);
      disk.syncFolder(storage.joinPath(full, ".."));
    },
    abort() {
      close();
      if (disk.kindOf(partial) !== undefined) disk.remove(partial);
    },
  };
}
