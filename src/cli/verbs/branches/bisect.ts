/** `groggy bisect`: finds the first bad commit by running a command on the states between a good one and a bad one. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BisectVerdict, Commit, Graph, GraphView } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { countsLine } from "../../shared/history/change-words.js";
import { commitJson, minuteText, shortId, subjectOf } from "../../shared/history/commit-words.js";
import { commitNamed, namingNearest } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";

export interface Options {
  readonly "bad-if"?: string;
  readonly input: string;
  readonly run?: string;
}

interface Test {
  readonly commit: Commit;
  readonly verdict: "good" | "bad" | "skip";
}

/** Thrown out of the library's bisection where it asks for a commit that was not tested yet. */
class Untested extends Error {
  readonly commit: Commit;

  constructor(commit: Commit) {
    super("the commit was not tested yet");
    this.commit = commit;
  }
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, output, signal } = invocation;
  if ((options.run === undefined) === (options["bad-if"] === undefined))
    throw new CliError(
      '"bisect" expected --run COMMAND or --bad-if FILTER, got ' +
        (options.run === undefined ? "neither" : "both"),
    );
  if (!["table", "tsv", "json"].includes(output.format))
    throw new CliError(`"--format" expected "table", "tsv" or "json", got "${output.format}"`);
  const graph = await invocation.open();
  const [good, bad] = [operands.good, operands.bad].map((word) => commitNamed(graph, word as string));
  const tests: Test[] = [];
  const verdicts = new Map<string, BisectVerdict>();
  const known = (_: GraphView, commit: Commit): BisectVerdict => {
    const verdict = verdicts.get(commit.id);
    if (verdict === undefined) throw new Untested(commit);
    return verdict;
  };
  for (;;) {
    signal.throwIfAborted();
    let commit: Commit;
    try {
      const first = namingNearest(graph, () => graph.history.bisect(good, bad, known));
      return await reportFirst(invocation, graph, { good, bad, first, tests });
    } catch (error) {
      if (!(error instanceof Untested)) throw error;
      commit = error.commit;
    }
    invocation.progress.report("testing", tests.length);
    const verdict =
      options["bad-if"] === undefined
        ? await runCommand(invocation, graph, commit)
        : graph.at(commit).nodes.where(options["bad-if"]).count === 0;
    verdicts.set(commit.id, verdict);
    const word = verdict === "skip" ? verdict : verdict ? "good" : "bad";
    tests.push({ commit, verdict: word });
    output.note(`${word.padEnd(4)} ${shortId(commit)} ${subjectOf(commit)}`);
  }
}

/** Writes the state to a file, and runs the command on it: 0 is good, 125 cannot be told, another code is bad. */
async function runCommand(
  invocation: Invocation<Options>,
  graph: Graph,
  commit: Commit,
): Promise<BisectVerdict> {
  const { options } = invocation;
  const folder = mkdtempSync(join(tmpdir(), "groggy-bisect-"));
  try {
    const file = join(folder, `state.${options.input}`);
    const { exportGraph } = await import("groggy/formats");
    await exportGraph(graph.at(commit), file, { format: options.input });
    const { code, signalName } = await spawnShell(invocation, file, commit);
    if (signalName !== null)
      throw new CliError(`"--run" expected a command that ends by itself, got ended by ${signalName}`, {
        exitCode: 1,
      });
    if (code === 0) return true;
    if (code === 125) return "skip";
    if (code === 126 || code === 127 || code > 128)
      throw new CliError(
        `"--run" expected a command that can be run, got exit code ${code} from ${JSON.stringify(options.run)}`,
        {
          exitCode: 2,
          hint: "1 to 124 say that a state is bad, 0 that it is good, 125 that it cannot be told",
        },
      );
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnShell(
  { options, cwd, env, signal, stderr }: Invocation<Options>,
  file: string,
  commit: Commit,
): Promise<{ code: number; signalName: NodeJS.Signals | null }> {
  const quoted = process.platform === "win32" ? `"${file}"` : `'${file.replaceAll("'", "'\\''")}'`;
  const given = options.run as string;
  const command = given.includes("{}") ? given.replaceAll("{}", quoted) : `${given} ${quoted}`;
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      cwd,
      signal,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, GROGGY_FILE: file, GROGGY_COMMIT: commit.id },
    });
    // what the command says is no part of what this verb prints
    child.stdout.pipe(stderr, { end: false });
    child.stderr.pipe(stderr, { end: false });
    child.once("error", reject);
    child.once("close", (code, signalName) => resolve({ code: code ?? 0, signalName }));
  });
}

async function reportFirst(
  { output }: Invocation<Options>,
  graph: Graph,
  found: {
    readonly good: Commit;
    readonly bad: Commit;
    readonly first: Commit;
    readonly tests: readonly Test[];
  },
): Promise<undefined> {
  const { good, bad, first, tests } = found;
  const { length } = tests;
  await output.report({
    json: {
      good: good.id,
      bad: bad.id,
      first: commitJson(first),
      tests: tests.map(({ commit, verdict }) => ({ commit: commit.id, verdict })),
    },
    lines: [
      `${output.style("red", shortId(first))} is the first bad commit, found in ${length} test${length === 1 ? "" : "s"}`,
      "",
      `commit ${first.id}`,
      ...(first.author === "" ? [] : [`Author: ${first.author}`]),
      `Date:   ${minuteText(first.time)}`,
      "",
      ...first.message.split(/\r\n|\r|\n/).map((line) => `    ${line}`.trimEnd()),
      "",
      countsLine(graph.history.show(first).diff),
    ],
  });
}
