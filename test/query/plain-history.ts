/** Random histories of a graph, with a plain copy of each state. */
import fc from "fast-check";
import { Graph } from "../../src/graph.js";
import type { QueryOptions } from "../../src/query/index.js";

export interface PlainNode {
  readonly labels: string[];
  x: number | null;
}

export interface PlainEdge {
  readonly source: number;
  readonly target: number;
  readonly type: string;
  w: number | null;
}

/** A copy of a state, by id. */
export interface PlainState {
  readonly nodes: Map<number, PlainNode>;
  readonly edges: Map<number, PlainEdge>;
}

export type Step =
  | { readonly kind: "addNode"; readonly label: string; readonly x: number | null }
  | {
      readonly kind: "addEdge";
      readonly from: number;
      readonly to: number;
      readonly type: string;
      readonly w: number;
    }
  | { readonly kind: "setNode"; readonly at: number; readonly x: number | null }
  | { readonly kind: "setEdge"; readonly at: number; readonly w: number | null }
  | { readonly kind: "label"; readonly at: number; readonly label: string }
  | { readonly kind: "removeNode" | "removeEdge"; readonly at: number }
  | { readonly kind: "commit" | "branch"; readonly at?: undefined }
  | { readonly kind: "checkout"; readonly at: number };

const small = fc.nat({ max: 6 });
const label = fc.constantFrom("A", "B");
const value = fc.constantFrom(null, 0, 1, 2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("addNode"), label, x: value }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("addEdge"),
      from: small,
      to: small,
      type: fc.constantFrom("T", "U"),
      w: fc.nat({ max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("setNode"), at: small, x: value }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("setEdge"), at: small, w: value }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("label"), at: small, label }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("removeNode", "removeEdge"), at: small }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("commit") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("branch") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("checkout"), at: small }) },
) as fc.Arbitrary<Step>;

export interface Made {
  readonly graph: Graph;
  /** Revisions and the states that they name. */
  readonly revisions: [string, PlainState][];
}

export function copyOf({ nodes, edges }: PlainState): PlainState {
  return {
    nodes: new Map(Array.from(nodes, ([id, { labels, x }]) => [id, { labels: [...labels], x }])),
    edges: new Map(Array.from(edges, ([id, edge]) => [id, { ...edge }])),
  };
}

/** Takes the steps on a graph and on plain objects. */
export function made(steps: readonly Step[]): Made {
  const graph = new Graph();
  let state: PlainState = { nodes: new Map(), edges: new Map() };
  const byCommit = new Map<string, PlainState>();
  const branches = ["main"];
  const commit = (): void => {
    byCommit.set(graph.commit("step", { allowEmpty: true }).id, copyOf(state));
  };
  const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(1, items.length)];
  commit();
  for (const each of steps) {
    const nodes = [...state.nodes.keys()];
    const edges = [...state.edges.keys()];
    if (each.kind === "addNode") {
      const id = graph.addNode(each.label, each.x === null ? {} : { x: each.x });
      state.nodes.set(id, { labels: [each.label], x: each.x });
    } else if (each.kind === "addEdge") {
      const [source, target] = [pick(nodes, each.from), pick(nodes, each.to)];
      if (source === undefined || target === undefined) continue;
      const id = graph.addEdge(source, target, each.type, { w: each.w });
      state.edges.set(id, { source, target, type: each.type, w: each.w });
    } else if (each.kind === "commit") commit();
    else if (each.kind === "branch") {
      commit();
      branches.push(`b${branches.length}`);
      graph.branch(branches.at(-1)!);
    } else if (each.kind === "checkout") {
      commit();
      graph.checkout(pick(branches, each.at)!);
      state = copyOf(byCommit.get(graph.head.commit!.id)!);
    } else {
      const ofNode = each.kind === "setNode" || each.kind === "label" || each.kind === "removeNode";
      const id = pick(ofNode ? nodes : edges, each.at ?? 0);
      if (id === undefined) continue;
      if (each.kind === "setNode") {
        graph.nodes.set(id, { x: each.x });
        state.nodes.get(id)!.x = each.x;
      } else if (each.kind === "setEdge") {
        graph.edges.set(id, { w: each.w });
        state.edges.get(id)!.w = each.w;
      } else if (each.kind === "label") {
        graph.nodes.addLabel(id, each.label);
        const { labels } = state.nodes.get(id)!;
        if (!labels.includes(each.label)) labels.push(each.label);
      } else if (each.kind === "removeEdge") {
        graph.removeEdge(id);
        state.edges.delete(id);
      } else {
        graph.removeNode(id);
        state.nodes.delete(id);
        for (const [edge, { source, target }] of state.edges)
          if (source === id || target === id) state.edges.delete(edge);
      }
    }
  }
  const named = branches.map((name): [string, PlainState] => [
    name,
    byCommit.get(graph.history.resolve(name).id)!,
  ]);
  return { graph, revisions: [...byCommit, ...named] };
}

/** Steps, and the numbers of two revisions. */
export const histories = fc.tuple(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), fc.nat());

export function twoOf([steps, first, second]: readonly [readonly Step[], number, number]) {
  const { graph, revisions } = made(steps);
  return {
    graph,
    a: revisions[first % revisions.length],
    b: revisions[second % revisions.length],
    all: revisions,
  };
}

/** Rows as texts, in one order, to compare them whatever their order. */
export const sortedJson = (rows: readonly unknown[][]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

/** The rows of a query as texts, in one order. */
export function jsonRows(
  graph: Graph,
  text: string,
  parameters: Record<string, unknown> = {},
  options?: QueryOptions,
): string[] {
  return sortedJson(graph.query(text, parameters, options).toArray({ rows: "array" }));
}
