// Verbs that add elements, on the graph and on the model.
import { drawColumns, drawLabels, drawValues, rowsOf } from "./draw.js";
import { create, fits, idsOf, isFull, type Run, refuses, took, write } from "./run.js";
import { agree, show } from "./show.js";
import type { Element } from "./state.js";
import { LABELS, type Tape } from "./values.js";

export function addNode(run: Run, tape: Tape): void {
  if (isFull(run, "nodes")) return;
  const labels = drawLabels(tape);
  const values = drawValues(tape, true);
  run.log += ` ${show(labels)} ${show(values)}`;
  if (!fits(run, "nodes", values)) {
    refuses("addNode", () => run.graph.addNode(labels, values), "TypeError");
    return;
  }
  const id = labels.length === 0 ? run.graph.addNode(values) : run.graph.addNode(labels, values);
  took(run, "nodes", [id]);
  create(run, "nodes", id, labels);
  write(run, "nodes", id, values);
}

export function addEdge(run: Run, tape: Tape): void {
  const nodes = idsOf(run, "nodes");
  if (nodes.length === 0 || isFull(run, "edges")) return;
  const [source, target] = [tape.pick(nodes), tape.pick(nodes)];
  const type = tape.pick([undefined, ...LABELS]);
  const values = drawValues(tape, true);
  run.log += ` ${source} ${target} ${type} ${show(values)}`;
  if (!fits(run, "edges", values)) {
    refuses("addEdge", () => run.graph.addEdge(source, target, type, values), "TypeError");
    return;
  }
  const id = run.graph.addEdge(source, target, type, values);
  took(run, "edges", [id]);
  create(run, "edges", id, type === undefined ? [] : [type], source, target);
  write(run, "edges", id, values);
}

export function mergeEdge(run: Run, tape: Tape): void {
  const nodes = idsOf(run, "nodes");
  if (nodes.length === 0 || isFull(run, "edges")) return;
  const known = [...run.state.edges.byId.values()];
  const like = known.length > 0 && tape.chance(2) ? tape.pick(known) : undefined;
  const [source, target] = [like?.source ?? tape.pick(nodes), like?.target ?? tape.pick(nodes)];
  const type = tape.chance(2) ? like?.labels[0] : tape.pick([undefined, ...LABELS]);
  const values = drawValues(tape, true);
  const isTurned = tape.chance(4);
  const [from, to] = isTurned ? [target, source] : [source, target];
  run.log += ` ${from} ${to} ${type} ${show(values)}`;
  const merge = () =>
    type === undefined ? run.graph.mergeEdge(from, to, values) : run.graph.mergeEdge(from, to, type, values);
  if (!fits(run, "edges", values)) {
    refuses("mergeEdge", merge, "TypeError");
    return;
  }
  const joins = (edge: Element) =>
    (edge.source === from && edge.target === to) ||
    (!run.directed && edge.source === to && edge.target === from);
  const found = [...run.state.edges.byId].filter(([, edge]) => joins(edge) && edge.labels[0] === type);
  const oldest = found.map(([id]) => id).sort((a, b) => a - b)[0];
  const id = merge();
  if (oldest === undefined) {
    took(run, "edges", [id]);
    create(run, "edges", id, type === undefined ? [] : [type], from, to);
  } else agree("edge found by mergeEdge", id, oldest);
  write(run, "edges", id, values);
}

