// The verbs that read history against brute force over full copies of every state, on random histories.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Commit, DiffFact, ElementChange } from "../../../src/index.js";
import { runs } from "../../model/arbitrary.js";
import {
  ancestorsOf,
  type Copy,
  factOf,
  type History,
  KINDS,
  type Kind,
  lineOf,
  NAMES,
  NO_STATE,
  playHistory,
  programs,
  type State,
  type Step,
  someIds,
} from "./random-history.js";

type Property = (history: History, draw: (below: number) => number) => void;

/** Checks a property on many short histories; the second number says on how many that are long enough for skips. */
function check(name: string, property: Property, longRuns = 0): void {
  const run = (arbitrary: fc.Arbitrary<readonly Step[]>, numRuns: number): void =>
    fc.assert(
      fc.property(arbitrary, fc.nat(), (program, seed) => {
        let state = seed + 1;
        const draw = (below: number): number => {
          state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
          return (state >>> 8) % below;
        };
        property(playHistory(program), draw);
      }),
      runs(numRuns),
    );
  it(name, () => run(programs(5, 120), 60));
  if (longRuns > 0) it(`${name}; over skips`, () => run(programs(400, 900), longRuns));
}

const idsOf = (commits: Iterable<Commit>): string[] => Array.from(commits, ({ id }) => id);
const stateOf = ({ states }: History, id: string | undefined): State =>
  id === undefined ? NO_STATE : states.get(id)!;

/** Whether a commit differs from each of its parents. */
function touched(history: History, commit: Commit, fact: (state: State) => string | undefined): boolean {
  const parents = commit.parents.length === 0 ? [undefined] : commit.parents;
  const own = fact(stateOf(history, commit.id));
  return parents.every((parent) => fact(stateOf(history, parent)) !== own);
}

