/** `groggy show`: one commit, its message and what it changed. */
import { countsJson, countsLine, factJson, factsOf } from "../../shared/history/change-words.js";
import { commitJson, minuteText } from "../../shared/history/commit-words.js";
import { commitNamed } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { factLines, headerLines } from "./log.js";

export interface Options {
  readonly mainline?: number;
  readonly stat?: boolean;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const graph = await invocation.open();
  const revision = (operands.revision as string | undefined) ?? "HEAD";
  const commit = commitNamed(graph, revision);
  const shown = graph.history.show(
    commit,
    options.mainline === undefined ? {} : { mainline: options.mainline },
  );
  const { diff, names, parent } = shown;
  const tag = graph.history.tags().find(({ name, message }) => name === revision && message !== undefined);
  await output.report({
    json: {
      commit: { ...commitJson(commit), names },
      parent: parent?.id ?? null,
      tag:
        tag === undefined
          ? null
          : { name: tag.name, message: tag.message, author: tag.author, time: tag.time },
      counts: countsJson(diff),
      ...(options.stat === true ? {} : { changes: Array.from(factsOf(diff), factJson) }),
    },
    lines: lines(),
  });

  function* lines(): Generator<string> {
    if (tag !== undefined) {
      yield output.style("yellow", `tag ${tag.name}`);
      if (tag.author) yield `Author: ${tag.author}`;
      yield `Date:   ${minuteText(tag.time as number)}`;
      yield "";
      for (const line of (tag.message as string).split(/\r\n|\r|\n/)) yield `    ${line}`.trimEnd();
      yield "";
    }
    yield* headerLines(commit, names, output);
    yield "";
    yield countsLine(diff);
    if (options.stat !== true) yield* factLines(graph, diff, parent, commit, output);
  }
}
