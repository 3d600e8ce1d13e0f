/** The shell on a terminal: lines are edited, completed and remembered; a statement is run when it is whole. */
import { createInterface, type Interface } from "node:readline";
import { CliError } from "../shared/cli-error.js";
import type { ExitCode } from "../shared/command.js";
import { printableText } from "../terminal/printable-text.js";
import { completionsOf } from "./completions.js";
import { appendHistory, HISTORY_LINES_MAX, historyPath, readHistory } from "./history-file.js";
import { listenForInterrupts } from "./interrupts.js";
import { leave, type ShellSession, type Surroundings } from "./session.js";
import { goesOn, isOpen, onOneLine } from "./statement.js";

/** An event at the prompt. */
type Entered =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "interrupt"; readonly isEmpty: boolean }
  | { readonly kind: "end" };

const CONTINUED = "...> ";
/** How long lines that come together, as those that are pasted, are waited for. */
const PASTE_MS = 15;

export async function runTerminal(session: ShellSession): Promise<ExitCode> {
  const terminal = new TerminalLines(session);
  try {
    while (!session.isOver) {
      const statement = await terminal.readStatement();
      if (statement === undefined) {
        if (await leave(session, terminal.ask)) break;
        continue;
      }
      await terminal.run(statement);
    }
  } finally {
    terminal.close();
  }
  return 0;
}

class TerminalLines {
  readonly #session: ShellSession;
  readonly #history: string | undefined;
  /** The lines that readline remembers, the newest first; it is told of each change. */
  #remembered: string[];
  #lines: Interface;
  /** Lines that came before they were asked for. */
  readonly #waiting: Entered[] = [];
  #wake: (() => void) | undefined;

  constructor(session: ShellSession) {
    this.#session = session;
    this.#history = historyPath(session.invocation.env);
    this.#remembered = readHistory(this.#history);
    this.#lines = this.#open();
  }

  #open(): Interface {
    const { stdin, stdout } = this.#session.invocation;
    const lines = createInterface({
      input: stdin,
      output: stdout,
      terminal: true,
      history: [...this.#remembered],
      historySize: HISTORY_LINES_MAX,
      escapeCodeTimeout: 100,
      completer: (line: string, done: (error: null, found: [string[], string]) => void) => {
        completionsOf(this.#session, line).then(
          (found) => done(null, found),
          () => done(null, [[], line]),
        );
      },
    });
    lines.on("history", (remembered) => {
      this.#remembered = remembered;
    });
    lines.on("line", (line) => this.#enter({ kind: "line", line }));
    lines.on("SIGINT", () => {
      const isEmpty = lines.line === "";
      lines.write(null, { ctrl: true, name: "e" });
      stdout.write("^C\n");
      lines.write(null, { ctrl: true, name: "u" });
      stdout.write("\r\x1b[K");
      this.#enter({ kind: "interrupt", isEmpty });
    });
    lines.on("close", () => this.#enter({ kind: "end" }));
    return lines;
  }

  #enter(entered: Entered): void {
    this.#waiting.push(entered);
    this.#wake?.();
  }

  async #next(prompt: string): Promise<Entered> {
    if (this.#waiting.length === 0) {
      this.#lines.setPrompt(prompt);
      this.#lines.prompt(true);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    return this.#waiting.shift()!;
  }

  /** Reads lines until they are a statement; undefined at the end of the input. */
  async readStatement(): Promise<string | undefined> {
    let text = "";
    let count = 0;
    for (;;) {
      const entered = await this.#next(count === 0 ? this.#session.prompt : CONTINUED);
      if (entered.kind === "end") {
        this.#session.invocation.stdout.write("\n");
        this.#lines = this.#open();
        return undefined;
      }
      if (entered.kind === "interrupt") {
        if (entered.isEmpty && count === 0) this.#session.note("Ctrl-D leaves");
        text = "";
        count = 0;
        continue;
      }
      text = count === 0 ? entered.line : `${text}\n${entered.line}`;
      count++;
      if (isOpen(text) || (await this.#goesOn(text))) continue;
      if (text.trim() !== "") this.#remember(text, count);
      return text;
    }
  }

  /** Whether the next line is here already and belongs to a query that is whole without it. */
  async #goesOn(text: string): Promise<boolean> {
    if (this.#waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, PASTE_MS));
    const [next] = this.#waiting;
    return next?.kind === "line" && goesOn(text, next.line);
  }

  /** Keeps a statement as one line. One that begins with a space is not kept, nor one that repeats the last. */
  #remember(text: string, count: number): void {
    const line = onOneLine(text);
    const remembered = this.#remembered;
    const lines = text.split("\n").reverse();
    // readline leaves out what is empty and what repeats
    for (let i = 0; i < count; i++) if (remembered[0] === lines[i]) remembered.shift();
    if (line.startsWith(" ")) return;
    if (remembered[0] === line) return;
    remembered.unshift(line);
    appendHistory(this.#history, line);
  }

  /** Runs a statement. Ctrl-C stops it, and what is typed meanwhile is there afterwards. */
  async run(text: string): Promise<void> {
    const { stdin, stdout } = this.#session.invocation;
    // what is typed already is shown again behind the next prompt
    if (this.#lines.line !== "") stdout.write("\r\x1b[K");
    this.#lines.pause();
    const isRaw = (stdin as { readonly isRaw?: boolean }).isRaw === true;
    const interrupts = listenForInterrupts(isRaw);
    const ask = async (question: string): Promise<string> => {
      interrupts.leaveTerminal(true);
      try {
        return await this.ask(question);
      } finally {
        this.#lines.pause();
        interrupts.leaveTerminal(false);
      }
    };
    const surroundings: Surroundings = { signal: interrupts.signal, ask };
    let typed: Buffer;
    try {
      await this.#session.run(text, surroundings);
    } finally {
      typed = interrupts.stop();
    }
    if (typed.length > 0) (stdin as NodeJS.ReadStream).unshift(typed);
    if (!this.#session.isOver) this.#lines.resume();
  }

  /** Asks on the terminal. Ctrl-C is an interruption, Ctrl-D an empty answer. */
  readonly ask = (text: string): Promise<string> => {
    const lines = this.#lines;
    return new Promise((resolve, reject) => {
      const before = this.#waiting.length;
      const question = new AbortController();
      const done = (): void => {
        lines.off("SIGINT", onInterrupt);
        lines.off("close", onClose);
        this.#waiting.length = before;
      };
      const onInterrupt = (): void => {
        done();
        question.abort();
        reject(new CliError("interrupted", { exitCode: 130 }));
      };
      const onClose = (): void => {
        done();
        this.#session.invocation.stdout.write("\n");
        this.#lines = this.#open();
        resolve("");
      };
      lines.once("SIGINT", onInterrupt);
      lines.once("close", onClose);
      lines.question(`${printableText(text.trimEnd())} `, { signal: question.signal }, (answer) => {
        done();
        if (this.#remembered[0] === answer) this.#remembered.shift();
        resolve(answer.trim());
      });
    });
  };

  close(): void {
    this.#lines.removeAllListeners("close");
    this.#lines.close();
  }
}
