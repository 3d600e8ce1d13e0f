/** The session of a shell: its graph, where in the past it looks, and how it prints. It runs statements. */
import { basename } from "node:path";
import type { AbortSignalLike, Graph } from "groggy";
import { CliError } from "../shared/cli-error.js";
import type { ExitCode } from "../shared/command.js";
import { changesText, commitFlags, committedText, takeBack } from "../shared/committing.js";
import { exitCodeOf } from "../shared/exit-codes.js";
import type { Invocation, Program } from "../shared/invocation.js";
import { nearest } from "../shared/nearest.js";
import { outputFormats } from "../shared/output.js";
import { viewAt } from "../shared/view-at.js";
import { errorStyleOf } from "../terminal/error-style.js";
import { printableText } from "../terminal/printable-text.js";
import type { SizedStream } from "../terminal/settings.js";
import { readStatement, type ShellStatement, splitStatements } from "./statement.js";

/** The surroundings of the run of one statement. */
export interface Surroundings {
  readonly signal?: AbortSignal & AbortSignalLike;
  readonly ask?: (question: string) => Promise<string>;
}

/** A command of the shell itself. */
export interface ShellCommand {
  readonly usage: string;
  readonly summary: string;
  run(session: ShellSession, words: readonly string[], surroundings: Surroundings): Promise<ExitCode>;
}

/** Verbs of the program that make no sense in a shell. */
export const NOT_IN_SHELL: ReadonlySet<string> = new Set(["shell", "init", "completion"]);

export class ShellSession {
  /** Another one only after a statement of JavaScript was interrupted. */
  graph: Graph;
  readonly program: Program;
  readonly invocation: Invocation<never>;
  /** The revision that is looked at; undefined for the present. */
  at: string | undefined;
  /** The format of output; undefined for that of the terminal. */
  mode: string | undefined;
  hasTimer = false;
  isOver = false;

  constructor(graph: Graph, invocation: Invocation<never>) {
    this.graph = graph;
    this.invocation = invocation;
    this.program = invocation.program;
  }

  /** `people main*> `: the store, the branch, whether there are changes, and the past that is looked at. */
  get prompt(): string {
    const { branch, commit } = this.graph.head;
    const place = branch ?? commit?.id.slice(0, 7) ?? "";
    const past = this.at === undefined ? "" : `@${this.at}`;
    const text = `${storeName(this.graph)} ${place}${past}${this.isDirty ? "*" : ""}`;
    return `${printableText(text)}> `;
  }

  get isDirty(): boolean {
    return !this.graph.status().clean;
  }

  /** Says something to the reader, and nothing to who reads the output. */
  note(line: string): void {
    this.invocation.stderr.write(`${printableText(line)}\n`);
  }

  /** Runs a statement, or several with semicolons between them, until one fails. Its errors are printed; the code says how it ended. */
  async run(text: string, surroundings: Surroundings = {}): Promise<ExitCode> {
    const begun = performance.now();
    if (this.graph.readOnly) this.graph.refresh();
    let code: ExitCode = 0;
    for (const statement of splitStatements(text)) {
      code = await this.#run(statement, surroundings);
      if (code !== 0 || this.isOver) break;
    }
    if (this.hasTimer) this.note(`${((performance.now() - begun) / 1000).toFixed(3)} s`);
    return code;
  }

