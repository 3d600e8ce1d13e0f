/** docs/internals/format.md says what stands in a store: a reader written from it alone finds what groggy finds. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { EPOCH_DAY_MAX, EPOCH_DAY_MIN } from "../../src/temporal/calendar.js";
import { DateTime } from "../../src/temporal/date-time.js";
import { Duration } from "../../src/temporal/duration.js";
import { LocalDate } from "../../src/temporal/local-date.js";
import { LocalDateTime } from "../../src/temporal/local-date-time.js";
import { LocalTime } from "../../src/temporal/local-time.js";
import { OffsetTime } from "../../src/temporal/offset-time.js";
import { compareReaders, elementsOf } from "./compare-readers.js";
import { IndependentStore } from "./independent-reader.js";
import { drawWorkload } from "./workload.js";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-format-"));
  path = join(folder, "store");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TYPES = {
  flag: "bool",
  small: "int32",
  large: "int64",
  single: "float32",
  double: "float64",
  name: "utf8",
  bytes: "binary",
  moment: "timestamp",
  any: "json",
  whole: "integer",
  day: "date",
  clock: "localtime",
  time: "time",
  local: "localdatetime",
  at: "datetime",
  length: "duration",
  days: "list<date>",
  flags: "list<bool>",
  names: "list<utf8>",
  numbers: "list<int64>",
  place: "vector<float32, 3>",
} as const;

const VALUES: readonly Record<keyof typeof TYPES, unknown>[] = [
  {
    flag: true,
    small: -(2 ** 31),
    large: 2n ** 63n - 1n,
    single: 0.5,
    double: Number.NaN,
    name: "Zoë \u{1f600}",
    bytes: Uint8Array.of(0, 255, 7),
    moment: new Date(-1),
    whole: 2n ** 63n - 1n,
    day: new LocalDate(EPOCH_DAY_MAX),
    clock: new LocalTime(86_399_999_999_999),
    time: new OffsetTime(1, -64_800),
    local: new LocalDateTime(EPOCH_DAY_MIN, 1),
    at: new DateTime(-1, 5, 3208, "Europe/Stockholm"),
    length: new Duration(-1, 2, -(2n ** 63n), 999_999_999),
    days: [new LocalDate(-1), new LocalDate(0)],
    any: { b: [1, null, "ä"], a: -0 },
    flags: [true, false, true],
    names: ["a", "", "b"],
    numbers: [1n, -1n],
    place: Float32Array.of(1, -0, 3),
  },
  {
    flag: false,
    small: 2 ** 31 - 1,
    large: -(2n ** 63n),
    single: Number.NEGATIVE_INFINITY,
    double: -0,
    name: "",
    bytes: new Uint8Array(0),
    moment: new Date(8.64e15),
    whole: -(2 ** 53 - 1),
    day: new LocalDate(0),
    clock: new LocalTime(0),
    time: new OffsetTime(0, 64_800),
    local: new LocalDateTime(0, 0),
    at: new DateTime(0, 0, 0),
    length: new Duration(0, 0, 0, 0),
    days: [],
    any: null,
    flags: [],
    names: [],
    numbers: [],
    place: Float32Array.of(0, 0, 0),
  },
];

/** A graph with every type of attribute, removed elements, branches, tags, a merge, stashes and things undone. */
function fill(graph: Graph): void {
  const [a, b, c] = [graph.addNode("Person"), graph.addNode(["Person", "Author"]), graph.addNode()];
  for (const [i, id] of [a, b].entries()) graph.nodes.set(id, VALUES[i]);
  const knows = graph.addEdge(a, b, "KNOWS", { since: 1840 });
  graph.addEdge(c, c);
  graph.commit("one", { author: "Ada <ada@example.org>", meta: { z: 1, a: ["ä"] } });
  graph.branch("topic");
  graph.branch("other");
  graph.nodes.set(a, { name: "Ada", flag: null });
  graph.removeNode(c);
  graph.nodes.set(b, { loose: "text" });
  graph.attributes.set({ title: "main", edition: 1 });
  graph.commit("two");
  graph.history.tag("v1", { message: "a note", author: "ada", time: 7 });
  graph.history.tag("plain");
  graph.checkout("topic");
  graph.edges.set(knows, { since: null, weight: 0.1 });
  graph.attributes.set({ ...VALUES[0], topic: "topic" });
  graph.addNodes(20, { labels: ["Person", "Robot"] });
  graph.commit("three");
  graph.removeEdge(knows);
  graph.attributes.set({ topic: null, moment: new Date(5) });
  graph.history.stash("an edge less");
  graph.addNode("Person");
  graph.history.stash("a node more");
  graph.checkout("main");
  graph.merge("topic").commit("both");
  graph.history.revert("HEAD~1");
  graph.history.undo();
  graph.history.redo();
  graph.checkout("other");
  graph.nodes.set(b, { loose: 5 });
  graph.commit("another type");
  graph.history.apply(graph.history.diff("other", "v1"));
  graph.commit("the first type");
  graph.checkout("main");
  graph.branch("gone");
  graph.history.deleteBranch("gone", { force: true });
  graph.history.undo();
}

