/** Streams in Node: its own codecs, which also take several members in one file. */
import type { Duplex, Readable } from "node:stream";
import type { ByteChunks, StreamCodec, Streams } from "./streams.js";

export type * from "./streams.js";

type Make = (options?: object) => Duplex;
type Codecs = Readonly<Partial<Record<`create${"Zstd"}${"Compress" | "Decompress"}`, Make>>> & {
  readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array;
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
};

const builtin = {
  get zlib(): typeof import("node:zlib") & Codecs {
    return process.getBuiltinModule("node:zlib") as typeof import("node:zlib") & Codecs;
  },
};

/** Nothing is taken ahead of what was expanded, so that a bomb shows by the little that it came of. */
const EXPANDING = { writableHighWaterMark: 1, chunkSize: 65_536 } as const;

function decompressor(codec: StreamCodec): Duplex | undefined {
  const { zlib } = builtin;
  switch (codec) {
    case "gzip":
      return zlib.createGunzip(EXPANDING);
    case "deflate":
      return zlib.createInflate(EXPANDING);
    case "brotli":
      return zlib.createBrotliDecompress(EXPANDING);
    case "zstd":
      return zlib.createZstdDecompress?.(EXPANDING);
  }
}

function compressor(codec: StreamCodec): Duplex | undefined {
  const { zlib } = builtin;
  switch (codec) {
    case "gzip":
      return zlib.createGzip();
    case "deflate":
      return zlib.createDeflate();
    case "brotli":
      return zlib.createBrotliCompress();
    case "zstd":
      return zlib.createZstdCompress?.();
  }
}

/** Chunks through a stream; what fails on either side ends both. */
function through(chunks: ByteChunks, stream: Duplex | undefined): ByteChunks | undefined {
  if (stream === undefined) return undefined;
  const { pipeline, Readable } = process.getBuiltinModule("node:stream");
  // errors reach the reader of the stream
  pipeline(Readable.from(chunks, { objectMode: false, highWaterMark: 1 }), stream, () => undefined);
  return plainChunks(stream);
}

/**
 * A pipe is opened without waiting for its writer: a thread that waits in `open` cannot be called back, and keeps the
 * program from ending.
 */
function readPipe(path: string): Readable {
  const fs = process.getBuiltinModule("node:fs");
  if (!fs.statSync(path).isFIFO()) return fs.createReadStream(path);
  const { Socket } = process.getBuiltinModule("node:net");
  const fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

async function* plainChunks(stream: Duplex): AsyncGenerator<Uint8Array> {
  // a Buffer's `slice` is a view, and what is handed on must not be one
  for await (const chunk of stream as AsyncIterable<Buffer>)
    yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

export const streams: Streams = {
  decompress: (codec, chunks) => through(chunks, decompressor(codec)),
  compress: (codec, chunks) => through(chunks, compressor(codec)),
  get expandZstd() {
    const { zlib } = builtin;
    return zlib.zstdDecompressSync === undefined
      ? undefined
      : (bytes: Uint8Array, sizeBytes: number) =>
          // a Buffer's memory may be shared
          new Uint8Array(zlib.zstdDecompressSync?.(bytes, { maxOutputLength: Math.max(1, sizeBytes) }) ?? []);
  },
  compressAtOnce(codec, bytes) {
    const { zlib } = builtin;
    switch (codec) {
      case "gzip":
        return zlib.gzipSync(bytes);
      case "deflate":
        return zlib.deflateSync(bytes);
      case "brotli":
        return zlib.brotliCompressSync(bytes);
      case "zstd":
        return zlib.zstdCompressSync?.(bytes);
    }
  },
  readPipe,
  writePipe(path) {
    const fs = process.getBuiltinModule("node:fs");
    const { Writable } = process.getBuiltinModule("node:stream");
    return Writable.toWeb(fs.createWriteStream(path)) as WritableStream<Uint8Array>;
  },
  isUtf8: (bytes) => process.getBuiltinModule("node:buffer").isUtf8(bytes),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
};
