/** Runs the command line in this process, and a simulated terminal where one is asked for. */
import { Readable, Writable } from "node:stream";
import { type CliHost, main, type Verbs } from "../../src/cli/main.js";

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSettings {
  /** Bytes or text on stdin; none by default. */
  readonly stdin?: string | Uint8Array | NodeJS.ReadableStream;
  /** Besides nothing: no variable of the test's own process is seen. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Defaults to false: all three streams are pipes. */
  readonly isTerminal?: boolean;
  /** Of the terminal; defaults to 80 and 24. */
  readonly columns?: number;
  readonly rows?: number;
  /** Defaults to 2024-06-01, and goes on by a second with each call. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  /** Called with each piece of what is printed on stdout. */
  readonly onStdout?: (text: string) => void;
  readonly verbs?: Verbs;
}

export async function runCli(words: readonly string[], settings: CliSettings = {}): Promise<CliRun> {
  const { columns = 80, cwd = process.cwd(), env = {}, isTerminal = false, rows = 24, stdin = "" } = settings;
  const size = isTerminal ? { isTTY: true as const, columns, rows } : {};
  const out: Uint8Array[] = [];
  const error: Uint8Array[] = [];
  const input = isStream(stdin) ? stdin : Readable.from([Buffer.from(stdin)]);
  const host: CliHost = {
    stdin: Object.assign(input, isTerminal ? { isTTY: true } : {}),
    stdout: Object.assign(sink(out, settings.onStdout), size),
    stderr: Object.assign(sink(error), size),
    env: { LANG: "C.UTF-8", ...env },
    cwd,
    now: settings.now ?? clock(),
    signal: () => settings.signal ?? new AbortController().signal,
    hold: () => () => {},
  };
  const code = await (settings.verbs === undefined ? main(words, host) : main(words, host, settings.verbs));
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(error).toString() };
}

function isStream(given: string | Uint8Array | NodeJS.ReadableStream): given is NodeJS.ReadableStream {
  return typeof given !== "string" && !(given instanceof Uint8Array);
}

function sink(chunks: Uint8Array[], told?: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Uint8Array, _, done) {
      chunks.push(chunk);
      told?.(Buffer.from(chunk).toString());
      done();
    },
  });
}

/** A clock that goes on by a second with each look. */
export function clock(start = Date.UTC(2024, 5, 1)): () => number {
  let time = start - 1000;
  return () => {
    time += 1000;
    return time;
  };
}
