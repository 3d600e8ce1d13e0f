/** Streams in browsers: gzip and deflate alone. */
import type { ByteChunks, StreamCodec, Streams } from "./streams.js";

export type * from "./streams.js";

/** Chunks through a pair of streams; what fails on either side ends both. */
async function* through(
  chunks: ByteChunks,
  { readable, writable }: { readable: ReadableStream<Uint8Array>; writable: WritableStream },
): AsyncGenerator<Uint8Array> {
  const writer = writable.getWriter();
  const pump = async (): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        await writer.ready;
        await writer.write(chunk);
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
    }
  };
  const pumped = pump();
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  await pumped;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

const isKnown = (codec: StreamCodec): codec is "gzip" | "deflate" => codec === "gzip" || codec === "deflate";

export const streams: Streams = {
  decompress: (codec, chunks) =>
    isKnown(codec) ? through(chunks, new DecompressionStream(codec)) : undefined,
  compress: (codec, chunks) => (isKnown(codec) ? through(chunks, new CompressionStream(codec)) : undefined),
  isUtf8(bytes) {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  },
  breathe: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }),
};
