// Commits and deltas, as docs/internals/format.md has them.
import { crc32 } from "node:zlib";
import { Bytes, check } from "./bytes.js";
import { openSection, type Section } from "./files.js";

export interface Changes {
  readonly runs: readonly (readonly [first: number, count: number, row: number, stride: number])[];
  readonly elements: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Half {
  readonly added: readonly (readonly [first: number, count: number])[];
  readonly removed: readonly (readonly [first: number, count: number])[];
  readonly classes: Changes;
  readonly cells: ReadonlyMap<number, Changes>;
  readonly introduced: readonly number[];
  readonly dropped: readonly number[];
}

export function readHalf(from: Bytes, form = from.u8()): Half | undefined {
  if (form === 0) return undefined;
  const [added, removed] = [readRuns(from), readRuns(from)];
  const classes = readChanges(from);
  const cells = new Map(from.many(from.u32(), () => [from.u32(), readChanges(from)] as const));
  const [introduced, dropped] = [from.many(from.u32(), from.u32), from.many(from.u32(), from.u32)];
  return { added, removed, classes, cells, introduced, dropped };
}

/** What changed of nodes, of edges and of the graph itself. */
export function readDelta(from: Bytes): (Half | undefined)[] {
  let form = from.u8();
  let graph: Half | undefined;
  if (form === 2) {
    graph = readHalf(from);
    form = from.u8();
  }
  return [readHalf(from, form), readHalf(from), graph];
}

function readRuns(from: Bytes): [first: number, count: number][] {
  const count = from.u32();
  const firsts = from.many(count, from.u32);
  return from.many(count, from.u32).map((length, i) => [firsts[i], length]);
}

function readChanges(from: Bytes): Changes {
  const runs = from.many(from.u32(), () => [from.u32(), from.u32(), from.u32(), from.u32()] as const);
  const count = from.u32();
  const elements = from.many(count, from.u32);
  return { runs, elements, before: from.many(count, from.i32), after: from.many(count, from.i32) };
}

export function readRecord(data: Uint8Array) {
  const from = new Bytes(data);
  const [leavesAt, deltaAt] = [from.u32(), from.u32()];
  const [id, root, deltaHash] = from.many(3, from.hash);
  const time = from.f64();
  const parents = from.many(from.u32(), from.u32);
  const [author, message, meta] = [from.text(), from.text(), JSON.parse(from.text()) as unknown];
  check(from.at === leavesAt, "where the leaves begin");
  const leaves = readLeaves(from);
  check(from.at === deltaAt, "where the delta begins");
  return { id, root, deltaHash, time, parents, author, message, meta, leaves, delta: readDelta(from) };
}

function readLeaves(from: Bytes) {
  return from.many(from.u32(), () => {
    const [column, count] = [from.text(), from.u32()];
    const numbers = from.many(count, from.u32);
    return { column, numbers, before: from.many(count, from.hash), after: from.many(count, from.hash) };
  });
}

export type StoredCommit = ReturnType<typeof readRecord>;

/** The commits of a pack, checked against all that its table says of them. */
export function readCommits(
  table: Section,
  records: Section,
  before: readonly StoredCommit[],
): StoredCommit[] {
  const from = openSection(table);
  const n = table.count;
  check(table.first === before.length && records.count === n, "the numbers of commits");
  const [offsets, earliest] = [from.many(n + 1, from.f64), from.many(n, from.f64)];
  const ids = from.many(n, from.hash);
  const [order, depths, generations, jumps, crcs] = from.many(5, () => from.many(n, from.u32));
  const parentOffsets = from.many(n + 1, from.u32);
  const parents = from.many(parentOffsets[n], from.u32);
  const data = openSection(records).data;
  const commits = Array.from({ length: n }, (_, i) => {
    const record = data.subarray(offsets[i], offsets[i + 1]);
    check(crc32(record) === crcs[i], `the record of commit ${table.first + i}`);
    return readRecord(record);
  });
  const expected = placesOf([...before, ...commits]).slice(table.first);
  const found = commits.map((_, i) => [depths[i], generations[i], jumps[i], earliest[i]]);
  check(JSON.stringify(found) === JSON.stringify(expected), "the places of commits");
  const listed = commits.map((_, i) => parents.slice(parentOffsets[i], parentOffsets[i + 1]));
  check(JSON.stringify(listed) === JSON.stringify(commits.map((commit) => commit.parents)), "the parents");
  check(JSON.stringify(ids) === JSON.stringify(commits.map(({ id }) => id)), "the ids of commits");
  check(
    JSON.stringify(order.map((place) => ids[place])) === JSON.stringify(ids.toSorted()),
    "the order of ids",
  );
  return commits;
}

/** Many commits made one. */
export interface Skip {
  readonly commit: number;
  readonly to: number | undefined;
  readonly delta: (Half | undefined)[];
}

/** The skips of a pack, checked against the commits that they are of; what they lead to is left to check. */
export function readSkips(
  table: Section,
  records: Section,
  commits: readonly StoredCommit[],
  depthOf: (commit: number) => number,
): Skip[] {
  const from = openSection(table);
  const n = table.count;
  check(records.count === n && table.first === 0, "the numbers of skips");
  const offsets = from.many(n + 1, from.f64);
  const [numbers, levels, crcs] = from.many(3, () => from.many(n, from.u32));
  const data = openSection(records).data;
  return numbers.map((commit, i) => {
    const record = data.subarray(offsets[i], offsets[i + 1]);
    check(crc32(record) === crcs[i], `the skip of commit ${commit}`);
    const inOrder = i === 0 || numbers[i - 1] < commit || levels[i - 1] < levels[i];
    check(inOrder && (i === 0 || numbers[i - 1] <= commit), "the order of skips");
    const length = 64 * 4 ** levels[i];
    check(depthOf(commit) % length === 0, `a skip of level ${levels[i]} from commit ${commit}`);
    return readSkip(new Bytes(record), commit, length, commits);
  });
}

function readSkip(from: Bytes, commit: number, length: number, commits: readonly StoredCommit[]): Skip {
  const stretch: number[] = [];
  let at: number | undefined = commit;
  for (let left = length; left > 0; left--) {
    check(at !== undefined, "the length of a skip");
    stretch.unshift(at);
    at = commits[at].parents.at(0);
  }
  check(from.u32() === (at === undefined ? 0 : at + 1), "where a skip leads");
  const merges = stretch.filter((number) => commits[number].parents.length > 1);
  check(from.many(from.u32(), from.u32).join() === merges.join(), "the merges of a skip");
  const deltas = stretch.map((number) => commits[number].delta);
  check(
    (from.u8() === 1) === deltas.some(([, , graph]) => graph !== undefined),
    "a skip of the graph itself",
  );
  for (const kind of [0, 1]) {
    const touched = new Set(deltas.flatMap((delta) => [...touchedBy(delta[kind])]));
    const listed = readRuns(from).flatMap(([first, count]) =>
      Array.from({ length: count }, (_, i) => first + i),
    );
    check(listed.join() === [...touched].sort((a, b) => a - b).join(), "the elements that a skip touched");
  }
  const leaves = readLeaves(from).flatMap(({ column, numbers, before, after }) =>
    numbers.map((leaf, i) => `${column} ${leaf} ${before[i]} ${after[i]}`),
  );
  check(leaves.join() === netLeaves(stretch.map((number) => commits[number])).join(), "the leaves of a skip");
  return { commit, to: at, delta: readDelta(from) };
}

function* touchedBy(half: Half | undefined): Generator<number> {
  if (half === undefined) return;
  const ofRuns = (runs: readonly (readonly number[])[]): number[] =>
    runs.flatMap(([first, count]) => Array.from({ length: count }, (_, i) => first + i));
  yield* [...ofRuns(half.added), ...ofRuns(half.removed)];
  for (const { runs, elements } of [half.classes, ...half.cells.values()])
    yield* [...ofRuns(runs), ...elements];
}

/** Of each leaf that differs in the end the hash before all commits and the hash after them. */
function netLeaves(commits: readonly StoredCommit[]): string[] {
  const columns = new Map<string, Map<number, { before: string; after: string }>>();
  for (const { column, numbers, before, after } of commits.flatMap((commit) => commit.leaves)) {
    const own = columns.get(column) ?? new Map<number, { before: string; after: string }>();
    columns.set(column, own);
    numbers.forEach((leaf, i) => {
      own.set(leaf, { before: own.get(leaf)?.before ?? before[i], after: after[i] });
    });
  }
  return [...columns]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([column, own]) =>
      [...own]
        .filter(([, { before, after }]) => before !== after)
        .sort(([a], [b]) => a - b)
        .map(([leaf, { before, after }]) => `${column} ${leaf} ${before} ${after}`),
    );
}

/** Depth, generation, jump or none, and earliest time of each commit. */
function placesOf(commits: readonly StoredCommit[]): number[][] {
  const places: number[][] = [];
  const depthOf = (orNone: number): number => (orNone === 0 ? 0 : places[orNone - 1][0]);
  const jumpLength = (number: number): number => places[number][0] - depthOf(places[number][2]);
  for (const { parents, time } of commits) {
    const generation = Math.max(0, ...parents.map((parent) => places[parent][1])) + 1;
    const [p] = parents;
    const depth = p === undefined ? 1 : places[p][0] + 1;
    let [jump, earliest] = [p === undefined ? 0 : p + 1, time];
    const next = p === undefined ? 0 : places[p][2];
    if (p !== undefined && next !== 0 && jumpLength(p) === jumpLength(next - 1)) {
      jump = places[next - 1][2];
      earliest = Math.min(time, places[p][3], places[next - 1][3]);
    }
    places.push([depth, generation, jump, earliest]);
  }
  return places;
}
