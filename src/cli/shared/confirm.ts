/** The yes that destructive verbs need: by a flag, or asked for on a terminal. In a pipe nobody is asked. */
import { CliError } from "./cli-error.js";
import type { Invocation } from "./invocation.js";

/** Throws unless the flag was given, or somebody at a terminal says yes. */
export async function confirm(
  { ask }: Pick<Invocation, "ask">,
  isForced: boolean | undefined,
  question: string,
  flag = "--force",
): Promise<void> {
  if (isForced === true) return;
  if (ask === undefined)
    throw new CliError(`expected ${flag} where nobody can be asked: ${question}`, {
      exitCode: 2,
      hint: `add ${flag} to say yes`,
    });
  const answer = await ask(`${question} [y/N] `);
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new CliError("nothing was changed", { exitCode: 1 });
}
