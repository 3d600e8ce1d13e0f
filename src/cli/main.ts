/** The program: finds the verb, what it is given and its store, runs it, and turns errors into lines and exit codes. */
import { resolve } from "node:path";
import type { Graph, OpenOptions } from "groggy";
import { commands } from "./commands.js";
import { findStore, isStoreFolder } from "./find-store.js";
import { loaders } from "./loaders.js";
import { findVerb, operandsOf, parseWords } from "./parse.js";
import { CliError } from "./shared/cli-error.js";
import type { Command, ExitCode } from "./shared/command.js";
import { exitCodeOf } from "./shared/exit-codes.js";
import type { Invocation, Program, RunSettings, VerbModule } from "./shared/invocation.js";
import { nearest } from "./shared/nearest.js";
import { outputFormats } from "./shared/output.js";
import { createTerminal, type TerminalStreams } from "./terminal/create-terminal.js";
import { errorStyleOf } from "./terminal/error-style.js";
import type { StartPager } from "./terminal/pager.js";
import type { ColorMode } from "./terminal/settings.js";

/** What surrounds the program: a process, or a test. */
export interface CliHost extends TerminalStreams {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly now: () => number;
  /** Fires at Ctrl-C; asking for it is what makes Ctrl-C fire it, and not end the process. */
  readonly signal: () => AbortSignal;
  /** `process.platform`. */
  readonly platform: string;
  /** Starts the pager; undefined where there is no terminal of one's own. */
  readonly startPager?: StartPager;
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
        const code = exitCodeOf(error);
        if (code === 0) return code;
        if (given.onError === undefined) await printError(error, words, host);
        else given.onError(error);
        return code;
      }
    },
  };
  return program;
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
    const topic = name === "help" ? positionals : [name];
    return runWords(
      ["help", ...topic, ...(globals.help === "short" ? ["--short"] : [])],
      given,
      host,
      verbs,
      program,
    );
  }
  const { cwd, env, now } = host;
  const store =
    given.graph === undefined
      ? findStore({
          use: command.store,
          positionals,
          takesOperands: command.operands.length > 0,
          storeOption: globals.store,
          env,
          cwd,
        })
      : { path: given.storePath, positionals };
  const operands = operandsOf(name, command, store.positionals);
  const format = globals.json ? "json" : (globals.format ?? given.format);
  const terminal = createTerminal(
    {
      format: outputFormats.find((each) => each === format),
      color: (globals.color ?? "auto") as ColorMode,
      quiet: globals.quiet ?? false,
      env,
      platform: host.platform,
      startPager: globals["no-pager"] === true ? undefined : host.startPager,
    },
    host,
  );
  const { ask, output, progress } = terminal;
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
      return given.signal ?? host.signal();
    },
    ...(ask === undefined ? {} : { ask }),
    ...(given.commits === undefined ? {} : { commits: given.commits }),
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
    progress.done();
    // what the verb says comes first, and what closing says is its consequence
    try {
      graph?.close();
    } catch {}
    await terminal.close();
    throw error;
  }
  progress.done();
  graph?.close();
  await terminal.close();
  return code;
}

/** Prints an error in lines; the words of the command line say how, whether or not they could be read. */
async function printError(
  error: unknown,
  words: readonly string[],
  { env, platform, stderr }: CliHost,
): Promise<void> {
  const { errorLines } = await import("./terminal/error-lines.js");
  const lines = await errorLines(
    error,
    errorStyleOf(words, env, platform, stderr),
    words.includes("--debug"),
  );
  stderr.write(`${lines.join("\n")}\n`);
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
    const [name, ...options] = globals.version
      ? ["version", ...rest.filter((word) => word !== "--version")]
      : ["help", ...(globals.help === "long" ? [] : ["--short"])];
    return { name: name!, rest: options };
  }
  if (verb in commands) return { name: verb, rest };
  if (/\.groggy[\\/]*$/.test(verb) || isStoreFolder(resolve(cwd, verb)))
    return { name: "shell", rest: words };
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
