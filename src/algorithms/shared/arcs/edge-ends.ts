/** Source and target of each edge by index, for algorithms that go over edges rather than over arcs. */
import { endsOfEdges } from "../../../kernels/core/csr-loops.js";
import type { Csr, GraphView } from "../../../view.js";

/** The ends of each edge as node indices, by edge index, the way the edges were added. O(edges), copies. */
export function endsOf(view: GraphView, csr: Csr): { sources: Uint32Array; targets: Uint32Array } {
  if (csr.directed) return endsOfEdges(csr.out.offsets, csr.out.ends, csr.out.edges);
  const { sources, targets } = view.edges.rawEnds(csr.edgeIds);
  return { sources: sources.map((id) => csr.indexOf(id)), targets: targets.map((id) => csr.indexOf(id)) };
}