  async #run(text: string, surroundings: Surroundings): Promise<ExitCode> {
    let statement: ShellStatement;
    try {
      statement = readStatement(text);
    } catch (error) {
      return this.fail(error);
    }
    switch (statement.kind) {
      case "empty":
        return 0;
      case "cypher":
        return this.#runVerb(["query"], [statement.text], surroundings);
      case "filter": {
        const { verb, filter, options } = statement;
        return this.#runVerb([verb, ...options], filter === "" ? [] : [filter], surroundings);
      }
      case "verb": {
        const [name = "", ...words] = statement.words;
        const own = Object.hasOwn(shellCommands, name) ? shellCommands[name] : undefined;
        if (own === undefined) return this.#runVerb([name, ...words], [], surroundings);
        try {
          return await own.run(this, words, surroundings);
        } catch (error) {
          return this.fail(error);
        }
      }
    }
  }

  /** Runs a verb of the program on the graph: in the past, where that is looked at and the verb can. */
  async #runVerb(
    words: readonly string[],
    operands: readonly string[],
    { ask, signal }: Surroundings,
  ): Promise<ExitCode> {
    const [verb = ""] = words;
    const { commands } = this.program;
    const command = NOT_IN_SHELL.has(verb) || !(verb in commands) ? undefined : commands[verb];
    if (command === undefined) return this.fail(this.#unknown(verb));
    const isAt = words.some((word) => word === "--at" || word.startsWith("--at="));
    const past =
      this.at === undefined || isAt || !Object.hasOwn(command.options, "at") ? [] : ["--at", this.at];
    const given = operands.length === 0 ? [] : ["--", ...operands];
    return this.program.run([verb, ...past, ...words.slice(1), ...given], {
      graph: this.graph,
      ...(this.graph.path === undefined ? {} : { storePath: this.graph.path }),
      commits: false,
      ...(this.mode === undefined ? {} : { format: this.mode }),
      ...(signal === undefined ? {} : { signal, busySignal: signal }),
      ...(ask === undefined ? {} : { ask }),
    });
  }

  #unknown(verb: string): CliError {
    if (NOT_IN_SHELL.has(verb)) return new CliError(`".${verb}" expected to be run outside of the shell`);
    const near = nearest(verb, verbsOfShell(this.program));
    return new CliError(`expected a verb, got ${JSON.stringify(`.${verb}`)}`, {
      hint: near === undefined ? ".help lists them" : `did you mean .${near}? .help lists all`,
    });
  }

  /** Prints an error as the program does. */
  async fail(error: unknown): Promise<ExitCode> {
    const { env, stderr } = this.invocation;
    const { errorLines } = await import("../terminal/error-lines.js");
    const lines = await errorLines(
      error,
      errorStyleOf([], env, process.platform, stderr as SizedStream),
      false,
    );
    stderr.write(`${lines.join("\n")}\n`);
    return exitCodeOf(error);
  }
}

/** The verbs that the shell has, without their dots. */
export function verbsOfShell({ commands }: Program): string[] {
  const verbs = Object.keys(commands).filter(
    (name) => commands[name]?.hidden !== true && !NOT_IN_SHELL.has(name),
  );
  return [...new Set([...Object.keys(shellCommands), ...verbs])].sort();
}

/** The store without its folder and its ending. */
function storeName({ path }: Graph): string {
  return path === undefined ? "memory" : basename(path).replace(/\.groggy$/, "");
}

/** Leaves, unless there are changes and the answer to leaving without them is no. */
export async function leave(session: ShellSession, ask: Surroundings["ask"]): Promise<boolean> {
  if (session.isDirty && ask !== undefined) {
    const answer = await ask(`leave without committing ${changesText(session.graph.status())}? [y/N]`);
    if (!/^\s*y(es)?\s*$/i.test(answer)) return false;
  }
  session.isOver = true;
  return true;
}

async function exit(
  session: ShellSession,
  words: readonly string[],
  { ask }: Surroundings,
): Promise<ExitCode> {
  takeNothing("exit", words);
  await leave(session, ask);
  return 0;
}

function takeNothing(name: string, [word]: readonly string[]): void {
  if (word !== undefined) throw new CliError(`".${name}" expected nothing, got ${JSON.stringify(word)}`);
}