const schema = { nodes: TYPES, graph: TYPES };

describe("the page's reader", () => {
  test("shares nothing with the source", () => {
    const own = join(import.meta.dirname, "independent");
    const files = [...readdirSync(own).map((name) => join(own, name)), `${own}-reader.ts`];
    const imported = files.flatMap((file) =>
      Array.from(readFileSync(file, "utf8").matchAll(/from "([^"]+)"/g), ([, name]) => name),
    );
    expect(new Set(imported.filter((name) => !name.startsWith(".")))).toEqual(
      new Set(["node:fs", "node:path", "node:zlib"]),
    );
    expect(imported.filter((name) => name.startsWith("..") || name.includes("src"))).toEqual([]);
  });

  test("finds what stands at the offsets that the page gives", () => {
    const graph = Graph.open(path, { directed: false, key: "name", clock: () => 5 });
    graph.addNode("Person", { name: "Ada" });
    const { id } = graph.commit("one");
    graph.close();
    expect(readdirSync(path).sort()).toEqual([
      "journal-0000000001-0000000002",
      "state-0000000001-0000000001",
      "watermark",
      "writer-0000000001",
    ]);
    const journal = readFileSync(join(path, JOURNAL));
    expect(journal.readUInt32LE(16)).toBe(1);
    expect(journal.readUInt32LE(40)).toBe(0);
    expect(journal.toString("utf8", 48, 48 + journal.readUInt32LE(44))).toBe("name");
    expect(journal.toString("latin1", 12_288, 12_292)).toBe("fram");
    const store = compareReaders(path);
    expect(store.commits.map((commit) => [commit.id, commit.time, commit.parents])).toEqual([[id, 5, []]]);
    const person = { id: 0, labels: ["Person"], attributes: { name: "Ada" } };
    expect(store.elements(store.present, 0)).toEqual([person]);
    expect([store.branch, store.head, store.key, store.directed]).toEqual(["main", 0, "name", false]);
  });

  test("reads a store without a commit", () => {
    Graph.open(path).close();
    const store = compareReaders(path);
    expect([store.commits, store.head, store.branch]).toEqual([[], undefined, "main"]);
  });

  test.each(["none", "deflate"] as const)(
    "reads all types and verbs from the journal and from packs, %s",
    (compression) => {
      const graph = Graph.open(path, { compression, schema });
      fill(graph);
      graph.flush();
      expect(compareReaders(path).baseCommit).toBeUndefined();
      graph.history.gc(); // writes packs
      graph.close();
      const store = compareReaders(path);
      expect(store.baseCommit).toBeDefined();
      expect(store.files.flat().some(({ codec }) => codec === 1)).toBe(compression === "deflate");
      expect(store.stashes.length).toBe(2);
      const types = new Set(store.columns.map(({ type }) => type));
      for (const type of Object.values(TYPES)) expect(types).toContain(type);
      expect(store.columns.filter(({ name }) => name === "loose").length).toBe(2);
      expect(store.commits.some(({ delta }) => delta[0]?.dropped.length === 1)).toBe(true);
    },
  );

  test("reads values at the widths of codes, pages, leaves and chunks", () => {
    const graph = Graph.open(path);
    for (const count of [255, 256, 257, 65_537]) {
      const values = Array.from({ length: count }, (_, i) => `${count} ${i}`);
      const flag = values.map((_, i) => i % 3 === 0);
      graph.addNodes(count, { attributes: { [`s${count}`]: values, flag } });
    }
    graph.commit("many");
    const ids = graph.nodes.ids();
    for (const at of [0, 4095, 4096, 4097, 65_535, 65_536]) graph.nodes.set(ids[at], { flag: null });
    graph.removeNodes(ids.filter((id) => id % 5 === 1));
    graph.commit("fewer");
    graph.close();
    compareReaders(path);
  });

  test("reads a bulk commit of several sections, and packs on top of each other", () => {
    let graph = Graph.open(path);
    const dimensions = 2 ** 16;
    const rowCount = 140; // 35 MiB, of which a section takes 32
    graph.addNodes(rowCount, {
      attributes: { place: Array.from({ length: rowCount }, (_, i) => new Float32Array(dimensions).fill(i)) },
    });
    graph.addEdges([0, 1], [1, 0], { type: "NEXT" });
    graph.commit("vectors");
    graph.close();
    graph = Graph.open(path);
    const name = Array.from({ length: 10_000 }, (_, i) => `name ${i % 5000}`);
    graph.addNodes(name.length, { attributes: { name } });
    graph.addEdge(2, 3);
    graph.commit("names");
    graph.close();
    graph = Graph.open(path);
    graph.history.tag("last");
    graph.close();
    const store = compareReaders(path);
    const rows = store.files[0].filter(({ kind, key }) => kind === 2 && store.columns[key].name === "place");
    expect(rows.length).toBe(2);
    expect(store.files.length).toBeGreaterThan(2);
  });

  test("reads clones that met again, with origins of their own and names of other stores' branches", () => {
    const other = join(folder, "other");
    const graph = Graph.open(path, { schema });
    fill(graph);
    const clone = Graph.clone(graph, { origin: 0x1a2b3c4d, path: other });
    clone.addNode("Clone", { name: "Dolly" });
    clone.commit("in the clone");
    graph.addNodes(3, { labels: "Here" });
    graph.commit("here");
    graph.history.pull(clone, { remote: "clone" });
    clone.history.pull(graph);
    graph.close();
    clone.close();
    const stores = [path, other].map(compareReaders);
    expect(stores.map(({ own }) => own[0].origin)).toEqual([0, 0x1a2b3c4d]);
    expect([...stores[0].refs[2].keys()]).toContain("clone/main");
    expect(stores[0].identities[0].some(({ origin }) => origin === 0x1a2b3c4d)).toBe(true);
  });

  test("reads attributes of several types, of which an element has a value of one", () => {
    const graph = Graph.open(path, { autosave: true });
    graph.addNodes(6);
    const set = (id: number, code: unknown): void => {
      graph.query("MATCH (n) WHERE id(n) = $id SET n.code = $code", { id, code });
    };
    [1, "a", true, 2.5, ["x", "y"]].forEach((code, id) => {
      set(id, code);
    });
    graph.commit("mixed");
    set(0, "one");
    set(1, 7);
    graph.commit("other types");
    graph.branch("side");
    set(2, null);
    graph.commit("less");
    graph.checkout("side");
    set(5, 5);
    graph.history.stash("kept");
    set(3, "draft");
    graph.close();
    const store = compareReaders(path);
    expect(store.commits).toHaveLength(3);
    Graph.open(path).close();
    compareReaders(path);
  });

  test("reads uncommitted changes that were kept", () => {
    const graph = Graph.open(path, { autosave: true, schema });
    fill(graph);
    graph.nodes.set(0, { name: "not committed" });
    const added = graph.addNode("Person", { double: 0.25 });
    graph.removeNode(1);
    graph.flush();
    const live = [0, 1].map((kind) => elementsOf(graph, kind));
    const store = new IndependentStore(path);
    expect([0, 1].map((kind) => store.elements(store.present, kind))).toEqual(live);
    expect(store.elements(store.present, 0).some(({ id }) => id === added)).toBe(true);
    graph.close();
    compareReaders(path);
  });

  test("reads what any program of verbs leaves behind", () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom("none", "deflate"), fc.boolean(), (seed, codec, autosave) => {
        const at = join(folder, `drawn-${seed}-${codec}-${autosave}`);
        let time = 0;
        const options = {
          durability: "none",
          compression: codec as "none",
          autosave,
          clock: () => time++,
        } as const;
        let graph = Graph.open(at, options);
        for (const { act } of drawWorkload(seed, 25)) {
          if (typeof act === "function") act(graph);
          else {
            graph.close();
            graph = Graph.open(at, options);
          }
        }
        graph.close();
        compareReaders(at);
        rmSync(at, { recursive: true });
      }),
      { numRuns: 25 },
    );
  });
});

