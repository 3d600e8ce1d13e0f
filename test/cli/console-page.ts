/**
 * Runs a page of docs/ as a session at a terminal: blocks of `csv NAME` and the like are files, and in blocks of
 * `console` each line behind `$ ` is run in one folder, the lines after it being what it printed.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { clock } from "./run-cli.js";
import { runLine } from "./run-line.js";

const OPENING = /^```(\w+)(?: (\S+))?$/;

/** The page with what its lines print now, and those that failed. */
export async function runConsolePage(
  page: string,
  cwd: string,
): Promise<{ page: string; failures: string[] }> {
  const lines = page.split("\n");
  const out: string[] = [];
  const failures: string[] = [];
  const now = clock();
  const env = { LANG: "C.UTF-8", NO_COLOR: "1" };
  for (let i = 0; i < lines.length; i++) {
    out.push(lines[i]!);
    const [, language, name] = OPENING.exec(lines[i]!) ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf("```", i + 1);
    const block = lines.slice(i + 1, end);
    i = end;
    if (name !== undefined) writeFileSync(join(cwd, name), `${block.join("\n")}\n`);
    if (language !== "console") {
      out.push(...block, "```");
      continue;
    }
    for (const line of block.filter((each) => each.startsWith("$ "))) {
      const run = await runLine(line.slice(2), { cwd, env, now, isTerminal: true, rows: 100 });
      if (run.code !== 0) failures.push(`${line}: exit code ${run.code}, ${run.stderr}`);
      const printed = `${run.stdout}${run.stderr}`.replaceAll(`${cwd}/`, "").trimEnd();
      out.push(line, ...(printed === "" ? [] : printed.split("\n").map((each) => each.trimEnd())));
    }
    out.push("```");
  }
  return { page: out.join("\n"), failures };
}
