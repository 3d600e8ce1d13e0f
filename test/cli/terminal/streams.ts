// Streams that keep what is written to them, as a terminal of a size or as pipes, and a terminal of the program over them.
import { PassThrough, Writable } from "node:stream";
import {
  createTerminal,
  type Terminal,
  type TerminalSettings,
} from "../../../src/cli/terminal/create-terminal.js";

export class KeptStream extends Writable {
  readonly chunks: Buffer[] = [];
  isTTY?: boolean;
  columns?: number;
  rows?: number;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.chunks.push(Buffer.from(chunk));
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

export interface Kept {
  readonly terminal: Terminal;
  readonly stdout: KeptStream;
  readonly stderr: KeptStream;
}

/** A terminal of the program, whose streams are those of a terminal of some columns and rows, or pipes. */
export function keptTerminal(
  size: { readonly columns: number; readonly rows?: number } | undefined,
  settings: Partial<TerminalSettings> = {},
): Kept {
  const stdout = new KeptStream();
  const stderr = new KeptStream();
  if (size !== undefined)
    for (const stream of [stdout, stderr])
      Object.assign(stream, { isTTY: true, columns: size.columns, rows: size.rows ?? 24 });
  const terminal = createTerminal(
    {
      color: "auto",
      quiet: false,
      env: { LANG: "en_US.UTF-8", NO_COLOR: "1" },
      platform: "linux",
      ...settings,
    },
    { stdin: new PassThrough(), stdout, stderr },
  );
  return { terminal, stdout, stderr };
}