describe("damage", () => {
  /** A copy of a store of three commits, one byte of whose journal is another. */
  function flipped(at: (journal: Buffer) => number): IndependentStore {
    const graph = Graph.open(path);
    const ends: number[] = [];
    for (let i = 0; i < 3; i++) {
      graph.addNode("Person", { i });
      graph.commit(`${i}`);
      ends.push(readFileSync(join(path, JOURNAL)).length);
    }
    graph.close();
    const copy = join(folder, "copy");
    cpSync(path, copy, { recursive: true });
    const journal = join(copy, JOURNAL);
    const bytes = readFileSync(journal);
    bytes[at(bytes)] ^= 1;
    writeFileSync(journal, bytes);
    return new IndependentStore(copy, true);
  }

  test("in a frame that was durable is told", () => {
    expect(() => flipped((journal) => journal.length - 20)).toThrow("damaged: a durable frame");
    rmSync(join(folder, "copy"), { recursive: true });
    expect(() => flipped(() => 20)).toThrow("damaged: the header's checksum");
  });

  test("of the newer slot leaves all whole frames, of both is told", () => {
    const store = flipped((journal) =>
      journal.readDoubleLE(4104) > journal.readDoubleLE(8200) ? 4110 : 8206,
    );
    expect(store.commits.length).toBe(3);
  });

  test("behind the last durable frame is a torn tail", () => {
    const graph = Graph.open(path, { durability: "none" });
    for (let i = 0; i < 3; i++) {
      graph.addNode("Person", { i });
      graph.commit(`${i}`);
    }
    const journal = join(path, JOURNAL);
    const bytes = readFileSync(journal);
    expect(new IndependentStore(path).commits.length).toBe(0);
    expect(new IndependentStore(path, true).commits.length).toBe(3);
    bytes[bytes.length - 20] ^= 1;
    const copy = join(folder, "copy");
    cpSync(path, copy, { recursive: true });
    writeFileSync(join(copy, JOURNAL), bytes);
    graph.close();
    expect(new IndependentStore(copy, true).commits.length).toBe(2);
  });

  test("and torn tails anywhere in a journal are told from each other as groggy tells them", () => {
    const journals = (["full", "none"] as const).map((durability) => {
      const at = join(folder, durability);
      const graph = Graph.open(at, { durability, clock: () => 0 });
      for (let i = 0; i < 4; i++) {
        graph.addNode("Person", { name: "x".repeat(300), i });
        graph.commit(`${i}`);
      }
      const copy = `${at}-copy`;
      cpSync(at, copy, { recursive: true });
      graph.close();
      return { copy, path: join(copy, JOURNAL), bytes: readFileSync(join(copy, JOURNAL)) };
    });
    const seen = new Set<string>();
    const check = (which: number, damage: (bytes: Buffer) => Buffer): void => {
      const { copy, path: journal, bytes } = journals[which];
      writeFileSync(journal, damage(Buffer.from(bytes)));
      const own = outcome(() => {
        const store = new IndependentStore(copy);
        return `${store.head === undefined ? "none" : store.commits[store.head].id}`;
      });
      const groggy = outcome(() => {
        const graph = Graph.open(copy, { readOnly: true });
        graph.close();
        return graph.head.commit?.id ?? "none";
      });
      expect(own).toBe(groggy);
      seen.add(own);
    };
    const offset = fc.integer({ min: 0, max: journals[0].bytes.length - 1 });
    fc.assert(
      fc.property(fc.nat(1), offset, fc.nat(7), fc.nat(3), (which, at, bit, way) => {
        const sector = at - (at % 512);
        check(which, (bytes) => {
          if (way === 0) bytes[at % bytes.length] ^= 1 << bit;
          else if (way === 1) return bytes.subarray(0, at);
          else if (way === 2) bytes.fill(0, sector, Math.min(sector + 512, bytes.length));
          else bytes.copyWithin(sector, 12_288, 12_800);
          return bytes;
        });
      }),
      { numRuns: 400 },
    );
    expect(seen).toContain("damaged");
    expect(seen.size).toBeGreaterThan(2);
  });
});

const JOURNAL = "journal-0000000001-0000000002";

/** What `read` gives, or that it throws for damage. */
function outcome(read: () => string): string {
  try {
    return read();
  } catch {
    return "damaged";
  }
}
