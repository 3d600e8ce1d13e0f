/** The program: finds the verb, what it is given and its store, runs it, and turns errors into lines and exit codes. */
import { resolve } from "node:path";
import type { Graph, OpenOptions } from "groggy";
import { commands } from "./commands.js";
import { findStore } from "./find-store.js";
import { loaders } from "./loaders.js";
import { findVerb, operandsOf, parseWords } from "./parse.js";
import { printError } from "./print-error.js";
import { CliError } from "./shared/cli-error.js";
import type { Command, ExitCode } from "./shared/command.js";
import { exitCodeOf } from "./shared/exit-codes.js";
import type { GlobalOptions } from "./shared/global-options.js";
import type { Invocation, Program, RunSettings, VerbModule } from "./shared/invocation.js";
import { nearest } from "./shared/nearest.js";
import type { OutputFormat } from "./shared/output.js";
import { isStoreFolder, isStoreName } from "./shared/store-folders.js";
import { createTerminal, OutputClosed } from "./terminal/create-terminal.js";
import type { Pager } from "./terminal/pager.js";
import type { ColorMode, SizedStream } from "./terminal/settings.js";

/** The host of the program: a process, or a test. */
export interface CliHost {
  readonly stdin: NodeJS.ReadableStream & SizedStream;
  readonly stdout: NodeJS.WritableStream & SizedStream;
  readonly stderr: NodeJS.WritableStream & SizedStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly now: () => number;
  /** Fires at Ctrl-C; asking for it is what makes Ctrl-C fire it, and not end the process. */
  readonly signal: () => AbortSignal;
  /** Ignores Ctrl-C until the function that it returns is called. */
  readonly hold: () => () => void;
}

/** The verbs there are; tests give others. */
export interface Verbs {
  readonly commands: Readonly<Record<string, Command>>;
  readonly loaders: Readonly<Record<string, () => Promise<VerbModule>>>;
}

/** Runs the program on the words of a command line, without its own name. Never throws. */
export function main(
  words: readonly string[],
  host: CliHost,
  verbs: Verbs = { commands, loaders },
): Promise<ExitCode> {
  return programOf(host, verbs).run(words);
}

function programOf(host: CliHost, verbs: Verbs): Program {
  const program: Program = {
    commands: verbs.commands,
    run: async (words, given = {}) => {
      try {
        return (await runWords(words, given, host, verbs, program)) ?? 0;
      } catch (error) {
        if (isClosedOutput(error)) return 0;
        const told = inOwnWords(error, verbs.commands, given.commits === false ? undefined : words);
        if (given.onError === undefined) await printError(told, words, host);
        else given.onError(told);
        return exitCodeOf(error);
      }
    },
  };
  return program;
}

/**
 * An error in the words of the command line: the options of the library's methods are no flags of the verbs. In the shell,
 * where there are no words of a command line, hints name verbs with a dot, and uncommitted changes are those of the shell.
 */
function inOwnWords(
  error: unknown,
  commands: Verbs["commands"],
  words: readonly string[] | undefined,
): unknown {
  if (error instanceof CliError) {
    if (words !== undefined) return error;
    const hint = error.hint?.replace(/\bgroggy ([a-z-]+)/g, (text, verb: string) =>
      Object.hasOwn(commands, verb) ? `.${verb}` : text,
    );
    if (hint === undefined || hint === error.hint) return error;
    return new CliError(error.message, { exitCode: error.exitCode, hint, cause: error });
  }
  const { code, message = "" } = (error ?? {}) as { readonly code?: unknown; readonly message?: string };
  if (code === "NOT_FAST_FORWARD" && message.startsWith('"fastForward"'))
    return new CliError(message.replace('"fastForward"', '"--ff-only"'), {
      exitCode: 1,
      hint: "leave --ff-only out to merge",
      cause: error,
    });
  if (code !== "DIRTY_STATE") return error;
  return new CliError(message.replace(/; commit them first, or use [^;]*$/, ""), {
    exitCode: 1,
    hint:
      words === undefined
        ? ".commit keeps them, .stash push puts them aside, .discard takes them back"
        : draftHint(commands[findVerb(words).verb ?? ""]),
    cause: error,
  });
}

/** Advice on changes that another program left uncommitted, by the flags of the verb. */
function draftHint(command: Command | undefined): string {
  const { carry, force } = command?.options ?? {};
  if (carry !== undefined) return "--carry takes them along, --stash puts them aside, --discard drops them";
  const drop = force?.summary.includes("uncommitted") ? "--force" : "groggy reset --force";
  return `groggy stash push puts them aside, ${drop} drops them`;
}

/** Whether the reader of the output has gone, as `head` does: it has what it wanted. */
function isClosedOutput(error: unknown): boolean {
  return error instanceof OutputClosed || (error as { code?: unknown } | null)?.code === "EPIPE";
}

