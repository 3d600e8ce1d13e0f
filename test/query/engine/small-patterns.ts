/** All connected patterns of some relationships, up to isomorphism, and their trails counted by trying all edges. */

/** A relationship of a pattern, from node `from` to node `to`; either way where it has no direction. */
export interface PatternEdge {
  readonly from: number;
  readonly to: number;
  readonly directed: boolean;
}

export interface Pattern {
  readonly nodeCount: number;
  readonly edges: readonly PatternEdge[];
}

/** A pattern with what is asked of its parts: types of relationships, labels of nodes. */
export interface AskedPattern extends Pattern {
  /** Types of which a relationship has one; none for any. */
  readonly types: readonly (readonly string[])[];
  readonly labels: readonly (string | undefined)[];
}

export interface SmallGraph {
  readonly directed: boolean;
  readonly labels: readonly (readonly string[])[];
  readonly edges: readonly { readonly source: number; readonly target: number; readonly type: string }[];
}

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, at) => rest.toSpliced(at, 0, count - 1)),
  );
}

const orders = [0, 1, 2, 3, 4, 5].map(permutations);

/** The same text for patterns that are the same but for the names of their nodes. */
function canonical({ nodeCount, edges }: Pattern): string {
  let least: string | undefined;
  for (const order of orders[nodeCount]) {
    const text = edges
      .map(({ from, to, directed }) => {
        const [u, v] = [order[from], order[to]];
        return directed ? `${u}>${v}` : `${Math.min(u, v)}-${Math.max(u, v)}`;
      })
      .sort()
      .join(" ");
    if (least === undefined || text < least) least = text;
  }
  return least!;
}

/** All connected patterns of one to `edgeCount` relationships: loops, parallel and mutual ones included. */
export function connectedPatterns(edgeCount: number): Pattern[] {
  const all: Pattern[] = [];
  let last: Pattern[] = [{ nodeCount: 1, edges: [] }];
  for (let size = 1; size <= edgeCount; size++) {
    const found = new Map<string, Pattern>();
    for (const { nodeCount, edges } of last) {
      for (let from = 0; from < nodeCount; from++) {
        for (let to = 0; to <= nodeCount; to++) {
          for (const edge of [
            { from, to, directed: true },
            { from: to, to: from, directed: true },
            { from, to, directed: false },
          ]) {
            const next = { nodeCount: Math.max(nodeCount, to + 1), edges: [...edges, edge] };
            const key = canonical(next);
            if (!found.has(key)) found.set(key, next);
          }
        }
      }
    }
    last = [...found.values()];
    all.push(...last);
  }
  return all;
}

/** Two patterns beside each other. */
export function besides(one: Pattern, other: Pattern): Pattern {
  const moved = other.edges.map(({ from, to, directed }) => ({
    from: from + one.nodeCount,
    to: to + one.nodeCount,
    directed,
  }));
  return { nodeCount: one.nodeCount + other.nodeCount, edges: [...one.edges, ...moved] };
}

/** Calls `visit` with the nodes and the edges of each match: all ways to take edges, none of them twice. */
export function eachMatch(
  graph: SmallGraph,
  pattern: AskedPattern,
  visit: (nodes: readonly number[], edges: readonly number[]) => void,
): void {
  const nodes = new Array<number>(pattern.nodeCount).fill(-1);
  const taken: number[] = [];
  const fits = (place: number, node: number): boolean => {
    if (nodes[place] >= 0) return nodes[place] === node;
    const label = pattern.labels[place];
    return label === undefined || graph.labels[node].includes(label);
  };
  const follow = (at: number): void => {
    if (at === pattern.edges.length) {
      visit(nodes, taken);
      return;
    }
    const { from, to, directed } = pattern.edges[at];
    const types = pattern.types[at];
    for (let edge = 0; edge < graph.edges.length; edge++) {
      const { source, target, type } = graph.edges[edge];
      if (taken.includes(edge) || (types.length > 0 && !types.includes(type))) continue;
      const isEither = (!directed || !graph.directed) && source !== target;
      for (const [u, v] of isEither
        ? [
            [source, target],
            [target, source],
          ]
        : [[source, target]]) {
        const [before, after] = [nodes[from], nodes[to]];
        if (fits(from, u)) {
          nodes[from] = u;
          if (fits(to, v)) {
            nodes[to] = v;
            taken.push(edge);
            follow(at + 1);
            taken.pop();
            nodes[to] = after;
          }
        }
        nodes[from] = before;
      }
    }
  };
  follow(0);
}

/** The pattern as text: relationships one by one, or joined to paths where the next begins at the end of the last. */
export function patternText(
  { edges, types, labels }: AskedPattern,
  chained: boolean,
  named: boolean,
): string {
  const seen = new Set<number>();
  const node = (place: number): string => {
    const label = seen.has(place) || labels[place] === undefined ? "" : `:${labels[place]}`;
    seen.add(place);
    return `(n${place}${label})`;
  };
  let text = "";
  let end = -1;
  edges.forEach(({ from, to, directed }, i) => {
    const inner = `[${named ? `r${i}` : ""}${types[i].length > 0 ? `:${types[i].join("|")}` : ""}]`;
    const isBack = chained && end === to && end !== from;
    const isOn = chained && (end === from || isBack);
    if (!isOn) text += `${text === "" ? "" : ", "}${node(from)}`;
    text += isBack && directed ? `<-${inner}-` : `-${inner}-${directed ? ">" : ""}`;
    end = isBack ? from : to;
    text += node(end);
  });
  return text;
}