/** Several of `mergeEdge`, among few nodes, so that rows are alike. */
export function mergeEdges(run: Run, tape: Tape): void {
  const nodes = idsOf(run, "nodes");
  if (nodes.length === 0 || isFull(run, "edges")) return;
  const few = Array.from({ length: 3 }, () => tape.pick(nodes));
  const count = tape.next(9);
  const ends = () => Array.from({ length: count }, () => tape.pick(few));
  const [sources, targets] = [ends(), ends()];
  const type = tape.pick([undefined, ...LABELS]);
  const { columns, types } = drawColumns(tape, count);
  const rows = rowsOf(columns, count);
  run.log += ` ${show(sources)} ${show(targets)} ${show(type)} ${show(columns)}`;
  const merge = () =>
    run.graph.mergeEdges(sources, targets, { ...(type === undefined ? {} : { type }), attributes: columns });
  if (!rows.every((row) => fits(run, "edges", row))) {
    refuses("mergeEdges", merge, "TypeError");
    return;
  }
  const { ids, added } = merge();
  agree("ids of mergeEdges", ids.length, count);
  took(run, "edges", [...added]);
  const isNew = new Set(added);
  for (const [i, id] of [...ids].entries()) {
    const [from, to] = [sources[i], targets[i]];
    const joins = (edge: Element) =>
      edge.labels[0] === type &&
      ((edge.source === from && edge.target === to) ||
        (!run.directed && edge.source === to && edge.target === from));
    const oldest = [...run.state.edges.byId]
      .filter(([, edge]) => joins(edge))
      .map(([known]) => known)
      .sort((a, b) => a - b)[0];
    if (oldest !== undefined) agree("edge found by mergeEdges", id, oldest);
    else {
      agree("edge added by mergeEdges", isNew.delete(id), true);
      create(run, "edges", id, type === undefined ? [] : [type], from, to);
    }
    const row = Object.entries(rows[i]).map(([name, value]) => [name, value ?? null] as const);
    write(run, "edges", id, Object.fromEntries(row), types);
  }
  agree("edges added by mergeEdges and not found", isNew.size, 0);
}

export function addNodes(run: Run, tape: Tape): void {
  if (isFull(run, "nodes")) return;
  const count = tape.next(7);
  const { columns, types } = drawColumns(tape, count);
  const own = tape.chance(2);
  const all = drawLabels(tape);
  const each = Array.from({ length: count }, () => (own ? drawLabels(tape) : all));
  const labels = own ? each : all;
  const rows = rowsOf(columns, count);
  run.log += ` ${count} ${show(labels)} ${show(columns)}`;
  const add = () => run.graph.addNodes(count, { labels, attributes: columns });
  if (!rows.every((row) => fits(run, "nodes", row))) {
    refuses("addNodes", add, "TypeError");
    return;
  }
  const ids = [...add()];
  agree("ids of addNodes", ids.length, count);
  took(run, "nodes", ids);
  ids.forEach((id, i) => {
    create(run, "nodes", id, each[i]);
    write(run, "nodes", id, rows[i], types);
  });
}

export function addEdges(run: Run, tape: Tape): void {
  const nodes = idsOf(run, "nodes");
  if (nodes.length === 0 || isFull(run, "edges")) return;
  const count = tape.next(9);
  const ends = () => Array.from({ length: count }, () => tape.pick(nodes));
  const [sources, targets] = [ends(), ends()];
  const typed = tape.chance(2);
  const { columns, types } = drawColumns(tape, count);
  const own = tape.chance(2);
  const one = tape.pick([undefined, ...LABELS]);
  const each = Array.from({ length: count }, () => (own ? tape.pick([undefined, null, ...LABELS]) : one));
  const rows = rowsOf(columns, count);
  const as = (ids: number[]) => (typed ? Uint32Array.from(ids) : ids);
  const type = own ? each : one;
  run.log += ` ${show(sources)} ${show(targets)} ${show(type)} ${show(columns)}`;
  const add = () =>
    run.graph.addEdges(as(sources), as(targets), {
      ...(type === undefined ? {} : { type }),
      attributes: columns,
    });
  if (!rows.every((row) => fits(run, "edges", row))) {
    refuses("addEdges", add, "TypeError");
    return;
  }
  const ids = [...add()];
  agree("ids of addEdges", ids.length, count);
  took(run, "edges", ids);
  ids.forEach((id, i) => {
    const name = each[i];
    create(run, "edges", id, name === undefined || name === null ? [] : [name], sources[i], targets[i]);
    write(run, "edges", id, rows[i], types);
  });
}

/** Some nodes and edges between them, in bulk. */
export function addMany(run: Run, count: number): void {
  const first = [...run.graph.addNodes(count, { labels: "A", attributes: { whole: iota(count) } })];
  took(run, "nodes", first);
  for (const id of first) {
    create(run, "nodes", id, ["A"]);
    write(run, "nodes", id, { whole: id }, new Map([["whole", "int32"]]));
  }
  const targets = first.map((id) => first[(id * 7 + 1) % count]);
  const edges = [...run.graph.addEdges(first, targets, { type: "B" })];
  took(run, "edges", edges);
  edges.forEach((id, i) => {
    create(run, "edges", id, ["B"], first[i], targets[i]);
  });
}

function iota(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
