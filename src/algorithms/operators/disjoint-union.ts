/** Several graphs combined in one, without shared nodes. */
import type { GraphTypes } from "../../graph-types.js";
import {
  builtView,
  type GraphView,
  isUnionType,
  MixedColumn,
  type PlainColumns,
  type RawLabelSets,
  type ValueType,
} from "../../view.js";
import { endsOf } from "../shared/arcs/edge-ends.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * A view of all graphs given, each by itself: the nodes and edges of the first, in the order of their ids, then those
 * of the second, and so on, under ids of their own from 0 on, with their labels, types and attributes.
 *
 * Time and space: O(elements * attributes). Deterministic. Empty graphs add nothing; self-loops and parallel edges are
 * edges like others.
 *
 * @throws TypeError if some are directed and some are not, if an attribute has values of different types in them, or if
 *   none are given.
 * @example
 * const both = disjointUnion([graph, other]);
 */
export function disjointUnion(
  given: readonly GraphView<GraphTypes>[],
  options: SignalOption = {},
): GraphView {
  checkRunOptions(options, []);
  const views = readViews(given);
  const { directed } = views[0];
  if (views.some((view) => view.directed !== directed)) {
    throw new TypeError('"views" expected all to be directed or none, got some of each');
  }
  const edgeCount = views.reduce((sum, view) => sum + view.edgeCount, 0);
  const sources = new Uint32Array(edgeCount);
  const targets = new Uint32Array(edgeCount);
  let nodeCount = 0;
  let n = 0;
  for (const view of views) {
    const csr = view.csr();
    const ends = endsOf(view as GraphView, csr);
    for (let edge = 0; edge < csr.edgeCount; edge++, n++) {
      sources[n] = nodeCount + ends.sources[edge];
      targets[n] = nodeCount + ends.targets[edge];
    }
    nodeCount += csr.nodeCount;
  }
  return builtView({
    directed,
    nodeCount,
    sources,
    targets,
    nodeAttributes: joinColumns(views, "nodes"),
    edgeAttributes: joinColumns(views, "edges"),
    nodeLabelSets: joinLabelSets(views, "nodes"),
    edgeLabelSets: joinLabelSets(views, "edges"),
  });
}

function joinColumns(views: readonly GraphView<GraphTypes>[], kind: "nodes" | "edges"): PlainColumns {
  const names = new Set(views.flatMap((view) => Object.keys(view[kind].schema)));
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const name of names) {
    const isMixed = views.some((view) => isUnionType(view[kind].schema[name]));
    columns[name] = isMixed
      ? mixedColumn(views, kind, name)
      : views.flatMap((view) => view[kind].column(name as never).toArray());
  }
  return columns;
}

/** An attribute with several types, each value with its own. */
function mixedColumn(
  views: readonly GraphView<GraphTypes>[],
  kind: "nodes" | "edges",
  name: string,
): ArrayLike<unknown> {
  const types: (ValueType | undefined)[] = [];
  const values: unknown[] = [];
  for (const view of views) {
    const elements = view[kind];
    const ids = elements.ids();
    const first = types.length;
    types.length += ids.length;
    values.length += ids.length;
    for (const part of elements.rawColumns(name, ids) ?? [elements.rawColumn(name, ids)])
      part?.toArray().forEach((value, i) => {
        if (value === undefined) return;
        types[first + i] = part.type;
        values[first + i] = value;
      });
  }
  return new MixedColumn(Array.from(types), Array.from(values)) as unknown as ArrayLike<unknown>;
}

/** Reads each view once, and throws unless there is one and all are views. */
function readViews(given: unknown): GraphView<GraphTypes>[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new TypeError('"views" expected an array of at least one view, got none');
  return Array.from({ length: given.length }, (_, i) => {
    const view: unknown = given[i];
    checkView(view, `views[${i}]`);
    return view;
  });
}

/** Labels or types of all views, whose sets come one view's after the other's. */
function joinLabelSets(views: readonly GraphView<GraphTypes>[], kind: "nodes" | "edges"): RawLabelSets {
  const codes = new Int32Array(views.reduce((sum, view) => sum + view[kind].ids().length, 0));
  const sets: (readonly string[])[] = [];
  let n = 0;
  for (const view of views) {
    const labelSets = view[kind].rawLabelSets(view[kind].ids());
    for (const code of labelSets.codes) codes[n++] = code < 0 ? code : code + sets.length;
    // not spread, since a graph may have more sets than a call has arguments
    for (const set of labelSets.sets) sets.push(set);
  }
  return { codes, sets };
}
