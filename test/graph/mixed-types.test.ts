// Attributes with several types, which queries give them, against a naive model of cells: for each element a value that
// knows its type.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Graph, type GraphView } from "../../src/index.js";
import { LocalDate } from "../../src/temporal/local-date.js";
import { naiveRoot } from "../history/hashing/naive-root.js";
import { runs } from "../model/arbitrary.js";
import { show } from "../model/show.js";

/** A value with the type that it is stored as, and how a query is given it. */
interface Cell {
  readonly type: string;
  readonly value: unknown;
  readonly given: unknown;
}

const day = (epochDay: number) => new LocalDate(epochDay);

const cells = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((value): Cell => ({ type: "integer", value, given: value })),
  fc
    .constantFrom(0.5, -1.5, Number.NaN, Infinity)
    .map((value): Cell => ({ type: "float64", value, given: value })),
  fc.constantFrom("", "1", "a", "b").map((value): Cell => ({ type: "utf8", value, given: value })),
  fc.boolean().map((value): Cell => ({ type: "bool", value, given: value })),
  fc.constantFrom(1999, 2001).map((year): Cell => ({ type: "date", value: day(year), given: day(year) })),
  fc
    .array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 })
    .map((value): Cell => ({ type: "list<integer>", value, given: value })),
  fc.constantFrom(["x"], ["x", "y"]).map((value): Cell => ({ type: "list<utf8>", value, given: value })),
);

type Model = Map<number, Map<string, Cell>>;

const NAMES = ["p", "q"] as const;

function copyOf(model: Model): Model {
  return new Map([...model].map(([id, values]) => [id, new Map(values)]));
}

/** What a view is to say, read in every way there is. */
function check(view: GraphView, model: Model): void {
  const { nodes } = view;
  const ids = [...model.keys()].sort((a, b) => a - b);
  expect([...nodes.ids()]).toEqual(ids);
  for (const name of NAMES) {
    const given = (id: number): unknown => model.get(id)?.get(name)?.value;
    const types = [...new Set(ids.flatMap((id) => model.get(id)?.get(name)?.type ?? []))].sort();
    const expected = show(ids.map(given));
    expect(show(ids.map((id) => nodes.get(id, name)))).toBe(expected);
    expect(show(nodes.column(name).toArray())).toBe(expected);
    expect(show(nodes.values(ids, name))).toBe(expected);
    expect(show(ids.map((id) => nodes.get(id)[name]))).toBe(expected);
    // a type of which no value is left may still be there
    const said = (nodes.schema[name] ?? "").replace(/^union<(.*)>$/, "$1").split(", ");
    for (const type of types) expect(said).toContain(type);
    const has = (id: number): boolean => model.get(id)?.has(name) === true;
    if (nodes.schema[name] === undefined) continue;
    expect([...nodes.where(`${name} IS NULL`).ids()]).toEqual(ids.filter((id) => !has(id)));
    expect([...nodes.where(`${name} IS NOT NULL`).ids()]).toEqual(ids.filter(has));
    for (const probe of new Map(
      [...model.values()].flatMap((values) => {
        const cell = values.get(name);
        return cell === undefined ? [] : [[show(cell.value), cell] as const];
      }),
    ).values()) {
      const equals = (id: number): boolean => {
        const cell = model.get(id)?.get(name);
        if (cell === undefined) return false;
        return typeof cell.value === "object"
          ? show(cell.value) === show(probe.value)
          : cell.value === probe.value;
      };
      const with_ = { v: probe.value };
      if (probe.type.startsWith("list")) continue;
      expect([...nodes.where(`${name} = $v`, with_).ids()]).toEqual(ids.filter(equals));
      expect([...nodes.where(`${name} <> $v`, with_).ids()]).toEqual(
        ids.filter((id) => has(id) && !equals(id)),
      );
      expect([...nodes.where(`NOT ${name} = $v`, with_).ids()]).toEqual(
        ids.filter((id) => has(id) && !equals(id)),
      );
      expect([...nodes.where(`${name} IN $l`, { l: [probe.value] }).ids()]).toEqual(ids.filter(equals));
      if (probe.type !== "utf8") continue;
      const isBelow = (id: number): boolean => {
        const cell = model.get(id)?.get(name);
        return cell?.type === "utf8" && (cell.value as string) < (probe.value as string);
      };
      const isText = (id: number): boolean => model.get(id)?.get(name)?.type === "utf8";
      expect([...nodes.where(`${name} < $v`, with_).ids()]).toEqual(ids.filter(isBelow));
      expect([...nodes.where(`NOT ${name} < $v`, with_).ids()]).toEqual(
        ids.filter((id) => isText(id) && !isBelow(id)),
      );
    }
  }
}

