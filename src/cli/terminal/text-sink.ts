/**
 * Text on its way to a stream: gathered to blocks of 64 KiB, with a wait wherever the stream is full, and a breath now
 * and then, so that Ctrl-C is heard. What reads the stream may go before the end; then writing throws `OutputClosed`.
 */
import { namingFile } from "../shared/full-disk.js";

/** The stream that text is written to: the standard output, or a pager. */
export interface TextSink {
  /** Takes text that ends where a row ends. The promise is there only where there is something to wait for. */
  write(text: string): Promise<void> | undefined;
  /** Writes bytes, after all text. */
  bytes(chunk: Uint8Array): Promise<void> | undefined;
  /** Resolves when all has been taken. */
  flush(): Promise<void>;
}

/** The reader of the output has gone, as `head` does when it has enough. The program ends with 0 and says nothing. */
export class OutputClosed extends Error {
  constructor() {
    super("expected a reader of the output, got one that has gone");
    this.name = "OutputClosed";
  }
}

export const BLOCK_CHARS = 65_536;
const BREATH_MS = 50;
const GONE: ReadonlySet<unknown> = new Set([
  "EPIPE",
  "ECONNRESET",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_WRITE_AFTER_END",
]);

export class StreamSink implements TextSink {
  readonly #stream: NodeJS.WritableStream;
  readonly #stop: { readonly signal?: AbortSignal | undefined };
  #text = "";
  #error: unknown;
  #wake: (() => void) | undefined;
  #breathMs = performance.now();

  /** The signal of `stop` is asked for with each block. */
  constructor(stream: NodeJS.WritableStream, stop: { readonly signal?: AbortSignal | undefined } = {}) {
    this.#stream = stream;
    this.#stop = stop;
    stream.on("error", this.#fail);
    stream.on("close", this.#onClose);
    stream.on("drain", this.#onDrain);
  }

  /** Lets go of the stream, which goes on: a shell prints on it again and again. */
  release(): void {
    this.#stream.off("error", this.#fail);
    this.#stream.off("close", this.#onClose);
    this.#stream.off("drain", this.#onDrain);
  }

  write(text: string): Promise<void> | undefined {
    if (this.#text.length + text.length < BLOCK_CHARS) {
      this.#text += text;
      return undefined;
    }
    const block = this.#text + text;
    this.#text = "";
    return this.#pass(block);
  }

  bytes(chunk: Uint8Array): Promise<void> | undefined {
    const text = this.#text;
    this.#text = "";
    if (text === "") return this.#pass(chunk);
    return (async () => {
      await this.#pass(text);
      await this.#pass(chunk);
    })();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    if (text !== "") await this.#pass(text);
    if (this.#error !== undefined) throw this.#error;
    // an empty write is called back when all before it has been
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null): void => {
        if (error) this.#fail(error);
        if (this.#error === undefined) resolve();
        else reject(this.#error as Error);
      };
      this.#stream.write("", done);
    });
  }

  #pass(block: string | Uint8Array): Promise<void> | undefined {
    this.#check();
    if (!this.#stream.write(block)) {
      return new Promise<void>((resolve) => {
        this.#wake = resolve;
      }).then(() => this.#check());
    }
    const nowMs = performance.now();
    if (nowMs - this.#breathMs < BREATH_MS) return undefined;
    return new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
      this.#breathMs = performance.now();
      this.#check();
    });
  }

  #check(): void {
    this.#stop.signal?.throwIfAborted();
    if (this.#error !== undefined) throw this.#error;
  }

  readonly #fail = (error: unknown): void => {
    this.#error ??= GONE.has((error as { readonly code?: unknown }).code)
      ? new OutputClosed()
      : namingFile("standard output", error);
    this.#wake?.();
  };

  readonly #onClose = (): void => this.#fail(new OutputClosed());

  readonly #onDrain = (): void => this.#wake?.();
}
