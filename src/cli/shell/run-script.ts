/** Statements from a pipe or a file: run one after the other until one fails, and the line that it begins at is told. */
import { CliError } from "../shared/cli-error.js";
import type { ExitCode } from "../shared/command.js";
import { changesText } from "../shared/committing.js";
import { linesOf } from "../shared/read-input.js";
import type { ShellSession } from "./session.js";
import { goesOn, isOpen } from "./statement.js";

/** A statement, and the number of its first line, from 1 on. */
export interface NumberedStatement {
  readonly text: string;
  readonly line: number;
}

/** Runs what comes until it ends or fails. Changes that nobody has committed are lost, which is a failure. */
export async function runScript(session: ShellSession, input: NodeJS.ReadableStream): Promise<ExitCode> {
  for await (const { text, line } of statementsOf(linesOf(input))) {
    const code = await session.run(text);
    if (code !== 0) {
      session.note(`stopped at line ${line}`);
      return code;
    }
    if (session.isOver) break;
  }
  const status = session.graph.status();
  if (status.clean || session.graph.readOnly) return 0;
  throw new CliError(`expected no uncommitted changes at the end, got ${changesText(status)}`, {
    exitCode: 1,
    hint: "end with .commit, or with .discard",
  });
}

/** Joins lines to statements. */
export async function* statementsOf(lines: AsyncIterable<string>): AsyncGenerator<NumberedStatement> {
  let pending: NumberedStatement | undefined;
  let line = 0;
  for await (const next of lines) {
    line++;
    if (pending !== undefined) {
      const { text, line: first }: NumberedStatement = pending;
      if (isOpen(text) || goesOn(text, next)) {
        pending = { text: `${text}\n${next}`, line: first };
        continue;
      }
      yield pending;
    }
    // the first line of a script may name what runs it
    pending =
      next.trim() === "" ? undefined : { text: line === 1 ? next.replace(/^\uFEFF/, "") : next, line };
  }
  if (pending !== undefined) yield pending;
}
