/** Questions on a terminal, by `node:readline`: on the error stream, so that output stays what it is. */
import type { Readable } from "node:stream";
import { CliError } from "../shared/cli-error.js";
import { printableText } from "./printable-text.js";
import type { SizedStream } from "./settings.js";

export interface AskStreams {
  readonly stdin: NodeJS.ReadableStream & SizedStream;
  readonly stderr: NodeJS.WritableStream & SizedStream;
}

/** Asks a question; undefined unless both streams are terminals. Ctrl-C is an interruption, Ctrl-D an empty answer, as is the end of the input. */
export function createAsk({
  stdin,
  stderr,
}: AskStreams): ((question: string) => Promise<string>) | undefined {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return undefined;
  return async (question) => {
    const { createInterface } = await import("node:readline");
    // readline waits for ever for the end of a stream that it has missed
    if (isOver(stdin)) {
      stderr.write(`${printableText(question.trimEnd())} \n`);
      return "";
    }
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input: stdin, output: stderr, terminal: true, historySize: 0 });
      let isAnswered = false;
      lines.once("SIGINT", () => {
        isAnswered = true;
        lines.close();
        stderr.write("\n");
        reject(new CliError("interrupted", { exitCode: 130 }));
      });
      lines.once("close", () => {
        if (isAnswered) return;
        stderr.write("\n");
        resolve("");
      });
      lines.question(`${printableText(question.trimEnd())} `, (answer) => {
        isAnswered = true;
        lines.close();
        resolve(answer.trim());
      });
    });
  };
}

function isOver(stdin: NodeJS.ReadableStream): boolean {
  const { destroyed, readableEnded } = stdin as Partial<Readable>;
  return readableEnded === true || destroyed === true;
}
