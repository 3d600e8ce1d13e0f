/** Asks for the resolution of each conflict on a terminal. */
import type { Readable } from "node:stream";
import type { Conflict, Graph, MergeResult, Resolution } from "groggy";
import { valueWords } from "../../shared/history/change-words.js";
import { choicesOf } from "../../shared/history/conflict-file.js";
import { resolutionValue } from "../../shared/history/conflict-values.js";
import { namedElement, sideWords, statesOf } from "../../shared/history/conflict-words.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output } from "../../shared/output.js";

/** Resolves conflicts until none is open, or one was left so: those that are skipped stay open. */
export async function askResolutions(
  invocation: Pick<Invocation<never>, "ask" | "output" | "stdin">,
  graph: Graph,
  merge: MergeResult,
): Promise<void> {
  const skipped = new Set<Conflict>();
  for (;;) {
    const conflict = merge.unresolved.find((each) => !skipped.has(each));
    if (conflict === undefined) return;
    const answer = await askOne(invocation, graph, merge, conflict);
    if (answer === "quit") return;
    if (answer === "skip") skipped.add(conflict);
  }
}

async function askOne(
  { ask, output, stdin }: Pick<Invocation<never>, "ask" | "output" | "stdin">,
  graph: Graph,
  merge: MergeResult,
  conflict: Conflict,
): Promise<"resolved" | "skip" | "quit"> {
  if (ask === undefined) return "quit";
  const { length } = merge.unresolved;
  output.note(
    `${output.style("bold", `${conflict.kind}: ${titleOf(graph, merge, conflict, output)}`)} (${length} to go)`,
  );
  for (const side of ["base", "ours", "theirs"] as const)
    output.note(`  ${side.padEnd(6)} ${valueWords(sideWords(conflict, side), output)}`);
  const choices = [
    ...choicesOf(conflict).map((choice) => (choice === "{ value }" ? "value" : choice)),
    "skip",
    "quit",
  ];
  for (;;) {
    const word = (await ask(`${choices.join(", ")}? `)).trim();
    const choice = word === "" ? undefined : choiceOf(word, choices);
    // who has closed the input answers no further question
    if (word === "" && (stdin as Readable).readableEnded === true) return "quit";
    if (choice === "skip" || choice === "quit") return choice;
    if (choice === undefined) {
      output.note(`  expected ${choices.join(", ")}, or how one begins`);
      continue;
    }
    try {
      merge.resolve(
        conflict,
        choice === "value" ? await askValue(ask, graph, merge, conflict) : (choice as Resolution),
      );
      return "resolved";
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      output.note(`  ${error.message}`);
    }
  }
}

/** The choice that a word is, or is the beginning of, if it is that of one alone. */
function choiceOf(word: string, choices: readonly string[]): string | undefined {
  const fitting = choices.filter((choice) => choice.toLowerCase().startsWith(word.toLowerCase()));
  return fitting.find((choice) => choice === word) ?? (fitting.length === 1 ? fitting[0] : undefined);
}

async function askValue(
  ask: (question: string) => Promise<string>,
  graph: Graph,
  merge: MergeResult,
  conflict: Conflict,
): Promise<{ readonly value: unknown }> {
  const text = await ask("value (as JSON, or a text; null takes it away): ");
  let json: unknown = text;
  try {
    json = JSON.parse(text);
  } catch {
    // a text need not be in quotes
  }
  try {
    return { value: resolutionValue(json, conflict, graph, merge) };
  } catch (error) {
    if (typeof json === "string" || !(error instanceof TypeError)) throw error;
    // digits may be a text, too
    return { value: resolutionValue(text, conflict, graph, merge) };
  }
}

function titleOf(graph: Graph, merge: MergeResult, conflict: Conflict, output: Output): string {
  const element = namedElement(conflict, statesOf(graph, merge), output);
  return "attribute" in conflict ? `${element}, ${valueWords(conflict.attribute, output)}` : element;
}
