/** `groggy path`: a shortest path between two nodes, or all of them. */
import type { GraphView } from "groggy";
import type { Path } from "groggy/algorithms";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import { findNode } from "../../shared/element-operand.js";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames } from "../../shared/names-list.js";
import { openView } from "../../shared/view-at.js";

interface PathOptions {
  readonly weight?: string;
  readonly direction: "out" | "in" | "both";
  readonly type?: string;
  readonly all?: boolean;
  readonly limit?: number;
  readonly at?: string;
}

export async function run(invocation: Invocation<PathOptions>): Promise<ExitCode> {
  const { operands, options, output } = invocation;
  const types = splitNames("--type", options.type);
  if (options.limit !== undefined && options.all !== true)
    throw new CliError('"--limit" expected --all beside it: without it there is one path');
  const { view: whole } = await openView(invocation);
  const source = findNode(whole, operands.from as string, "from");
  const target = findNode(whole, operands.to as string, "to");
  const view = types === undefined ? whole : ofTypes(whole, types, source, target);
  const { allShortestPaths, shortestPath } = await import("groggy/algorithms");
  const given = {
    direction: options.direction,
    signal: invocation.signal,
    ...(options.weight === undefined ? {} : { weight: options.weight }),
  };
  const paths: Path[] = [];
  if (options.all === true) {
    const { limit = Number.POSITIVE_INFINITY } = options;
    for (const path of allShortestPaths(view, source, target, given)) {
      paths.push(path);
      if (paths.length >= limit) break;
    }
  } else {
    const found = shortestPath(view, source, target, given);
    if (found !== undefined) paths.push(found);
  }
  await output.table({
    name: "paths",
    columns: [{ name: "distance", align: "right" }, { name: "nodes" }, { name: "edges" }],
    rows: rowsOf(view, paths, output.format === "json" || output.format === "jsonl"),
    count: paths.length,
    more: { from: source, to: target },
  });
  if (paths.length > 0) return 0;
  output.note("no path leads there");
  return 1;
}

/** The graph with all its nodes, and edges of some types alone. */
function ofTypes(view: GraphView, types: readonly string[], source: number, target: number): GraphView {
  const [first, ...others] = types.map((type) => view.edges.withType(type));
  const edges = others.reduce((all, each) => all.or(each), first!);
  const part = view.subgraph(edges);
  // an end that no such edge touches is not in the part, and nothing leads to it
  for (const [end, name] of [
    [source, "from"],
    [target, "to"],
  ] as const)
    if (!part.hasNode(end))
      throw new CliError(
        `"${name}" expected a node with edges of type ${types.join(" or ")}, got one without`,
        {
          exitCode: 1,
        },
      );
  return part;
}

function* rowsOf(view: GraphView, paths: readonly Path[], isJson: boolean): Generator<unknown[]> {
  const { key } = view;
  const name = (id: number) => (key === undefined ? id : (view.nodes.get(id, key) ?? `node:${id}`));
  for (const { distance, edges, nodes } of paths) {
    if (isJson) yield [distance, Array.from(nodes), Array.from(edges)];
    else {
      const types = Array.from(edges, (edge) => view.edges.type(edge) ?? `edge:${edge}`);
      yield [distance, Array.from(nodes, name).join(" → "), types.join(", ")];
    }
  }
}