function requireTopological(commits: readonly Commit[]): void {
  const place = new Map(commits.map(({ id }, i) => [id, i]));
  for (const [i, { parents }] of commits.entries()) {
    for (const parent of parents) expect(place.get(parent) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(i);
  }
}

describe("on random histories", () => {
  check(
    "the log has each ancestor once, before its parents, the newest of those that are free",
    (history) => {
      for (const { id } of history.commits) {
        const log = [...history.graph.history.log({ from: id })];
        const expected = ancestorsOf(history, [id]);
        expect(idsOf(log).sort()).toEqual([...expected].sort());
        requireTopological(log);
        const given = new Set<string>();
        const isFree = (commit: Commit): boolean =>
          history.commits.every(
            (child) => !expected.has(child.id) || !child.parents.includes(commit.id) || given.has(child.id),
          );
        for (const commit of log) {
          const free = history.commits.filter(
            (each) => expected.has(each.id) && !given.has(each.id) && isFree(each),
          );
          expect(commit.time).toBe(Math.max(...free.map(({ time }) => time)));
          given.add(commit.id);
        }
      }
    },
  );

  check("ranges are set differences", (history, draw) => {
    const { graph, commits } = history;
    for (let i = 0; i < 10; i++) {
      const [a, b] = [commits[draw(commits.length)].id, commits[draw(commits.length)].id];
      const [before, after] = [ancestorsOf(history, [a]), ancestorsOf(history, [b])];
      const only = [...after].filter((id) => !before.has(id));
      const other = [...before].filter((id) => !after.has(id));
      const two = [...graph.history.log({ range: `${a}..${b}` })];
      const three = [...graph.history.log({ range: `${a}...${b}` })];
      requireTopological(two);
      requireTopological(three);
      expect(idsOf(two).sort()).toEqual(only.sort());
      expect(idsOf(three).sort()).toEqual([...only, ...other].sort());
      const line = lineOf(history, graph.history.resolve(b)).filter(({ id }) => !before.has(id));
      expect(idsOf(graph.history.log({ range: `${a}..${b}`, firstParent: true }))).toEqual(idsOf(line));
      expect(graph.history.aheadBehind(a, b)).toEqual({ ahead: other.length, behind: only.length });
      expect(graph.history.isAncestor(a, b)).toBe(after.has(a));
      const common = [...before].filter((id) => after.has(id));
      const best = common.filter(
        (id) => !common.some((each) => each !== id && ancestorsOf(history, [each]).has(id)),
      );
      expect(idsOf(graph.history.mergeBases(a, b))).toEqual(best.sort());
    }
  });

  check("filters of the log are those of its commits, in its order", (history, draw) => {
    const { graph, commits } = history;
    const all = [...graph.history.log()];
    const time = commits[draw(commits.length)].time;
    const kept = (options: object): string[] => idsOf(graph.history.log(options));
    expect(kept({ author: "ada" })).toEqual(idsOf(all.filter(({ author }) => author === "ada")));
    expect(kept({ message: /step \d$/g })).toEqual(
      idsOf(all.filter(({ message }) => /step \d$/.test(message))),
    );
    expect(kept({ message: "step 1" })).toEqual(
      idsOf(all.filter(({ message }) => message.includes("step 1"))),
    );
    expect(kept({ since: time })).toEqual(idsOf(all.filter((each) => each.time >= time)));
    expect(kept({ until: new Date(time), limit: 3 })).toEqual(
      idsOf(all.filter((each) => each.time <= time).slice(0, 3)),
    );
    for (const kind of KINDS) {
      for (const id of someIds(history, kind, draw)) {
        const part = draw(2) === 0 ? "all" : { name: NAMES[draw(2)] };
        const expected = all.filter((each) =>
          touched(history, each, (state) => factOf(state, kind, id, part)),
        );
        const touching = {
          kind,
          id,
          ...(part === "all" ? {} : { attribute: (part as { name: string }).name }),
        };
        expect(kept({ touching })).toEqual(idsOf(expected));
      }
    }
  });

  check(
    "blame is the commit after which nothing changed, along parents that have the same",
    (history, draw) => {
      const { graph, commits } = history;
      const at = commits[draw(commits.length)];
      const expectedOf = (fact: (state: State) => string | undefined): string => {
        for (let commit = at; ; ) {
          const own = fact(stateOf(history, commit.id));
          const parent = commit.parents.find((id) => fact(stateOf(history, id)) === own);
          if (parent === undefined) return commit.id;
          commit = graph.history.resolve(parent);
        }
      };
      for (const kind of KINDS) {
        for (const id of someIds(history, kind, draw)) {
          const copy = stateOf(history, at.id)[kind].get(id);
          const blame = graph.history.blame(id, undefined, { kind, at });
          if (copy === undefined) {
            expect(blame).toEqual({ presence: undefined, labels: undefined, attributes: {} });
            continue;
          }
          expect(blame.presence?.id).toBe(expectedOf((state) => factOf(state, kind, id, "presence")));
          expect(blame.labels?.id).toBe(expectedOf((state) => factOf(state, kind, id, "labels")));
          expect(Object.keys(blame.attributes).sort()).toEqual(Object.keys(copy.attributes).sort());
          for (const name of NAMES) {
            const commit = graph.history.blame(id, name, { kind, at });
            expect(commit).toBe(blame.attributes[name]);
            if (copy.attributes[name] === undefined) expect(commit).toBeUndefined();
            else expect(commit?.id).toBe(expectedOf((state) => factOf(state, kind, id, { name })));
          }
        }
      }
    },
    6,
  );

  check(
    "changesOf gives every commit that touched the element, with what it changed",
    (history, draw) => {
      const { graph, commits } = history;
      const from = commits[draw(commits.length)];
      const ancestors = ancestorsOf(history, [from.id]);
      for (const kind of KINDS) {
        for (const id of someIds(history, kind, draw)) {
          for (const attribute of [undefined, ...NAMES]) {
            const part = attribute === undefined ? "all" : { name: attribute };
            const expected = commits.filter(
              (each) =>
                ancestors.has(each.id) && touched(history, each, (state) => factOf(state, kind, id, part)),
            );
            const changes = [...graph.history.changesOf(id, { kind, from, ...(attribute && { attribute }) })];
            expect(idsOf(changes.map(({ commit }) => commit)).sort()).toEqual(idsOf(expected).sort());
            const place = new Map(changes.map(({ commit }, i) => [commit.id, i]));
            for (const { commit } of changes) {
              for (const older of ancestorsOf(history, commit.parents)) {
                if (place.has(older)) expect(place.get(older)!).toBeGreaterThan(place.get(commit.id)!);
              }
            }
            for (const change of changes) requireChange(history, kind, id, attribute, change);
          }
        }
      }
    },
    6,
  );

  check(
    "lifetimes and series are those of the states along first parents",
    (history, draw) => {
      const { graph, commits } = history;
      const from = commits[draw(commits.length)];
      const line = lineOf(history, from).reverse();
      for (const kind of KINDS) {
        for (const id of someIds(history, kind, draw)) {
          const lived = line.map((commit) => stateOf(history, commit.id)[kind].has(id));
          const expected: { from: Commit; to: Commit | null }[] = [];
          lived.forEach((live, i) => {
            if (live && !lived[i - 1]) expected.push({ from: line[i], to: null });
            if (!live && lived[i - 1]) expected.push({ ...expected.pop()!, to: line[i] });
          });
          expect(graph.history.lifetimes(id, { kind, from })).toEqual(expected);
          const limit = 1 + draw(line.length);
          const { commits: over, column } = graph.history.series(id, "a", { kind, from, limit });
          expect(over).toEqual(line.slice(-limit));
          expect(column.toArray()).toEqual(
            over.map((commit) => stateOf(history, commit.id)[kind].get(id)?.attributes.a),
          );
          requireWindows(history, kind, id, from, 1 + draw(5));
        }
      }
      const every = 1 + draw(4);
      const { commits: over, values } = graph.history.timeline(
        (view) => [view.nodeCount, view.edgeCount, view.nodes.column("a").toArray()],
        { from, every },
      );
      expect(over).toEqual(line.filter((_, i) => (line.length - 1 - i) % every === 0));
      expect(values).toEqual(
        over.map(({ id }) => {
          const { node, edge } = stateOf(history, id);
          return [node.size, edge.size, Array.from(node.values(), ({ attributes }) => attributes.a)];
        }),
      );
    },
    6,
  );

  check("bisect finds the first bad commit of what stays bad, in few tests", (history, draw) => {
    const { graph, commits } = history;
    const bad = commits[draw(commits.length)];
    const candidates = [...ancestorsOf(history, [bad.id])];
    if (candidates.length < 2) return;
    const good = candidates.filter((id) => id !== bad.id)[draw(candidates.length - 1)];
    const before = ancestorsOf(history, [good]);
    const between = candidates.filter((id) => !before.has(id));
    const culprit = between[draw(between.length)];
    const isGood = (id: string): boolean => !ancestorsOf(history, [id]).has(culprit);
    const tested: string[] = [];
    const found = graph.history.bisect(good, bad, (view, { id }) => {
      tested.push(id);
      expect(view.nodeCount).toBe(stateOf(history, id).node.size);
      return isGood(id);
    });
    expect(found.id).toBe(culprit);
    expect(new Set(tested).size).toBe(tested.length);
    expect(tested.every((id) => between.includes(id) && id !== bad.id)).toBe(true);
    const unsure = between[draw(between.length)];
    try {
      const again = graph.history.bisect(good, bad, (_, { id }) => (id === unsure ? "skip" : isGood(id)));
      expect(again.id).toBe(culprit);
    } catch (error) {
      expect((error as { code: string }).code).toBe("BISECT_UNDECIDED");
      const { commits: left } = (error as { data: { commits: Commit[] } }).data;
      expect(idsOf(left)).toContain(culprit);
      expect(idsOf(left)).toContain(unsure);
    }
  });

  check(
    "a diff is what full copies differ in; inverted it is the diff the other way about",
    (history, draw) => {
      const { graph, commits } = history;
      for (let i = 0; i < 5; i++) {
        const [a, b] = [commits[draw(commits.length)], commits[draw(commits.length)]];
        const [before, after] = [stateOf(history, a.id), stateOf(history, b.id)];
        const diff = graph.history.diff(a, b);
        const back = graph.history.diff(b, a);
        expect(sorted(diff)).toEqual(expectedFacts(before, after));
        expect(sorted(diff.invert())).toEqual(sorted(back));
        expect(diff.invert().nodes.counts).toEqual(back.nodes.counts);
        expect(diff.invert().toString()).toBe(back.toString());
        expect(sorted(diff.invert().invert())).toEqual(sorted(diff));
        for (const part of [diff.nodes, diff.edges]) {
          expect([...part]).toHaveLength(part.factCount);
          const changes = [...part.changes()];
          for (const name of part.attributes) {
            const { ids, before: old, after: young } = part.column(name);
            const own = changes.filter(({ attribute }) => attribute === name);
            expect([...ids]).toEqual(own.map(({ id }) => id));
            expect(old.toArray()).toEqual(own.map((change) => change.before));
            expect(young.toArray()).toEqual(own.map((change) => change.after));
          }
          expect(part.statistics()).toEqual(
            expectedStatistics(before[part.kind as Kind], after[part.kind as Kind]),
          );
        }
        for (const line of diff.toString({ width: 40 }).split("\n").slice(1))
          expect(line.length).toBeLessThanOrEqual(40);
      }
      const last = commits[draw(commits.length)];
      const shown = graph.history.show(last);
      expect(sorted(shown.diff)).toEqual(
        expectedFacts(stateOf(history, last.parents[0]), stateOf(history, last.id)),
      );
    },
  );

  check(
    "the drawn log has a line for each commit, in the order of the log, and lanes that hold together",
    (history) => {
      const { graph } = history;
      const tips = graph.history.branches().map(({ commit }) => commit.id);
      const drawn = graph.history.drawLog({ all: true, width: 1000 });
      const expected = ancestorsOf(history, [...tips, graph.head.commit!.id]);
      requireLanes(history, drawn, expected);
      const own = graph.history.drawLog({ width: 1000 });
      const titles = own
        .split("\n")
        .filter((line) => line.includes("*"))
        .map((line) => /\* [|\s]*([0-9a-f]{7})/.exec(line)?.[1]);
      expect(titles).toEqual([...graph.history.log()].map(({ id }) => id.slice(0, 7)));
    },
  );
});

function requireChange(
  history: History,
  kind: Kind,
  id: number,
  attribute: string | undefined,
  change: ElementChange,
): void {
  const before = stateOf(history, change.commit.parents[0])[kind].get(id);
  const after = stateOf(history, change.commit.id)[kind].get(id);
  expect(change.kind).toBe(before === undefined ? "added" : after === undefined ? "removed" : "changed");
  const expected = NAMES.filter((name) => attribute === undefined || attribute === name)
    .map((name) => [name, { before: before?.attributes[name], after: after?.attributes[name] }] as const)
    .filter(([, values]) => values.before !== values.after);
  expect(change.attributes).toEqual(Object.fromEntries(expected));
  const labels = { before: before?.labels ?? [], after: after?.labels ?? [] };
  const same = JSON.stringify(labels.before) === JSON.stringify(labels.after);
  expect(change.labels).toEqual(same || attribute !== undefined ? undefined : labels);
}

function requireWindows({ graph }: History, kind: Kind, id: number, from: Commit, window: number): void {
  const { commits, column, windows } = graph.history.series(id, "a", { kind, from, window });
  for (let at = 0; at * window < commits.length; at++) {
    const values = column
      .toArray()
      .slice(at * window, (at + 1) * window)
      .filter((value) => value !== undefined) as number[];
    const sum = values.reduce((total, value) => total + value, 0);
    expect(windows.commits[at]).toBe(commits[Math.min((at + 1) * window, commits.length) - 1]);
    expect(windows.count[at]).toBe(values.length);
    const none = Number.NaN;
    expect(windows.min[at]).toBe(values.length === 0 ? none : Math.min(...values));
    expect(windows.max[at]).toBe(values.length === 0 ? none : Math.max(...values));
    expect(windows.sum[at]).toBe(values.length === 0 ? none : sum);
    expect(windows.mean[at]).toBe(values.length === 0 ? none : sum / values.length);
    expect(windows.first[at]).toBe(values[0] ?? none);
    expect(windows.last[at]).toBe(values.at(-1) ?? none);
  }
  expect(windows.count).toHaveLength(Math.ceil(commits.length / window));
}

function sorted(facts: Iterable<DiffFact>): string[] {
  return Array.from(facts, (fact) => {
    const { element, kind, ...rest } = fact;
    const attributes = "attributes" in rest ? { attributes: Object.entries(rest.attributes).sort() } : {};
    return `${element.kind} ${element.id} ${kind} ${JSON.stringify(Object.entries({ ...rest, ...attributes }).sort())}`;
  }).sort();
}

function expectedFacts(before: State, after: State): string[] {
  const facts: DiffFact[] = [];
  for (const kind of KINDS) {
    for (const id of new Set([...before[kind].keys(), ...after[kind].keys()])) {
      const [old, young] = [before[kind].get(id), after[kind].get(id)];
      const element = { kind, id };
      if (old === undefined || young === undefined) {
        facts.push({ kind: old === undefined ? "added" : "removed", element, ...((old ?? young) as Copy) });
        continue;
      }
      if (JSON.stringify(old.labels) !== JSON.stringify(young.labels)) {
        facts.push({ kind: "label", element, before: old.labels, after: young.labels });
      }
      for (const attribute of NAMES) {
        const values = { before: old.attributes[attribute], after: young.attributes[attribute] };
        if (values.before !== values.after) facts.push({ kind: "attribute", element, attribute, ...values });
      }
    }
  }
  return sorted(facts);
}

function expectedStatistics(before: Map<number, Copy>, after: Map<number, Copy>): object {
  const attributes: Record<string, { added: number; removed: number; changed: number }> = {};
  const labels: Record<string, { added: number; removed: number }> = {};
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [old, young] = [before.get(id), after.get(id)];
    for (const name of NAMES) {
      const [from, to] = [old?.attributes[name], young?.attributes[name]];
      if (from === to) continue;
      attributes[name] ??= { added: 0, removed: 0, changed: 0 };
      attributes[name][from === undefined ? "added" : to === undefined ? "removed" : "changed"]++;
    }
    for (const label of new Set([...(old?.labels ?? []), ...(young?.labels ?? [])])) {
      const [had, has] = [old?.labels.includes(label) ?? false, young?.labels.includes(label) ?? false];
      if (had === has) continue;
      labels[label] ??= { added: 0, removed: 0 };
      labels[label][has ? "added" : "removed"]++;
    }
  }
  return { attributes, labels };
}

