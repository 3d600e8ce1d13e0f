/** `groggy tag`: lists tags, makes and deletes them. */
import type { Commit, TagOptions } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { readCommitChoices } from "../../shared/committing.js";
import { nameOfAuthor, shortId, subjectOf, timeCell } from "../../shared/history/commit-words.js";
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed, namingNearest } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";

export interface Options {
  readonly author?: string;
  readonly delete?: boolean;
  readonly message?: string;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const names = operands.names as readonly string[];
  if (options.delete === true) return deleteTags(invocation, names);
  if (names.length === 0) return listTags(invocation);
  const [name, revision, ...others] = names;
  if (others.length > 0)
    throw new CliError(`"tag" expected a name and a revision, got ${JSON.stringify(others[0])} besides`);
  const { author, message } = readCommitChoices(invocation);
  const graph = await invocation.open();
  const at = revision === undefined ? graph.head.commit : commitNamed(graph, revision);
  const note: TagOptions = message === undefined ? {} : { message, author, time: invocation.now() };
  graph.history.tag(name, { ...note, ...(at === null ? {} : { at }) });
  const commit = at as Commit;
  await printDone(output, { done: [{ verb: "tag", name, commit: commit.id }] });
  output.note(`tag ${name} is at ${shortId(commit)}: ${subjectOf(commit)}`);
}

async function listTags(invocation: Invocation<Options>): Promise<undefined> {
  const { output } = invocation;
  const graph = await invocation.open({ readOnly: true });
  const tags = graph.history.tags();
  if (output.format === "json") {
    const all = tags.map(({ name, commit, message, author, time }) => ({
      name,
      commit: commit.id,
      message: message ?? null,
      author: author ?? null,
      time: time ?? null,
    }));
    await printDone(output, { tags: all });
    return;
  }
  const isShort = output.format === "table" || output.format === "markdown";
  await output.table({
    name: "tags",
    columns: [
      { name: "tag", style: "bold" },
      { name: "commit", style: "yellow" },
      { name: "message" },
      { name: "author" },
      { name: isShort ? "date" : "time", style: "dim", isWhole: "date" },
    ],
    rows: tags.map(({ name, commit, message, author, time = commit.time }) => {
      const by = message === undefined ? commit.author : (author ?? "");
      const said = message ?? commit.message;
      return isShort
        ? [
            name,
            shortId(commit),
            subjectOf({ message: said }),
            nameOfAuthor(by),
            timeCell(time, output.format),
          ]
        : [name, commit.id, said, by || null, timeCell(time, output.format)];
    }),
    count: tags.length,
  });
}

async function deleteTags(invocation: Invocation<Options>, names: readonly string[]): Promise<undefined> {
  const { output } = invocation;
  if (names.length === 0) throw new CliError('"--delete" expected the name of a tag, got nothing');
  const graph = await invocation.open();
  const done: { name: string; commit: Commit | undefined }[] = [];
  for (const name of names) {
    const commit = graph.history.tags().find((tag) => tag.name === name)?.commit;
    namingNearest(graph, () => graph.history.deleteTag(name), "tag");
    done.push({ name, commit });
  }
  await printDone(output, {
    done: done.map(({ name, commit }) => ({ verb: "delete", name, commit: commit?.id ?? null })),
  });
  for (const { name, commit } of done)
    output.note(
      `tag ${name} is deleted, it was at ${commit === undefined ? "" : shortId(commit)} (${output.verb("undo")} brings it back)`,
    );
}
