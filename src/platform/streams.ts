/**
 * The interface to what differs between Node and a browser for streams of bytes; the conditional import `#streams`
 * picks one of the two.
 */

/** How bytes are compressed. */
export type StreamCodec = "gzip" | "deflate" | "zstd" | "brotli";

export type ByteChunks = AsyncIterable<Uint8Array>;

export interface Streams {
  /** The bytes as they were before they were compressed; undefined where the runtime does not have the codec. */
  decompress(codec: StreamCodec, chunks: ByteChunks): ByteChunks | undefined;
  /** The bytes compressed; undefined where the runtime does not have the codec. */
  compress(codec: StreamCodec, chunks: ByteChunks): ByteChunks | undefined;
  /** Undoes zstd whose content has a size that is known, at once; absent where the runtime does not have it. */
  readonly expandZstd?: ((bytes: Uint8Array, sizeBytes: number) => Uint8Array) | undefined;
  /** Bytes compressed at once; absent, or undefined, where the runtime cannot do so. */
  readonly compressAtOnce?: ((codec: StreamCodec, bytes: Uint8Array) => Uint8Array | undefined) | undefined;
  /** The bytes of a path that is no file, such as a named pipe; absent where there are no paths. */
  readonly readPipe?: ((path: string) => ByteChunks) | undefined;
  /** A stream into a path that is no file, such as a named pipe; absent where there are no paths. */
  readonly writePipe?: ((path: string) => WritableStream<Uint8Array>) | undefined;
  /** Whether bytes are well-formed UTF-8. */
  isUtf8(bytes: Uint8Array): boolean;
  /** Lets timers, signals and others run. */
  breathe(): Promise<void>;
}