/** The commands of the shell itself, by their names without the dot. */
export const shellCommands: Readonly<Record<string, ShellCommand>> = {
  at: {
    usage: ".at [REVISION]",
    summary: "Look at the past, or at the present again",
    async run(session, [revision, ...more]) {
      takeNothing("at", more);
      viewAt(session.graph, revision);
      session.at = revision;
      return 0;
    },
  },
  commit: {
    usage: ".commit [-m MESSAGE] [--author NAME]",
    summary: "Commit the changes",
    async run(session, words) {
      const { graph, invocation } = session;
      const { message = "changes in the shell", author } = commitWords(words);
      const { nodes, edges, graph: own } = graph.status();
      const commit = graph.commit(message, {
        author: author ?? invocation.env.GROGGY_AUTHOR ?? "",
        time: invocation.now(),
      });
      session.note(committedText(commit, graph.head.branch, { nodes, edges, graph: own }));
      return 0;
    },
  },
  discard: {
    usage: ".discard",
    summary: "Take back the changes since the last commit",
    async run(session, words) {
      takeNothing("discard", words);
      const status = session.graph.status();
      takeBack(session.graph);
      session.note(status.clean ? "nothing to take back" : `taken back: ${changesText(status)}`);
      return 0;
    },
  },
  exit: { usage: ".exit", summary: "Leave, as Ctrl-D does", run: exit },
  help: {
    usage: ".help [VERB]",
    summary: "This list, or the help of a verb",
    async run(session, [verb, ...more], surroundings) {
      takeNothing("help", more);
      const name = verb?.replace(/^\./, "");
      if (name === undefined) {
        session.invocation.stdout.write(helpText(session.program));
        return 0;
      }
      const own = Object.hasOwn(shellCommands, name) ? shellCommands[name] : undefined;
      if (own === undefined) return session.program.run(["help", name], surroundings);
      session.invocation.stdout.write(`${own.usage}\n${own.summary}\n`);
      return 0;
    },
  },
  mode: {
    usage: ".mode [FORMAT]",
    summary: "How to print: a format, or as the terminal wants",
    async run(session, [format, ...more]) {
      takeNothing("mode", more);
      const formats: readonly string[] = outputFormats;
      if (format !== undefined && !formats.includes(format)) {
        const near = nearest(format, formats);
        throw new CliError(`".mode" expected one of ${formats.join(", ")}, got ${JSON.stringify(format)}`, {
          ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
        });
      }
      session.mode = format;
      return 0;
    },
  },
  quit: { usage: ".quit", summary: "Leave, as Ctrl-D does", run: exit },
  timer: {
    usage: ".timer on|off",
    summary: "Say how long each statement took",
    async run(session, [choice = "", ...more]) {
      takeNothing("timer", more);
      if (choice !== "on" && choice !== "off")
        throw new CliError(`".timer" expected on or off, got ${JSON.stringify(choice)}`);
      session.hasTimer = choice === "on";
      return 0;
    },
  },
};

/** The options of `.commit`; words without one are the message. */
function commitWords(words: readonly string[]): { readonly message?: string; readonly author?: string } {
  const given: Record<string, string> = {};
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const [, name, value] = /^--(message|author)(?:=(.*))?$/s.exec(word) ?? [];
    const option = word === `-${commitFlags.message.short}` ? "message" : name;
    if (option === undefined && word.startsWith("-") && rest.length === 0)
      throw new CliError(`".commit" expected -m or --author, got ${JSON.stringify(word)}`);
    if (option === undefined) {
      rest.push(word);
      continue;
    }
    const text = value ?? words[++i];
    if (text === undefined || text.trim() === "")
      throw new CliError(`"${word}" expected a text, got nothing`);
    given[option] = text;
  }
  if (rest.length > 0 && given.message !== undefined)
    throw new CliError(`".commit" expected one message, got ${JSON.stringify(rest.join(" "))} besides`);
  return rest.length > 0 ? { ...given, message: rest.join(" ") } : given;
}

function helpText(program: Program): string {
  const rows: [string, string][] = [
    [":Person AND born < 1900", "nodes by a filter, and options: --limit 5"],
    ["edges :KNOWS", "edges by a filter"],
    ["MATCH (n) RETURN n;", "Cypher, until it is whole or ends with ;"],
    ...Object.values(shellCommands).map(({ usage, summary }): [string, string] => [usage, summary]),
  ];
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const own = rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
  const verbs = verbsOfShell(program).filter((name) => !Object.hasOwn(shellCommands, name));
  return `${own.join("\n")}\n\nand the verbs of the program, with a dot before them:\n${wrapped(verbs.map((name) => `.${name}`))}`;
}

function wrapped(words: readonly string[]): string {
  let text = "";
  let line = " ";
  for (const word of words) {
    if (line.length + word.length > 76) {
      text += `${line}\n`;
      line = " ";
    }
    line += ` ${word}`;
  }
  return `${text}${line}\n`;
}