/** Follows the lines of a drawing from each commit down, and finds its parents, no more and no less. */
function requireLanes(history: History, drawn: string, expected: ReadonlySet<string>): void {
  const rows = drawn.split("\n").map((line) => {
    const match = /^([*|\\/_ ]*?\*[| ]*?) ([0-9a-f]{7,})( |$)/.exec(line);
    return match === null ? { graph: line, id: undefined } : { graph: match[1], id: match[2] };
  });
  const byShort = (short: string): Commit => history.graph.history.resolve(short);
  const shown = rows.filter(({ id }) => id !== undefined).map(({ id }) => byShort(id!));
  requireTopological(shown);
  expect(idsOf(shown).sort()).toEqual([...expected].sort());
  rows.forEach(({ graph, id }, i) => {
    if (id === undefined) return;
    const reached = new Set<string>();
    const seen = new Set<string>();
    // where a line leaves a row at its lower end: below a column, or towards one of its neighbours
    const pending: [row: number, column: number][] = [[i + 1, graph.indexOf("*")]];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const [row, column] = at;
      const below = rows[row];
      if (below === undefined || seen.has(`${row} ${column}`)) continue;
      seen.add(`${row} ${column}`);
      if (below.graph[column] === "*") reached.add(byShort(below.id!).id);
      if (below.graph[column] === "|") pending.push([row + 1, column]);
      if (below.graph[column + 1] === "\\")
        pending.push([row + 1, column + 2], ...slide(below.graph, column + 1, 1, row));
      if (below.graph[column - 1] === "/")
        pending.push([row + 1, column - 2], ...slide(below.graph, column - 1, -1, row));
    }
    for (const parent of byShort(id).parents) expect([...reached]).toContain(parent);
  });
}

/** Where a line that goes on along the foot of a row, behind other lanes, comes out below it. */
function slide(graph: string, from: number, way: 1 | -1, row: number): [number, number][] {
  let column = from + 2 * way;
  while (graph[column] === "_") column += 2 * way;
  return [[row + 1, column - way]];
}
