/** `backup`: a copy of a store, made while it is open elsewhere. */
import { resolve } from "node:path";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { sizeText } from "../../shared/size-text.js";

export async function run(invocation: Invocation): Promise<ExitCode | undefined> {
  const { busySignal, cwd, operands, output, progress, storePath } = invocation;
  const into = resolve(cwd, operands.into as string);
  const graph = await invocation.open();
  let sizeBytes = 0;
  graph.backup(into, {
    ...(busySignal === undefined ? {} : { signal: busySignal }),
    onProgress: ({ done, total }) => {
      sizeBytes = total;
      progress.report("copying", done, total, "bytes");
    },
  });
  progress.done();
  await output.report({
    json: { path: storePath, into, sizeBytes, commit: graph.head.commit?.id ?? null },
    lines: [`${sizeText(sizeBytes)} copied to ${operands.into}`],
  });
  return undefined;
}
