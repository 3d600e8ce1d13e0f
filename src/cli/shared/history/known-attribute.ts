/** Attributes that a verb of history is asked about: one that no state has ever had is a slip. */
import type { Graph, GraphView, OwnerKind } from "groggy";
import { CliError } from "../cli-error.js";
import { nearest } from "../nearest.js";

/** Throws unless an attribute is in one of the states, or in that of any branch or tag; names the nearest one. */
export function requireAttribute(
  graph: Graph,
  attribute: string,
  { kinds, views = [] }: { readonly kinds: readonly OwnerKind[]; readonly views?: readonly GraphView[] },
): void {
  const names = new Set<string>();
  for (const view of [graph, ...views]) addNames(view, kinds, names);
  if (names.has(attribute)) return;
  // it may be on another branch, or have gone since
  for (const { commit } of [...graph.history.branches(), ...graph.history.tags()])
    addNames(graph.at(commit), kinds, names);
  if (names.has(attribute) || graph.history.log({ all: true, limit: 1 }).length === 0) return;
  if (wasThere(graph, attribute, kinds)) return;
  const near = nearest(attribute, names);
  throw new CliError(`expected an attribute of ${ownerWords(kinds)}, got ${JSON.stringify(attribute)}`, {
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  });
}

function addNames(view: GraphView, kinds: readonly OwnerKind[], names: Set<string>): void {
  for (const kind of kinds) {
    const { schema } = kind === "graph" ? view.attributes : kind === "node" ? view.nodes : view.edges;
    for (const name of Object.keys(schema)) names.add(name);
  }
}

/** The commits that are searched for an attribute. */
const COMMITS_MAX = 10_000;

/** Whether any commit changed a value of it; of a longer history it is taken for granted. */
function wasThere({ history }: Graph, attribute: string, kinds: readonly OwnerKind[]): boolean {
  if (history.commitCount > COMMITS_MAX) return true;
  for (const commit of history.walk({ all: true })) {
    const { diff } = history.show(commit);
    for (const kind of kinds) {
      const part = kind === "graph" ? diff.graph : kind === "node" ? diff.nodes : diff.edges;
      if (Object.hasOwn(part.statistics().attributes, attribute)) return true;
    }
  }
  return false;
}

function ownerWords(kinds: readonly OwnerKind[]): string {
  return kinds.map((kind) => (kind === "graph" ? "the graph" : `${kind}s`)).join(" or ");
}
