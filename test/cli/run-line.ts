/**
 * Runs a line of a shell in which `groggy` is the program in this process: words, quotes, `NAME=value`, `|`, `&&`, `;`,
 * `>`, `>>` and `<`. Any other command is run by sh.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shellWords } from "../../src/cli/shared/shell-words.js";
import { type CliRun, type CliSettings, runCli } from "./run-cli.js";

export async function runLine(
  line: string,
  settings: CliSettings & { readonly cwd: string },
): Promise<CliRun> {
  let all: CliRun = { code: 0, stdout: "", stderr: "" };
  let isLeftOut = false;
  for (const { text, end } of parted(line, /^(&&|;)/)) {
    if (!isLeftOut && text.trim() !== "") {
      const run = await runPipeline(text, settings);
      all = { code: run.code, stdout: all.stdout + run.stdout, stderr: all.stderr + run.stderr };
    }
    isLeftOut = end === "&&" && all.code !== 0;
  }
  return all;
}

/** As a shell without pipefail, the code is that of the last command. */
async function runPipeline(line: string, settings: CliSettings & { readonly cwd: string }): Promise<CliRun> {
  let stdin = settings.stdin;
  let stderr = "";
  let last: CliRun = { code: 0, stdout: "", stderr: "" };
  for (const { text } of parted(line, /^\|/)) {
    last = await runCommand(text.trim(), { ...settings, ...(stdin === undefined ? {} : { stdin }) });
    stdin = last.stdout;
    stderr += last.stderr;
  }
  return { ...last, stderr };
}

async function runCommand(text: string, settings: CliSettings & { readonly cwd: string }): Promise<CliRun> {
  const { cwd } = settings;
  const redirection = /\s*(>>|>|<)\s*([\w./-]+)\s*$/.exec(text);
  if (redirection !== null && isUnquoted(text, redirection.index)) {
    const [, kind, name] = redirection;
    const rest = text.slice(0, redirection.index);
    const path = join(cwd, name!);
    if (kind === "<") return await runCommand(rest, { ...settings, stdin: readFileSync(path) });
    const run = await runCommand(rest, settings);
    (kind === ">" ? writeFileSync : appendFileSync)(path, run.stdout);
    return { ...run, stdout: "" };
  }
  const words = shellWords(text).map((word) => word.text);
  const env: NodeJS.ProcessEnv = { ...settings.env };
  while (/^[A-Z_]+=/.test(words[0] ?? "")) {
    const [name, ...value] = words.shift()!.split("=");
    env[name!] = value.join("=");
  }
  if (words[0] === "npx") words.shift();
  if (words[0] === "groggy") return await runCli(words.slice(1), { ...settings, env });
  const input =
    typeof settings.stdin === "string" || settings.stdin instanceof Uint8Array ? settings.stdin : "";
  const { status, stdout, stderr } = spawnSync("sh", ["-c", text], { cwd, input, encoding: "utf8" });
  return { code: status ?? 1, stdout, stderr };
}

/** The parts of a line between what stands outside of quotes and matches. */
function parted(line: string, separator: RegExp): { text: string; end: string }[] {
  const parts: { text: string; end: string }[] = [];
  let start = 0;
  for (let i = 0; i < line.length; i++) {
    const end = separator.exec(line.slice(i))?.[0];
    if (end === undefined || !isUnquoted(line, i)) continue;
    parts.push({ text: line.slice(start, i), end });
    i += end.length - 1;
    start = i + 1;
  }
  return [...parts, { text: line.slice(start), end: "" }];
}

function isUnquoted(line: string, place: number): boolean {
  return shellWords(line.slice(0, place)).at(-1)?.quote === "";
}
