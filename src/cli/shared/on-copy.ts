/** Dry runs of verbs that move more than the present state: they are done on a copy of the store, which is thrown away. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "groggy";

/** Calls a function with a copy of a store as it was last committed. The copy is gone when this returns. */
export async function onCopy<R>(
  graph: Graph,
  now: () => number,
  use: (copy: Graph) => R | Promise<R>,
): Promise<R> {
  const { Graph: Graphs } = await import("groggy");
  const folder = mkdtempSync(join(tmpdir(), "groggy-dry-run-"));
  try {
    const path = join(folder, "copy.groggy");
    graph.backup(path);
    const copy = Graphs.open(path, { create: false, durability: "none", clock: now });
    try {
      return await use(copy);
    } finally {
      copy.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
