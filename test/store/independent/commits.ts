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
  const leaves = from.many(from.u32(), () => {
    const [column, count] = [from.text(), from.u32()];
    const numbers = from.many(count, from.u32);
    return { column, numbers, before: from.many(count, from.hash), after: from.many(count, from.hash) };
  });
  check(from.at === deltaAt, "where the delta begins");
  return { id, root, deltaHash, time, parents, author, message, meta, leaves, delta: readDelta(from) };
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
