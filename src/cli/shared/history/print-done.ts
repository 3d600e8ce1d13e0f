/** Prints what a verb has done once it has acted: its document with `--json`, and nothing otherwise. */
import type { Output } from "../output.js";

/** Prints the document in JSON. In other formats notes say all there is: by now it is too late to refuse one. */
export async function printDone(output: Output, json: Readonly<Record<string, unknown>>): Promise<void> {
  if (output.format === "json") await output.report({ json, lines: [] });
}
