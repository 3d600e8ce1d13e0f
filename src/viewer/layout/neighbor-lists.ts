/** The neighbours of each node in one array, both ways, without self-loops: what the layout walks along. */

export interface NeighborLists {
  /** Of node i the neighbours from `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  readonly ends: Uint32Array;
}

export function neighborListsOf(
  nodeCount: number,
  sources: Uint32Array,
  targets: Uint32Array,
): NeighborLists {
  const offsets = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < sources.length; e++) {
    if (sources[e] === targets[e]) continue;
    offsets[sources[e]! + 1]!++;
    offsets[targets[e]! + 1]!++;
  }
  for (let i = 0; i < nodeCount; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, nodeCount);
  const ends = new Uint32Array(offsets[nodeCount]!);
  for (let e = 0; e < sources.length; e++) {
    const [u, v] = [sources[e]!, targets[e]!];
    if (u === v) continue;
    ends[next[u]!++] = v;
    ends[next[v]!++] = u;
  }
  return { offsets, ends };
}

export interface Parts {
  /** The component of each node; 0 is the largest, and those of equal size are in the order of their first nodes. */
  readonly partOf: Uint32Array;
  /** The nodes of each component, in breadth-first order from its first node. */
  readonly nodes: readonly Uint32Array[];
}

/** The connected components. O(nodes + edges). */
export function splitParts(nodeCount: number, { ends, offsets }: NeighborLists): Parts {
  const seen = new Uint8Array(nodeCount);
  const queue = new Uint32Array(nodeCount);
  const found: Uint32Array[] = [];
  let end = 0;
  for (let root = 0; root < nodeCount; root++) {
    if (seen[root] !== 0) continue;
    const start = end;
    seen[root] = 1;
    queue[end++] = root;
    for (let head = start; head < end; head++) {
      const node = queue[head]!;
      for (let a = offsets[node]!; a < offsets[node + 1]!; a++) {
        const next = ends[a]!;
        if (seen[next] !== 0) continue;
        seen[next] = 1;
        queue[end++] = next;
      }
    }
    found.push(queue.subarray(start, end));
  }
  // a stable sort keeps the order of first nodes
  const nodes = found.sort((a, b) => b.length - a.length);
  const partOf = new Uint32Array(nodeCount);
  nodes.forEach((list, part) => {
    for (const node of list) partOf[node] = part;
  });
  return { partOf, nodes };
}
