/** An error as lines on stderr: the message, a hint, and with --debug the stack. */

export function printError(
  error: unknown,
  isDebug: boolean,
  { stderr }: { readonly stderr: NodeJS.WritableStream },
): void {
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(`groggy: ${message}\n`);
  const { hint } = error as { hint?: unknown };
  if (typeof hint === "string") stderr.write(`  ${hint}\n`);
  if (!isDebug) return;
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    stderr.write(`${each.stack ?? each.message}\n`);
  }
}
