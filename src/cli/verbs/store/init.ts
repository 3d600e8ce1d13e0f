/** `groggy init`: makes an empty store. */
import { readdirSync, statSync } from "node:fs";
import { CliError } from "../../shared/cli-error.js";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames } from "../../shared/names-list.js";

interface InitOptions {
  readonly undirected?: boolean;
  readonly key?: string;
  readonly "label-key"?: readonly string[];
}

export async function run({ options, output, storePath, now }: Invocation<InitOptions>): Promise<undefined> {
  const path = storePath as string;
  const keys = labelKeys(options["label-key"] ?? []);
  const hasKeys = Object.keys(keys).length > 0;
  const { key, undirected = false } = options;
  if (key !== undefined && hasKeys) throw new CliError('"--key" expected no --label-key beside it, got both');
  refuseWhatIsThere(path);
  const { Graph } = await import("groggy");
  const graph = Graph.open(path, {
    create: true,
    directed: !undirected,
    clock: now,
    ...(key === undefined ? {} : { key }),
    ...(hasKeys ? { keys } : {}),
  });
  graph.close();
  await output.report({
    json: { path, directed: !undirected, key: key ?? null, keys },
    lines: [`made ${path}`],
  });
}

function refuseWhatIsThere(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || (stat.isDirectory() && readdirSync(path).length === 0)) return;
  const found = stat.isDirectory() ? "one with files in it" : "a file";
  throw new CliError(`"store" expected a folder that is empty or not there yet, got ${found}: ${path}`, {
    exitCode: 4,
    hint: "groggy info shows a store that is there",
  });
}

/** Keys by label: `Person=email`, `Paper=venue,number`. */
function labelKeys(given: readonly string[]): Record<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const text of given) {
    const at = text.indexOf("=");
    const label = text.slice(0, Math.max(0, at));
    if (label === "")
      throw new CliError(`"--label-key" expected LABEL=ATTRIBUTE, got ${JSON.stringify(text)}`);
    if (keys.has(label))
      throw new CliError(`"--label-key" expected each label once, got ${JSON.stringify(label)} twice`);
    keys.set(label, splitNames("--label-key", text.slice(at + 1)) as string[]);
  }
  return Object.fromEntries(keys);
}