async function runWords(
  words: readonly string[],
  given: RunSettings,
  host: CliHost,
  verbs: Verbs,
  program: Program,
): Promise<ExitCode | undefined> {
  const { name, rest } = verbOf(words, host, verbs);
  const command = verbs.commands[name]!;
  const { options, globals, positionals } = parseWords(command, rest);
  if (globals.help !== undefined) {
    const topic = name === "help" && positionals.length > 0 ? positionals : [name];
    const short = globals.help === "short" ? ["--short"] : [];
    return runWords(["help", ...topic, ...short, ...outputWords(globals)], given, host, verbs, program);
  }
  if (globals.version && name !== "version")
    return runWords(["version", ...outputWords(globals)], given, host, verbs, program);
  const { cwd, env, now } = host;
  const store =
    given.graph === undefined
      ? findStore({
          use: command.store,
          positionals,
          takesOperands: command.operands.length > 0,
          isPeer: isPeer(command, positionals.length),
          isOptional: command.storeOptional ?? false,
          storeOption: globals.store,
          env,
          cwd,
        })
      : { path: given.storePath, positionals };
  let isHeeded = false;
  const operands = operandsOf(name, command, store.positionals);
  const terminal = createTerminal(
    {
      format: (globals.json ? "json" : (globals.format ?? given.format)) as OutputFormat | undefined,
      color: (globals.color ?? "auto") as ColorMode,
      quiet: globals.quiet ?? false,
      verbPrefix: given.commits === false ? "." : undefined,
      env,
      platform: process.platform,
      startPager: globals["no-pager"] || given.graph !== undefined ? undefined : () => startHeldPager(host),
      // that of the program counts from when the verb has asked for it
      get signal() {
        return given.signal ?? (isHeeded ? host.signal() : undefined);
      },
    },
    host,
  );
  const { output, progress } = terminal;
  const ask = given.ask ?? terminal.ask;
  const module = await verbs.loaders[name]!();
  let graph: Graph | undefined;
  const invocation: Invocation<never> = {
    operands,
    options: options as never,
    storePath: store.path,
    open: async (openOptions) => {
      if (given.graph !== undefined) return given.graph;
      graph ??= await openStore(store.path, command, now, openOptions);
      return graph;
    },
    output,
    progress,
    get signal() {
      isHeeded = true;
      return given.signal ?? host.signal();
    },
    ...(ask === undefined ? {} : { ask }),
    ...(given.commits === undefined ? {} : { commits: given.commits }),
    ...(given.busySignal === undefined ? {} : { busySignal: given.busySignal }),
    stdin: host.stdin,
    stdout: host.stdout,
    stderr: host.stderr,
    env,
    cwd,
    now,
    program,
  };
  let code: ExitCode | undefined;
  try {
    code = await module.run(invocation);
  } catch (error) {
    // what the verb throws is told, and not what closing after it says
    try {
      graph?.close();
    } catch {}
    await terminal.close();
    throw error;
  }
  graph?.close();
  await terminal.close();
  return code;
}

/** Starts the pager; while it has the terminal, Ctrl-C is for it. */
async function startHeldPager({ env, hold }: CliHost): Promise<Pager | undefined> {
  const { startPager } = await import("./terminal/pager.js");
  const pager = await startPager(env);
  if (pager === undefined) return undefined;
  const release = hold();
  return { input: pager.input, ended: pager.ended.then(release) };
}

/** Whether there are only so many words as a verb that takes another store needs: none of them names its own. */
function isPeer({ operands }: Command, count: number): boolean {
  const required = operands.filter(({ optional }) => optional !== true);
  return operands[0]?.complete === "store" && count <= required.length;
}

/** The words that ask for the same output of another verb. */
function outputWords({ format, json, color, "no-pager": isUnpaged }: GlobalOptions): string[] {
  return [
    ...(json ? ["--json"] : []),
    ...(format === undefined ? [] : [`--format=${format}`]),
    ...(color === undefined ? [] : [`--color=${color}`]),
    ...(isUnpaged ? ["--no-pager"] : []),
  ];
}

/** The verb and the other words. Without a verb, options ask for help or the version, and a store for the shell. */
function verbOf(
  words: readonly string[],
  { cwd }: CliHost,
  { commands }: Verbs,
): { name: string; rest: readonly string[] } {
  const { verb, rest } = findVerb(words);
  if (verb === undefined) {
    const { globals } = parseWords({ options: {} }, rest);
    const short = globals.version || globals.help === "long" ? [] : ["--short"];
    return { name: globals.version ? "version" : "help", rest: [...short, ...outputWords(globals)] };
  }
  if (verb in commands) return { name: verb, rest };
  if (isStoreName(verb) || isStoreFolder(resolve(cwd, verb))) return { name: "shell", rest: words };
  const near = nearest(
    verb,
    Object.keys(commands).filter((name) => !commands[name]!.hidden),
  );
  throw new CliError(`expected a verb, got ${JSON.stringify(verb)}`, {
    hint: near === undefined ? "groggy help lists them" : `did you mean ${near}? groggy help lists all`,
  });
}

async function openStore(
  path: string | undefined,
  { store }: Command,
  now: () => number,
  options: OpenOptions = {},
): Promise<Graph> {
  if (path === undefined) throw new CliError("expected a store, got none", { exitCode: 4 });
  const { Graph } = await import("groggy");
  const access: OpenOptions = store === "read" ? { readOnly: true } : { create: store === "create" };
  const { readOnly = access.readOnly ?? false } = options;
  return Graph.open(path, {
    ...(readOnly ? { readOnly } : { create: access.create ?? false }),
    clock: now,
    ...options,
  });
}
