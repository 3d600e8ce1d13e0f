// A store as groggy reads it, beside what a reader written from docs/internals/format.md makes of the same files.
import { deepStrictEqual } from "node:assert";
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { type Commit, Graph, type GraphView } from "../../src/index.js";
import { TemporalBase } from "../../src/temporal/temporal-base.js";
import { temporalBytes } from "../pool/temporal-values.js";
import { type Element, IndependentStore } from "./independent-reader.js";

/** What groggy reads, in the reader's words. */
export function elementsOf(view: GraphView, kind: number): Element[] {
  const elements = kind === 0 ? view.nodes : view.edges;
  return Array.from(elements.ids(), (id) => {
    const element = { id, labels: elements.labels(id), attributes: asRead(elements.get(id)) };
    return kind === 0 ? element : { ...element, source: view.source(id), target: view.target(id) };
  });
}

/** Attributes as the reader has them: of dates, times and durations their bytes. */
function asRead(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const read = (value: unknown): unknown => {
    if (value instanceof TemporalBase) return `${value.temporalType} ${temporalBytes(value).toString("hex")}`;
    return Array.isArray(value) && value[0] instanceof TemporalBase ? value.map(read) : value;
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, read(value)]));
}

/** Compares all that a closed store says, as both read it; what the reader read. */
export function compareReaders(at: string): IndependentStore {
  const store = new IndependentStore(at);
  const graph = Graph.open(at, { readOnly: true });
  try {
    expect(store.directed).toBe(graph.directed);
    expect([store.branch, idAt(store, store.head)]).toEqual([
      graph.head.branch,
      graph.head.commit?.id ?? null,
    ]);
    compareNames(store, graph);
    [graph.nodes, graph.edges].forEach(({ indexList }, kind) => {
      const own = indexList.map(({ name, kind: index, ...settings }) =>
        Object.keys(settings).length === 0
          ? `${index} ${name}`
          : `${index} ${name} ${JSON.stringify(settings)}`,
      );
      expect(new Set(own)).toEqual(store.indices[kind]);
    });
    expect(store.policies).toBe(JSON.stringify(graph.history.policies));
    compareLog(store, graph);
    for (const commit of store.commits) compareCommit(store, commit.id, graph);
    compareState(store, store.present, graph);
    compareState(
      store,
      store.baseState,
      store.baseCommit === undefined ? undefined : graph.at(baseId(store)),
    );
    compareLeaves(store);
    for (const { commit, to, delta } of store.skips) {
      const state = store.stateOf(to);
      store.apply(delta, state);
      const expected = store.stateOf(commit);
      for (const kind of [0, 1, 2])
        deepStrictEqual(store.elements(state, kind), store.elements(expected, kind));
    }
    [graph.nodes, graph.edges].forEach((elements, kind) => {
      for (const id of elements.ids()) expect(elements.identity(id)).toEqual(store.identities[kind][id]);
    });
  } finally {
    graph.close();
  }
  return store;
}

const idAt = (store: IndependentStore, commit: number | undefined): string | null =>
  commit === undefined ? null : store.commits[commit].id;
const baseId = (store: IndependentStore): string => store.commits[store.baseCommit as number].id;

function compareNames(store: IndependentStore, { history }: Graph): void {
  const names = (kind: number): object =>
    Object.fromEntries([...store.refs[kind]].map(([name, { commit }]) => [name, idAt(store, commit)]));
  const found = [history.branches(), history.tags(), history.remoteBranches()];
  found.forEach((refs, kind) => {
    expect(names(kind)).toEqual(Object.fromEntries(refs.map(({ name, commit }) => [name, commit.id])));
  });
  for (const { name, message, author, time } of history.tags()) {
    expect(store.refs[1].get(name)?.note ?? {}).toEqual({ message, author, time });
  }
}

