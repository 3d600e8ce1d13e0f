// Random stores for comparing what verbs say with what the library says.
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { temporaryFolder } from "./stores.js";

const VALUES = {
  flag: fc.boolean(),
  small: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  text: fc.string({ unit: "grapheme", maxLength: 8 }),
  real: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (x === 0 ? 0 : x)),
  long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  "odd, name": fc.constantFrom("a", "b"),
} as const;

const schema = {
  flag: "bool",
  small: "int32",
  text: "utf8",
  real: "float64",
  long: "int64",
  "odd, name": "utf8",
} as const;

const attributes = fc.record(VALUES, { requiredKeys: [] });
const labels = fc.uniqueArray(fc.constantFrom("Person", "Place", "日本"), { maxLength: 2 });

export interface RandomGraph {
  readonly key: boolean;
  readonly directed: boolean;
  readonly nodes: readonly { readonly labels: readonly string[]; readonly attributes: object }[];
  readonly edges: readonly {
    readonly ends: readonly [number, number];
    readonly type: string | null;
    readonly attributes: object;
  }[];
  /** Nodes that are removed in a second commit. */
  readonly removed: readonly number[];
}

export const randomGraph: fc.Arbitrary<RandomGraph> = fc.record({
  key: fc.boolean(),
  directed: fc.boolean(),
  nodes: fc.array(fc.record({ labels, attributes }), { maxLength: 12 }),
  edges: fc.array(
    fc.record({
      ends: fc.tuple(fc.nat(), fc.nat()),
      type: fc.constantFrom("KNOWS", "LIKES", null),
      attributes,
    }),
    { maxLength: 20 },
  ),
  removed: fc.uniqueArray(fc.nat(11), { maxLength: 3 }),
});

/** Makes a store of two commits, and gives its path. */
export function makeRandomStore(
  { directed, edges, key, nodes, removed }: RandomGraph,
  folder = temporaryFolder(),
): string {
  const path = join(folder, "random.groggy");
  const graph: Graph = Graph.open(path, {
    directed,
    ...(key ? { key: "name" } : {}),
    schema: { nodes: schema, edges: schema },
  });
  const ids = nodes.map((node, i) =>
    graph.addNode(node.labels, { ...node.attributes, ...(key ? { name: `n${i}` } : {}) } as object),
  );
  if (ids.length > 0)
    for (const { attributes, ends, type } of edges) {
      const [source, target] = ends.map((end) => ids[end % ids.length]!) as [number, number];
      if (type === null) graph.addEdge(source, target, attributes);
      else graph.addEdge(source, target, type, attributes);
    }
  graph.commit("first", { allowEmpty: true });
  graph.removeNodes(removed.flatMap((i) => (ids[i] === undefined ? [] : [ids[i]])));
  graph.commit("second", { allowEmpty: true });
  graph.close();
  return path;
}

/** Values as the documents of `--json` have them. */
export function asJson(value: unknown): unknown {
  if (value === undefined) return null;
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each)),
  );
}
