// All that a graph holds, as JSON: what is expected of a frozen store stands beside it in this form.

/** The graph in its present state, names, operations, and every commit that a name leads to with its state. */
export function describe(graph) {
  const { history, head } = graph;
  const named = (refs) => refs.map(({ commit, ...rest }) => ({ ...rest, commit: commit.id }));
  const [branches, tags, remoteBranches] = [history.branches(), history.tags(), history.remoteBranches()];
  const known = new Map();
  const walk = (id) => {
    if (known.has(id)) return;
    const commit = history.resolve(id);
    known.set(id, { ...commit, state: stateOf(graph.at(id)) });
    commit.parents.forEach(walk);
  };
  for (const { commit } of [head, ...branches, ...tags, ...remoteBranches]) walk(commit.id);
  return {
    directed: graph.directed,
    head: { branch: head.branch, commit: head.commit.id },
    branches: named(branches),
    tags: named(tags),
    remoteBranches: named(remoteBranches),
    // a graph of before has no attributes of its own
    stashes: named(history.stashes()).map(({ graph: own, ...rest }) =>
      isNone(own) ? rest : { ...rest, graph: own },
    ),
    operations: history.operations(),
    present: stateOf(graph),
    commits: [...known.values()].sort((a, b) => a.time - b.time),
  };
}

const isNone = (counts) => Object.values(counts ?? {}).every((count) => count === 0);

function stateOf(view) {
  const elementsOf = (elements, more) =>
    Array.from(elements.ids(), (id) => ({
      id,
      identity: elements.identity(id),
      ...more(id),
      labels: elements.labels(id),
      attributes: encoded(elements.get(id)),
    }));
  return {
    schema: [view.nodes.schema, view.edges.schema],
    nodes: elementsOf(view.nodes, () => ({})),
    edges: elementsOf(view.edges, (id) => ({ source: view.source(id), target: view.target(id) })),
  };
}

/** A value that JSON has, and that no other value is shown as. */
function encoded(value) {
  if (typeof value === "bigint") return { int64: String(value) };
  if (typeof value === "number" && JSON.stringify(value) !== shown(value)) return { number: shown(value) };
  if (value instanceof Date) return { timestamp: value.getTime() };
  if (value instanceof Float32Array) return { vector: Array.from(value, encoded) };
  if (value instanceof Uint8Array) return { binary: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, encoded(each)]));
}

const shown = (number) => (Object.is(number, -0) ? "-0" : String(number));
