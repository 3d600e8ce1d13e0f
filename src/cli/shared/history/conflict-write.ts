/** The options of verbs whose conflicts go through a file, and the file as it is written and read. */
import { existsSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { CliError } from "../cli-error.js";
import type { CommandOption } from "../command.js";
import { writeText } from "../full-disk.js";
import type { Invocation } from "../invocation.js";
import { readInput } from "../read-input.js";
import { type ConflictFile, type ConflictVerb, readConflictFile } from "./conflict-file.js";

export const conflictFlags = {
  write: {
    type: "string",
    value: "FILE",
    summary: "Write conflicts to a file to be edited",
    complete: "file",
  },
  resolutions: {
    type: "string",
    value: "FILE",
    summary: "Resolve by such a file; - is stdin",
    complete: "file",
  },
} as const satisfies Record<string, CommandOption>;

/** The values of {@link conflictFlags}; `force` lets `--write` replace a file. */
export interface ConflictFlags {
  readonly force?: boolean;
  readonly resolutions?: string;
  readonly write?: string;
}

type Given = Pick<Invocation<ConflictFlags>, "cwd" | "options" | "stdin">;

/** A file that somebody has edited is not written over, unless it is the one that the resolutions come from. */
export function requireWritable({ cwd, options }: Given, hint = "--force replaces it"): void {
  const { force, resolutions, write } = options;
  if (write === undefined || force === true) return;
  const path = resolvePath(cwd, write);
  if (resolutions !== undefined && resolutions !== "-" && resolvePath(cwd, resolutions) === path) return;
  if (existsSync(path))
    throw new CliError(`"--write" expected a file that is not there yet, got ${JSON.stringify(write)}`, {
      hint,
    });
}

/** The file of `--resolutions`; undefined where none is given. Throws if it was written by another verb. */
export async function readResolutions(given: Given, verb: ConflictVerb): Promise<ConflictFile | undefined> {
  const { resolutions } = given.options;
  if (resolutions === undefined) return undefined;
  const file = readConflictFile(await readInput("--resolutions", given, resolutions), resolutions);
  // pulling is fetching and merging: either may go on with what the other wrote
  if (file.verb === verb || (file.verb === "merge" && verb === "pull")) return file;
  throw new CliError(
    `${resolutions}: expected a file of "${verb === "pull" ? "merge" : verb}", got one of ${JSON.stringify(file.verb)}`,
    { exitCode: 3, hint: `groggy ${file.verb} --resolutions ${resolutions}` },
  );
}

/** Refuses policies beside a file that has them, where they would decide what somebody has resolved there. */
export function requireFilePolicies(options: {
  readonly attribute: readonly string[];
  readonly resolutions?: string;
  readonly unify?: boolean;
  readonly "unique-edges": readonly string[];
}): void {
  if (options.resolutions === undefined) return;
  const flag =
    options.attribute.length > 0
      ? "--attribute"
      : options.unify === true
        ? "--unify"
        : options["unique-edges"].length > 0
          ? "--unique-edges"
          : undefined;
  if (flag === undefined) return;
  throw new CliError(`"${flag}" expected to be given without --resolutions, whose file has it`, {
    hint: "give it together with --write; --policy SIDE takes what the file leaves open",
  });
}

/** Writes the file of `--write`, and returns its path; undefined where none is to be written. */
export function writeConflicts({ cwd, options }: Given, file: () => ConflictFile): string | undefined {
  const { write } = options;
  if (write === undefined) return undefined;
  return writeText(cwd, write, `${JSON.stringify(file(), null, 2)}\n`);
}

/** The lines that say how to go on with conflicts: by the file that was written, or by the one that was read. */
export function nextSteps(
  { options, output }: Pick<Invocation<ConflictFlags>, "options" | "output">,
  verb: ConflictVerb,
  { count, again }: { readonly count: number; readonly again: string },
): string[] {
  const { resolutions, write } = options;
  if (write !== undefined)
    return [
      `  written to ${write}; give each a resolution there, then:`,
      `  ${output.verb(verb)} --resolutions ${write}`,
    ];
  if (resolutions !== undefined)
    return [`  give ${count === 1 ? "it" : "them"} a resolution in ${resolutions}, and run this again`];
  const line = output.verb(verb) + (again === "" ? "" : ` ${again}`);
  return [
    `  ${line} --write conflicts.json   to resolve them in a file`,
    `  ${line} --policy ours            to take one side, or theirs`,
  ];
}
