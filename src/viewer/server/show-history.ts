/** The commits that the slider moves along. */
import { COMMITS_SHOWN, type ShownHistory } from "../protocol/messages.js";
import type { ShownStates } from "./shown-states.js";

/** The line of first parents that ends at a revision. Defaults to the head. */
export function showHistory({ graph }: ShownStates, revision: string | undefined): ShownHistory {
  const none: ShownHistory = {
    hasHistory: false,
    branch: null,
    head: null,
    dirty: false,
    branches: [],
    tags: [],
    commits: [],
    more: false,
  };
  if (graph === undefined) return none;
  const { branch, commit } = graph.head;
  const { history } = graph;
  if (commit === null) return { ...none, hasHistory: true, branch, dirty: graph.nodeCount > 0 };
  const branches = history.branches();
  const tags = history.tags();
  const names = new Map<string, string[]>();
  for (const ref of [...branches, ...tags]) {
    const { id } = ref.commit;
    names.set(id, [...(names.get(id) ?? []), ref.name]);
  }
  const found = history.log({
    from: revision ?? "HEAD",
    firstParent: true,
    limit: COMMITS_SHOWN + 1,
  });
  const commits = found.slice(0, COMMITS_SHOWN).reverse();
  return {
    hasHistory: true,
    branch,
    head: commit.id,
    dirty: !history.diff().isEmpty,
    branches: branches.map(({ name }) => name),
    tags: tags.map(({ name }) => name),
    commits: commits.map(({ author, id, message, parents, time }) => ({
      id,
      message,
      author,
      time,
      parents,
      names: names.get(id) ?? [],
    })),
    more: found.length > COMMITS_SHOWN,
  };
}
