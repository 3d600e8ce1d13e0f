/** `groggy version`. */
import { createRequire } from "node:module";
import type { Invocation } from "../../shared/invocation.js";

const { version } = createRequire(import.meta.url)("groggy/package.json") as { version: string };

export async function run({ output }: Invocation): Promise<undefined> {
  const { arch, platform, versions } = process;
  await output.report({
    json: { version, node: versions.node, platform: `${platform}-${arch}` },
    lines: [`groggy ${version}`],
  });
}
