/** `verify`: whether a store is what was written, as a table of what is not. */
import { basename } from "node:path";
import { CorruptStoreError, type Finding, type VerifyLevel, type VerifyResult } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { tableUnlessEmpty } from "../../shared/unless-empty.js";
import { countText } from "../exchange/moved-names.js";

interface VerifyFlags {
  readonly level: VerifyLevel;
}

export async function run(invocation: Invocation<VerifyFlags>): Promise<ExitCode | undefined> {
  const { options, output, progress, storePath } = invocation;
  const result = await check(invocation);
  progress.done();
  const { findings, commits, states, ok } = result;
  const isShort = output.format === "table";
  await tableUnlessEmpty(output, {
    name: "findings",
    columns: [
      { name: "kind", style: "red" },
      { name: "path" },
      { name: "offset", align: "right" },
      { name: "commit" },
      { name: "message" },
    ],
    rows: findings.map(({ kind, path, offset, commit, message }) => [
      kind,
      path === undefined ? null : isShort ? basename(path) : path,
      offset ?? null,
      commit === "" ? null : isShort ? commit.slice(0, 7) : commit,
      isShort ? shortMessage(message, path, offset) : message,
    ]),
    count: findings.length,
    more: { path: storePath ?? null, ok, level: options.level, commits, states },
  });
  const checked = `${countText(commits, "commit")} and ${countText(states, "state")} checked`;
  if (ok) {
    output.note(`no damage: ${checked}`);
    return undefined;
  }
  output.note(`${countText(findings.length, "finding")}: ${checked}`);
  const isDamaged = findings.some(({ kind }) => kind === "file");
  if (isDamaged) output.note(`${output.verb("salvage")} makes a new store of what can be read`);
  return isDamaged ? 5 : 1;
}

/** A message without the path and the offset, which have columns of their own. */
export function shortMessage(message: string, path = "", offset = -1): string {
  const start = message.startsWith(`${path}: `) ? path.length + 2 : 0;
  const end = ` (at byte ${offset})`;
  return message.slice(start, message.endsWith(end) ? message.length - end.length : message.length);
}

/** Damage that keeps a store from being opened is a finding as well. */
async function check(invocation: Invocation<VerifyFlags>): Promise<VerifyResult> {
  const { busySignal, options, progress } = invocation;
  try {
    const graph = await invocation.open();
    return graph.history.verify({
      level: options.level,
      ...(busySignal === undefined ? {} : { signal: busySignal }),
      onProgress: ({ done, total }) => progress.report("verifying", done, total, "states"),
    });
  } catch (error) {
    if (!(error instanceof CorruptStoreError)) throw error;
    const { message, path, offset } = error;
    const finding: Finding = { kind: "file", commit: "", message, path, offset };
    return { ok: false, findings: [finding], commits: 0, states: 0 };
  }
}
