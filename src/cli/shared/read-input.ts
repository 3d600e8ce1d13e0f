/** A text that a verb is given: a file, or the standard input by the name `-`. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Invocation } from "./invocation.js";

/** The whole of a file in UTF-8; of the standard input for `-`. */
export async function readInput(
  { cwd, stdin }: Pick<Invocation, "cwd" | "stdin">,
  path: string,
): Promise<string> {
  if (path !== "-") return readFileSync(resolve(cwd, path), "utf8");
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
