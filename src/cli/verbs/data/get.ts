/** `groggy get`: a node or an edge with all that it has, and the commits that made it so. */
import type { ElementChange, Graph, GraphView } from "groggy";
import { findElement } from "../../shared/element-operand.js";
import { dayText } from "../../shared/history/commit-words.js";
import type { Invocation } from "../../shared/invocation.js";
import { openView } from "../../shared/view-at.js";

interface GetOptions {
  readonly at?: string;
  readonly history?: boolean;
}

export async function run(invocation: Invocation<GetOptions>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const { graph, view } = await openView(invocation);
  const { id, kind } = findElement(view, operands.element as string, "element");
  const elements = kind === "node" ? view.nodes : view.edges;
  const attributes = elements.get(id);
  const changes = options.history === true ? changesOf(graph, kind, id, options.at) : undefined;
  const own = kind === "node" ? nodeFacts(view, id) : edgeFacts(view, id);
  await output.report({
    json: {
      kind,
      id,
      ...own,
      attributes,
      ...(changes === undefined ? {} : { history: changes.map(changeJson) }),
    },
    lines: linesOf(kind, id, own, attributes, changes, output.cell.bind(output)),
  });
}

function nodeFacts(view: GraphView, id: number) {
  return {
    labels: view.nodes.labels(id),
    degree: view.directed
      ? { out: view.degree(id), in: view.degree(id, "in") }
      : { both: view.degree(id, "both") },
  };
}

function edgeFacts(view: GraphView, id: number) {
  const end = (node: number) => {
    const { key } = view;
    return { id: node, key: key === undefined ? null : (view.nodes.get(node, key) ?? null) };
  };
  return { type: view.edges.type(id) ?? null, source: end(view.source(id)), target: end(view.target(id)) };
}

function changesOf(graph: Graph, kind: "node" | "edge", id: number, at: string | undefined): ElementChange[] {
  if (graph.head.commit === null) return [];
  return graph.history.changesOf(id, {
    kind,
    ...(at === undefined ? {} : { from: graph.history.resolve(at).id }),
  });
}

function changeJson({ attributes, commit, kind, labels }: ElementChange): Record<string, unknown> {
  return {
    commit: commit.id,
    time: commit.time,
    author: commit.author,
    message: commit.message,
    change: kind,
    labels: labels ?? null,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { before, after }]) => [
        name,
        { before: before ?? null, after: after ?? null },
      ]),
    ),
  };
}

function* linesOf(
  kind: "node" | "edge",
  id: number,
  own: ReturnType<typeof nodeFacts> | ReturnType<typeof edgeFacts>,
  attributes: Readonly<Record<string, unknown>>,
  changes: readonly ElementChange[] | undefined,
  cell: (value: unknown) => string,
): Generator<string> {
  if ("labels" in own) {
    yield `${kind}:${id}${own.labels.map((label) => ` :${cell(label)}`).join("")}`;
    const { degree } = own;
    yield `  degree ${"both" in degree ? degree.both : `${degree.out} out, ${degree.in} in`}`;
  } else {
    const end = ({ id, key }: { id: number; key: unknown }) => (key === null ? `node:${id}` : cell(key));
    yield `${kind}:${id}${own.type === null ? "" : ` :${cell(own.type)}`}`;
    yield `  ${end(own.source)} → ${end(own.target)}`;
  }
  for (const [name, value] of Object.entries(attributes)) yield `  ${cell(name)} = ${cell(value)}`;
  if (changes === undefined) return;
  yield "";
  for (const { attributes, commit, kind: change, labels } of changes) {
    const [subject] = commit.message.split(/\r\n|\r|\n/);
    yield `${commit.id.slice(0, 7)} ${dayText(commit.time)} ${cell(subject)}`;
    if (change !== "changed") yield `  ${change}`;
    if (labels !== undefined)
      yield `  labels ${labels.before.map(cell).join(", ") || cell(undefined)} → ${labels.after.map(cell).join(", ") || cell(undefined)}`;
    for (const [name, { before, after }] of Object.entries(attributes))
      yield `  ${cell(name)} ${cell(before)} → ${cell(after)}`;
  }
}
