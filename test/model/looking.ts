// Verbs that look at other states than the present one: views that are held, differences.
import { drawRevision, type Run } from "./run.js";
import { agree, show } from "./show.js";
import {
  copyState,
  difference,
  type Element,
  isEmptyDifference,
  KINDS,
  partOf,
  type State,
} from "./state.js";
import type { Tape } from "./values.js";

const HELD_MAX = 6;

export function hold(run: Run, tape: Tape): void {
  if (run.held.length >= HELD_MAX) run.held.shift();
  const target = tape.chance(2) ? drawRevision(run, tape) : undefined;
  const view = target === undefined ? run.graph : run.graph.at(target.text);
  const whole = target === undefined ? run.state : target.version.state;
  const shape = tape.pick(["whole", "nodes", "edges"] as const);
  run.log += ` ${target?.text} ${shape}`;
  if (shape === "whole") {
    if (target !== undefined) run.held.push({ what: run.log, view, state: copyState(whole) });
    return;
  }
  const ids = [...whole[shape].byId.keys()].filter(() => !tape.chance(3));
  const selection = view[shape].select(ids);
  const { nodes, edges } = shape === "nodes" ? induced(whole, ids) : spanned(whole, ids);
  run.held.push({
    what: run.log,
    view: view.subgraph(selection),
    state: partOf(whole, nodes, edges),
  });
}

export function diff(run: Run, tape: Tape): void {
  const from = drawRevision(run, tape);
  if (from === undefined) return;
  const to = tape.chance(3) ? undefined : drawRevision(run, tape);
  run.log += ` ${from.text} ${to?.text}`;
  const after = to === undefined ? run.state : to.version.state;
  const diff = run.graph.history.diff(from.text, to?.text);
  let isEmpty = true;
  for (const kind of KINDS) {
    const expected = difference(from.version.state[kind], after[kind]);
    const actual = diff[kind];
    isEmpty &&= isEmptyDifference(expected);
    agree(`diff.${kind}.added`, [...actual.added], expected.added);
    agree(`diff.${kind}.removed`, [...actual.removed], expected.removed);
    agree(`diff.${kind}.counts`, actual.counts, {
      added: expected.added.length,
      removed: expected.removed.length,
      changed: expected.changedCount,
    });
    agree(`diff.${kind}.labelChanges`, [...actual.labelChanges()], expected.labels);
    const cells = [...actual.changes()].map(({ id, attribute, before, after }) =>
      show([attribute, id, before, after]),
    );
    const wanted = expected.cells.map(({ id, name, before, after }) =>
      show([name, id, before?.value, after?.value]),
    );
    agree(`diff.${kind}.changes`, cells.sort(), wanted.sort());
  }
  agree("diff.isEmpty", diff.isEmpty, isEmpty);
}

function induced(state: State, ids: readonly number[]) {
  const nodes = new Set(ids);
  const among = [...state.edges.byId].filter(
    ([, { source, target }]) => nodes.has(source) && nodes.has(target),
  );
  return { nodes, edges: new Set(among.map(([id]) => id)) };
}

function spanned(state: State, ids: readonly number[]) {
  const edges = new Set(ids);
  const ends = ids.map((id) => state.edges.byId.get(id) as Element);
  return { nodes: new Set(ends.flatMap(({ source, target }) => [source, target])), edges };
}
