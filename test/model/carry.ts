// Taking uncommitted changes to another state: only where it is as it was for them.
import { type Cell, copyState, difference, type Element, type Elements, KINDS, type State } from "./state.js";

/** The state at `target` with what `working` changed of `head`; undefined if both change the same. */
export function carry(head: State, working: State, target: State): State | undefined {
  const result = copyState(target);
  const ours = {
    nodes: difference(head.nodes, working.nodes),
    edges: difference(head.edges, working.edges),
    graph: difference(head.graph, working.graph),
  };
  const theirs = {
    nodes: difference(head.nodes, target.nodes),
    edges: difference(head.edges, target.edges),
    graph: difference(head.graph, target.graph),
  };
  for (const kind of KINDS) {
    const [a, b] = [ours[kind], theirs[kind]];
    const key = ({ id, name }: { id: number; name: string }) => `${id} ${name}`;
    const cellsOfBoth = new Set(b.cells.map(key));
    const labelsOfBoth = new Set(b.labels.map(({ id }) => id));
    const gone = new Set(b.removed);
    if (a.removed.some((id) => gone.has(id))) return undefined;
    if (a.added.some((id) => b.added.includes(id))) return undefined;
    if ([...a.cells, ...a.labels].some(({ id }) => gone.has(id))) return undefined;
    if (a.cells.some((cell) => cellsOfBoth.has(key(cell)))) return undefined;
    if (a.labels.some(({ id }) => labelsOfBoth.has(id))) return undefined;
    if ([...b.cells, ...b.labels].some(({ id }) => a.removed.includes(id))) return undefined;
    for (const id of a.added) {
      const element = working[kind].byId.get(id) as Element;
      result[kind].byId.set(id, { ...element, cells: new Map(element.cells) });
    }
    for (const id of a.removed) result[kind].byId.delete(id);
    for (const { id, after } of a.labels) (result[kind].byId.get(id) as Element).labels = after;
    for (const { id, name, after } of a.cells) {
      const { cells } = result[kind].byId.get(id) as Element;
      if (after === undefined) cells.delete(name);
      else cells.set(name, after);
    }
    for (const [name, type] of head[kind].schema) {
      if (working[kind].schema.get(name) === type) continue;
      // the attribute has another type by now, so the old one must go there as well
      const isOf = ({ cells }: Element) => cells.get(name)?.type === type;
      if (b.added.some((id) => isOf(target[kind].byId.get(id) as Element))) return undefined;
      if (b.cells.some((cell) => cell.name === name)) return undefined;
      if ((target[kind].schema.get(name) ?? type) !== type) return undefined;
      result[kind].schema.delete(name);
    }
    if (!bindCarried(result[kind], a.added, a.cells)) return undefined;
  }
  for (const { source, target: end } of result.edges.byId.values()) {
    if (!result.nodes.byId.has(source) || !result.nodes.byId.has(end)) return undefined;
  }
  return result;
}

/** Binds the attributes that carried cells have; false if one has another type already. */
function bindCarried(
  elements: Elements,
  added: readonly number[],
  cells: readonly { name: string; before: Cell | undefined; after: Cell | undefined }[],
): boolean {
  const carried = new Map<string, string>();
  for (const { name, before, after } of cells) carried.set(name, ((after ?? before) as Cell).type);
  for (const id of added) {
    for (const [name, { type }] of (elements.byId.get(id) as Element).cells) carried.set(name, type);
  }
  for (const [name, type] of carried) {
    if ((elements.schema.get(name) ?? type) !== type) return false;
    elements.schema.set(name, type);
  }
  return true;
}
