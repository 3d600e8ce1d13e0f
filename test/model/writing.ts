// Verbs that write, remove and are refused, on the graph and on the model.
import { drawColumns, drawKind, drawLabels, drawValues, rowsOf, someOf } from "./draw.js";
import { fits, idsOf, type Run, refuses, write } from "./run.js";
import { agree, show } from "./show.js";
import type { Element } from "./state.js";
import type { Tape } from "./values.js";

export function removeNodes(run: Run, tape: Tape): void {
  const ids = someOf(tape, idsOf(run, "nodes"));
  run.log += ` ${show(ids)}`;
  if (ids.length === 1) run.graph.removeNode(ids[0]);
  else run.graph.removeNodes(tape.chance(2) ? Uint32Array.from(ids) : new Set(ids));
  const gone = new Set(ids);
  for (const id of gone) run.state.nodes.byId.delete(id);
  for (const [id, { source, target }] of run.state.edges.byId) {
    if (gone.has(source) || gone.has(target)) run.state.edges.byId.delete(id);
  }
}

export function removeEdges(run: Run, tape: Tape): void {
  const ids = someOf(tape, idsOf(run, "edges"));
  run.log += ` ${show(ids)}`;
  if (ids.length === 1) run.graph.removeEdge(ids[0]);
  else run.graph.removeEdges(ids);
  for (const id of ids) run.state.edges.byId.delete(id);
}

export function setValues(run: Run, tape: Tape): void {
  const kind = drawKind(tape);
  const ids = idsOf(run, kind);
  if (ids.length === 0) return;
  const id = tape.pick(ids);
  const values = drawValues(tape, true);
  run.log += ` ${kind} ${id} ${show(values)}`;
  const set = () => run.graph[kind].set(id, values);
  if (!fits(run, kind, values)) {
    refuses("set", set, "TypeError");
    return;
  }
  set();
  write(run, kind, id, values);
}

/** Attributes of the graph itself, all at once or one. */
export function setAttributes(run: Run, tape: Tape): void {
  const { attributes } = run.graph;
  const values = drawValues(tape, true);
  const isOne = tape.chance(2);
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const given = isOne ? Object.fromEntries(entries.slice(0, 1)) : values;
  run.log += ` ${isOne ? "one" : "all"} ${show(given)}`;
  const set = () => {
    if (!isOne) attributes.set(given);
    else for (const [name, value] of Object.entries(given)) attributes.set(name, value);
  };
  if (!fits(run, "graph", given)) {
    refuses("attributes.set", set, "TypeError");
    return;
  }
  set();
  write(run, "graph", 0, given);
}

/** As a set, by a function of what is there; one that throws, or returns what does not fit, changes nothing. */
export function updateValues(run: Run, tape: Tape): void {
  const kind = drawKind(tape);
  const ids = idsOf(run, kind);
  if (ids.length === 0) return;
  const id = tape.pick(ids);
  const values = drawValues(tape, true);
  const verb = kind === "nodes" ? "updateNode" : "updateEdge";
  run.log += ` ${verb} ${id} ${show(values)}`;
  const { cells } = run.state[kind].byId.get(id) as Element;
  const present = Object.fromEntries([...cells].map(([name, { value }]) => [name, value]));
  const given = tape.chance(8) ? undefined : values;
  const update = () =>
    run.graph[verb](id, (attributes) => {
      agree(`what ${verb} is given`, attributes, present);
      return given;
    });
  if (given !== undefined && !fits(run, kind, given)) {
    refuses(verb, update, "TypeError");
    return;
  }
  update();
  write(run, kind, id, given ?? {});
}

export function setColumn(run: Run, tape: Tape): void {
  const kind = drawKind(tape);
  const ids = someOf(tape, idsOf(run, kind));
  const { columns, types } = drawColumns(tape, ids.length);
  const [name] = Object.keys(columns);
  if (name === undefined) return;
  const values = columns[name];
  const rows = rowsOf({ [name]: values }, ids.length);
  run.log += ` ${kind} ${name} ${show(ids)} ${show(values)}`;
  const isResult = tape.chance(2);
  const set = () =>
    isResult
      ? run.graph[kind].setColumn(name, { ids: Uint32Array.from(ids), values })
      : run.graph[kind].setColumn(name, ids, values);
  if (!rows.every((row) => fits(run, kind, row))) {
    refuses("setColumn", set, "TypeError");
    return;
  }
  set();
  ids.forEach((id, i) => {
    write(run, kind, id, rows[i], types);
  });
}

export function setLabels(run: Run, tape: Tape): void {
  const ids = idsOf(run, "nodes");
  if (ids.length === 0) return;
  const id = tape.pick(ids);
  const labels = drawLabels(tape);
  const node = run.state.nodes.byId.get(id) as Element;
  const verb = tape.pick(["setLabels", "addLabel", "removeLabel"] as const);
  run.log += ` ${verb} ${id} ${show(labels)}`;
  if (verb === "setLabels") run.graph.nodes.setLabels(id, [...labels, ...labels]);
  else run.graph.nodes[verb](id, ...labels);
  const after = {
    setLabels: labels,
    addLabel: [...node.labels, ...labels],
    removeLabel: node.labels.filter((label) => !labels.includes(label)),
  };
  node.labels = [...new Set(after[verb])].sort();
}

/** Something that is refused. */
export function mistake(run: Run, tape: Tape): void {
  const { graph } = run;
  const nodes = idsOf(run, "nodes");
  const dead = run.next.nodes + tape.next(2);
  const node = nodes.length === 0 ? dead : tape.pick(nodes);
  const bad = { float: "text", text: 1, fresh: 1, unwell: "\ud800" };
  const actions: [string, () => unknown][] = [
    ["TypeError", () => graph.addNode("A", bad)],
    ["TypeError", () => graph.addNodes(2, { attributes: { fresh: [1, "a"] } })],
    ["RangeError", () => graph.addNodes(2, { attributes: { fresh: [1] } })],
    ["TypeError", () => graph.attributes.set(bad)],
    ["TypeError", () => graph.attributes.set("fresh", undefined as never)],
    ["NODE_NOT_FOUND", () => graph.addEdge(node, run.next.nodes)],
    ["NODE_NOT_FOUND", () => graph.addEdges([node], [run.next.nodes], { attributes: { fresh: [1] } })],
    ["NODE_NOT_FOUND", () => graph.removeNodes([...nodes, dead])],
    ["NODE_NOT_FOUND", () => graph.nodes.setColumn("fresh", [...nodes, dead], [...nodes, 1])],
    ["EDGE_NOT_FOUND", () => graph.removeEdges([...idsOf(run, "edges"), run.next.edges])],
    ["REVISION_NOT_FOUND", () => graph.checkout("nowhere", { discard: true })],
    ["REVISION_NOT_FOUND", () => graph.at("HEAD~99999")],
  ];
  const [code, action] = actions[tape.next(actions.length)];
  run.log += ` ${action}`;
  if (code === "REVISION_NOT_FOUND" && run.head === undefined) return;
  refuses("mistake", action, code);
}