function compareLog(store: IndependentStore, { history }: Graph): void {
  const entry = (undone: boolean) => (operation: (typeof store.done)[number]) => ({
    name: operation.name,
    time: operation.time,
    undone,
    branch: operation.after.branch,
    commit: idAt(store, operation.after.commit),
  });
  const operations = [...store.done.map(entry(false)), ...store.undone.toReversed().map(entry(true))];
  expect(operations).toEqual(history.operations());
  const stashes = store.stashes.map(({ message, time, commit }) => [message, time, idAt(store, commit)]);
  expect(stashes).toEqual(
    history.stashes().map(({ message, time, commit }) => [message, time, commit?.id ?? null]),
  );
}

function compareCommit(store: IndependentStore, id: string, graph: Graph): void {
  const number = store.commits.findIndex((commit) => commit.id === id);
  const { root, deltaHash: delta, author, time, message, meta, parents } = store.commits[number];
  const own: Commit = {
    ...{ id, root, delta, author, time, message },
    meta: meta as Commit["meta"],
    parents: parents.map((parent) => store.commits[parent].id),
  };
  expect(own).toEqual(graph.history.resolve(id));
  compareState(store, store.stateOf(number), graph.at(id));
}

function compareState(
  store: IndependentStore,
  state: ReturnType<IndependentStore["stateOf"]>,
  view: GraphView | undefined,
): void {
  for (const kind of [0, 1]) {
    // strict: -0 is not 0; and faster than `expect` by far
    deepStrictEqual(store.elements(state, kind), view === undefined ? [] : elementsOf(view, kind));
  }
  const own = asRead(view?.attributes.get() ?? {});
  const sorted = (values: object): object =>
    Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
  deepStrictEqual(sorted(store.attributes(state)), sorted(own));
}

/** The leaves of the state are those that its commit's root is over, and those that commits came to. */
function compareLeaves(store: IndependentStore): void {
  const leaves = new Map<string, Map<number, string>>();
  const way: number[] = [];
  for (let at = store.baseCommit; at !== undefined; at = store.commits[at].parents.at(0)) way.push(at);
  for (const commit of way.reverse()) {
    for (const { column, numbers, before, after } of store.commits[commit].leaves) {
      const own = leaves.get(column) ?? new Map<number, string>();
      leaves.set(column, own);
      numbers.forEach((leaf, i) => {
        expect(own.get(leaf) ?? NO_HASH).toBe(before[i]);
        if (after[i] === NO_HASH) own.delete(leaf);
        else own.set(leaf, after[i]);
      });
    }
  }
  const plain = (trees: ReadonlyMap<string, ReadonlyMap<number, string>>): object =>
    Object.fromEntries(
      [...trees].filter(([, own]) => own.size > 0).map(([name, own]) => [name, [...own].sort()]),
    );
  expect(plain(store.leaves)).toEqual(plain(leaves));
  if (store.baseCommit !== undefined) expect(stateRoot(store)).toBe(store.commits[store.baseCommit].root);
}

const NO_HASH = "0".repeat(64);

/** The state root over the leaves, as docs/internals/hashes.md has it. */
function stateRoot({ leaves, directed }: IndependentStore): string {
  const hash = createHash("sha256")
    .update(text("groggy state 1"))
    .update(Uint8Array.of(directed ? 1 : 0));
  const trees = [...leaves].filter(([, own]) => own.size > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, own] of trees) {
    let level = new Map([...own].sort(([a], [b]) => a - b));
    for (let height = 1; height <= 4; height++) {
      const parents = new Map<number, Buffer[]>();
      for (const [index, child] of level) {
        const parts = parents.get(index >>> 6) ?? [Buffer.of(height)];
        parents.set(index >>> 6, [...parts, Buffer.of(index & 63), Buffer.from(child, "hex")]);
      }
      level = new Map(
        [...parents].map(([index, parts]) => [
          index,
          createHash("sha256").update(Buffer.concat(parts)).digest("hex"),
        ]),
      );
    }
    hash.update(text(name)).update(Buffer.from(level.get(0) as string, "hex"));
  }
  return hash.digest("hex");
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from(Uint32Array.of(bytes.length).buffer), bytes]);
}