const commands = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant("set"), fc.nat(9), fc.constantFrom(...NAMES), cells) },
    { weight: 2, arbitrary: fc.tuple(fc.constant("clear"), fc.nat(9), fc.constantFrom(...NAMES), cells) },
    { weight: 3, arbitrary: fc.tuple(fc.constant("create"), fc.nat(9), fc.constantFrom(...NAMES), cells) },
    { weight: 1, arbitrary: fc.tuple(fc.constant("remove"), fc.nat(9), fc.constantFrom(...NAMES), cells) },
    {
      weight: 4,
      arbitrary: fc.tuple(
        fc.constantFrom("commit", "checkout", "rollback", "stash", "discard", "strict", "gc"),
        fc.nat(9),
        fc.constantFrom(...NAMES),
        cells,
      ),
    },
  ),
  { maxLength: 30 },
);

describe("attributes with several types", () => {
  test("are what a model of cells says, whatever was done", () => {
    fc.assert(
      fc.property(commands, (list) => runCommands(list, () => new Graph())),
      runs(150),
    );
  });

  test("are so in a store that is closed and opened in between", () => {
    const folder = mkdtempSync(join(tmpdir(), "groggy-mixed-"));
    let stores = 0;
    try {
      fc.assert(
        fc.property(commands, (list) => {
          const path = join(folder, `${stores++}`);
          runCommands(list, () => Graph.open(path, { autosave: true, durability: "none" }));
        }),
        runs(25),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

type Command = readonly [string, number, (typeof NAMES)[number], Cell];

function runCommands(list: readonly Command[], open: () => Graph): void {
  let graph = open();
  graph.addNode();
  graph.commit("first");
  let model: Model = new Map([[0, new Map()]]);
  const commits = [{ id: graph.head.commit?.id ?? "", model: copyOf(model) }];
  const write = (id: number, name: string, cell: Cell): void => {
    graph.query(`MATCH (n) WHERE id(n) = $id SET n.${name} = $v`, { id, v: cell.given });
    model.get(id)?.set(name, cell);
  };
  for (const [command, at, name, cell] of list) {
    const ids = [...model.keys()].sort((a, b) => a - b);
    const id = ids[at % ids.length];
    const isDirty = !graph.status().clean;
    if (command === "create") {
      const [row] = graph.query<{ id: number }>(`CREATE (n {${name}: $v}) RETURN id(n) AS id`, {
        v: cell.given,
      });
      model.set(row?.id ?? -1, new Map([[name, cell]]));
    } else if (id !== undefined && command === "set") write(id, name, cell);
    else if (id !== undefined && command === "clear") {
      if (at % 2 === 0) graph.nodes.set(id, { [name]: null });
      else graph.query(`MATCH (n) WHERE id(n) = $id REMOVE n.${name}`, { id });
      model.get(id)?.delete(name);
    } else if (id !== undefined && command === "remove") {
      graph.removeNode(id);
      model.delete(id);
    } else if (id !== undefined && command === "strict") {
      // the first door: a type that the attribute has, or none
      const known = (graph.nodes.schema[name] ?? "").replace(/^union<(.*)>$/, "$1").split(", ");
      const takes = known[0] === "" || known.includes(cell.type);
      // numbers are floats where the attribute has these, which whole ones do not show
      const isFloat = known.includes("float64") && cell.type === "integer";
      if (known[0] === "" || (cell.type === "list<integer>" && !takes)) continue;
      if (isFloat) continue;
      // one that came since the last commit and has no value any more yields to another
      const hasValue = [...model.values()].some((values) => values.has(name));
      const isCommitted = graph.at(graph.head.commit?.id ?? "").nodes.schema[name] !== undefined;
      const isUnused = known.length === 1 && !hasValue && !isCommitted;
      // by this door a number makes an attribute of floats
      if (isUnused && !takes && cell.type === "integer") continue;
      if (takes || isUnused) {
        graph.nodes.set(id, { [name]: cell.value });
        model.get(id)?.set(name, cell);
      } else expect(() => graph.nodes.set(id, { [name]: cell.value })).toThrow(TypeError);
    } else if (command === "commit") {
      if (!isDirty) continue;
      graph.commit("more");
      commits.push({ id: graph.head.commit?.id ?? "", model: copyOf(model) });
    } else if (command === "checkout") {
      const target = commits[at % commits.length];
      graph.checkout(target?.id ?? "", { discard: true });
      model = copyOf(target?.model ?? model);
    } else if (command === "rollback") {
      const kept = copyOf(model);
      const before = graph.nodes.schema;
      expect(() =>
        graph.transaction(() => {
          if (id !== undefined) write(id, name, cell);
          graph.query(`CREATE ({${name}: $v})`, { v: cell.given });
          throw new RangeError("taken back");
        }),
      ).toThrow("taken back");
      model = kept;
      expect(graph.nodes.schema).toEqual(before);
    } else if (command === "stash") {
      if (!isDirty) continue;
      graph.history.stash();
      graph.history.stashPop();
    } else if (command === "discard") {
      const target = commits.find((each) => each.id === graph.head.commit?.id);
      graph.checkout(target?.id ?? "", { discard: true });
      model = copyOf(target?.model ?? model);
    } else if (command === "gc") {
      graph.history.gc();
      if (graph.path !== undefined) {
        graph.close();
        graph = open();
      }
    }
    check(graph, model);
  }
  for (const { id, model: past } of commits) {
    check(graph.at(id), past);
    expect(naiveRoot(graph.at(id))).toBe(graph.history.resolve(id).root);
  }
  expect(graph.history.verify().ok).toBe(true);
  graph.close();
}

const NODES = 5;

/** Writes to some of five nodes, at most one of each name and node; undefined takes the value away. */
const edits = fc.array(
  fc.tuple(fc.nat(NODES - 1), fc.constantFrom(...NAMES), fc.option(cells, { nil: undefined })),
  {
    maxLength: 6,
  },
);
type Edits = readonly (readonly [number, (typeof NAMES)[number], Cell | undefined])[];

function edit(graph: Graph, model: Model, list: Edits): void {
  for (const [id, name, cell] of list) {
    graph.query(`MATCH (n) WHERE id(n) = $id SET n.${name} = $v`, { id, v: cell?.given ?? null });
    if (cell === undefined) model.get(id)?.delete(name);
    else model.get(id)?.set(name, cell);
  }
}

function text(cell: Cell | undefined): string {
  return cell === undefined ? "" : `${cell.type} ${show(cell.value)}`;
}

/** A graph whose attributes have several types from the start: those of one type on each side are in conflict. */
function mixedGraph(base: Edits): [Graph, Model] {
  const graph = new Graph({ clock: () => 0 });
  graph.addNodes(NODES + 2);
  for (const name of NAMES)
    graph.query(
      `MATCH (a), (b) WHERE id(a) = ${NODES} AND id(b) = ${NODES + 1} SET a.${name} = 7, b.${name} = "z"`,
    );
  const seven: Cell = { type: "integer", value: 7, given: 7 };
  const z: Cell = { type: "utf8", value: "z", given: "z" };
  const model: Model = new Map(Array.from({ length: NODES }, (_, id) => [id, new Map()]));
  for (const [id, cell] of [
    [NODES, seven],
    [NODES + 1, z],
  ] as const)
    model.set(id, new Map(NAMES.map((name) => [name, cell])));
  edit(graph, model, base);
  graph.commit("base");
  return [graph, model];
}

test("both sides of a merge may change the type of a cell, which is one", () => {
  fc.assert(
    fc.property(edits, edits, edits, fc.constantFrom("ours", "theirs"), (first, mine, others, policy) => {
      const [graph, base] = mixedGraph(first);
      const [ours, theirs] = [copyOf(base), copyOf(base)];
      graph.branch("theirs");
      edit(graph, ours, mine);
      graph.commit("ours", { allowEmpty: true });
      graph.checkout("theirs");
      edit(graph, theirs, others);
      graph.commit("theirs", { allowEmpty: true });
      graph.checkout("main");
      const merged = copyOf(ours);
      const conflicts: string[] = [];
      for (let id = 0; id < NODES; id++) {
        for (const name of NAMES) {
          const [b, o, t] = [base, ours, theirs].map((model) => model.get(id)?.get(name));
          if (text(o) === text(t) || text(t) === text(b)) continue;
          const isConflict = text(o) !== text(b);
          if (isConflict) conflicts.push(`${id} ${name}`);
          const cell = isConflict && policy === "ours" ? o : t;
          if (cell === undefined) merged.get(id)?.delete(name);
          else merged.get(id)?.set(name, cell);
        }
      }
      const result = graph.merge("theirs", { policy });
      const found = result.conflicts.map((each) =>
        each.kind === "attribute" ? `${each.element.id} ${each.attribute}` : each.kind,
      );
      expect(found.sort()).toEqual(conflicts.sort());
      check(result.preview(), merged);
      result.commit();
      check(graph, merged);
      // the same root as a graph gets that was made so from the start
      const [fresh] = mixedGraph([]);
      fresh.commit("", { allowEmpty: true });
      edit(
        fresh,
        new Map(),
        [...merged].flatMap(([id, values]) =>
          [...values].map(([name, cell]) => [id, name as "p", cell] as const),
        ),
      );
      fresh.commit("all", { allowEmpty: true });
      expect(graph.head.commit?.root).toBe(fresh.head.commit?.root);
    }),
    runs(60),
  );
});

test("differences say each cell once, and lead there and back as patches, bundles and clones", () => {
  fc.assert(
    fc.property(edits, edits, (first, second) => {
      const [graph, base] = mixedGraph(first);
      const after = copyOf(base);
      edit(graph, after, second);
      const differing = [...after.keys()].flatMap((id) =>
        NAMES.flatMap((name) => {
          const [b, a] = [base, after].map((model) => model.get(id)?.get(name));
          return text(b) === text(a) ? [] : [`${name} ${id}: ${show(b?.value)} ${show(a?.value)}`];
        }),
      );
      const diff = graph.history.diff();
      const said = [...diff.nodes.changes()].map(
        (each) => `${each.attribute} ${each.id}: ${show(each.before)} ${show(each.after)}`,
      );
      expect(said.sort()).toEqual(differing.sort());
      for (const name of diff.nodes.attributes) {
        const { ids, before, after: now } = diff.nodes.column(name);
        ids.forEach((id, i) => {
          expect(show(before.at(i))).toBe(show(base.get(id)?.get(name)?.value));
          expect(show(now.at(i))).toBe(show(after.get(id)?.get(name)?.value));
        });
      }
      const patch = JSON.parse(JSON.stringify(diff.toPatch()));
      graph.commit("second", { allowEmpty: true });
      const root = graph.head.commit?.root;
      graph.checkout("main~1");
      check(graph, base);
      graph.history.apply(patch);
      check(graph, after);
      graph.checkout("main", { discard: true });
      const clone = Graph.clone(graph);
      check(clone, after);
      expect(clone.head.commit?.root).toBe(root);
      const bundled = Graph.fromBundle(graph.history.bundle());
      check(bundled.at("main~1"), base);
      check(bundled, after);
      expect(bundled.history.verify().ok).toBe(true);
      for (const [id, values] of after)
        for (const name of NAMES) {
          const cell = values.get(name);
          const before = base.get(id)?.get(name);
          const blamed = graph.history.blame(id, name)?.message;
          expect(blamed).toBe(
            cell === undefined ? undefined : text(cell) === text(before) ? "base" : "second",
          );
        }
      graph.history.revert("main", { allowEmpty: true });
      check(graph, base);
      graph.history.restore("main~1", { nodes: [...after.keys()], attributes: [...NAMES] });
      check(graph, after);
    }),
    runs(50),
  );
});
