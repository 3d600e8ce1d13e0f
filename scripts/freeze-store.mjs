// Makes the store that is kept frozen for a format version, and what is expected of it: every type of attribute and
// every kind of file, section, part and ref. Run once for a format, when it is released; what was made stays for ever.
// Run: npm run build && node scripts/freeze-store.mjs test/store/frozen/format-<version>
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "../dist/index.js";
import { describe } from "../test/store/frozen/describe.mjs";

const folder = process.argv[2];
if (folder === undefined) throw new Error("expected the folder of the frozen store");
const path = join(folder, "store");
if (existsSync(path)) throw new Error(`${path} is frozen already`);

let time = Date.UTC(2026, 0, 1);
const clock = () => {
  time += 1000;
  return time;
};
const schema = {
  nodes: {
    email: "utf8",
    flag: "bool",
    small: "int32",
    large: "int64",
    single: "float32",
    double: "float64",
    bytes: "binary",
    moment: "timestamp",
    any: "json",
    flags: "list<bool>",
    names: "list<utf8>",
    numbers: "list<int64>",
    place: "vector<float32, 3>",
  },
};
const open = (options) => Graph.open(path, { key: "email", clock, ...options });

// what packs hold, compressed
const first = open({ schema, compression: "deflate" });
const ada = first.addNode("Person", {
  ...{ email: "ada@example.org", flag: true, small: -(2 ** 31), large: 2n ** 63n - 1n, single: 0.5 },
  ...{
    double: Number.NaN,
    bytes: Uint8Array.of(0, 255, 7),
    moment: new Date(-1),
    flags: [true, false, true],
  },
  ...{ any: { b: [1, null, "ä"], a: -0 }, names: ["a", "", "Zoë"], numbers: [1n, -1n] },
  place: Float32Array.of(1, -0, 3),
});
const alan = first.addNode(["Person", "Author"], {
  ...{ email: "alan@example.org", flag: false, small: 2 ** 31 - 1, large: -(2n ** 63n), double: -0 },
  ...{ single: Number.NEGATIVE_INFINITY, bytes: new Uint8Array(0), moment: new Date(8.64e15), any: null },
  ...{ flags: [], names: [], numbers: [], place: Float32Array.of(0, 0, 0) },
});
const loner = first.addNode();
const knows = first.addEdge(ada, alan, "KNOWS", { since: 1840 });
first.addEdge(loner, loner);
first.commit("one", { author: "Ada <ada@example.org>", meta: { z: 1, a: ["ä", { deep: null }] } });
first.branch("topic");
first.branch("other");
first.removeNode(loner);
first.nodes.set(alan, { flag: null, loose: "text" });
first.commit("two");
first.history.tag("v1", { message: "a note", author: "ada" });
first.checkout("topic");
first.addNodes(5000, {
  labels: "Robot",
  attributes: { small: Int32Array.from({ length: 5000 }, (_, i) => i * i) },
});
first.removeNodes(
  first.nodes
    .where(":Robot")
    .ids()
    .filter((id) => id % 1000 !== 5),
);
first.edges.set(knows, { since: null, weight: 0.1 });
first.commit("three");
first.checkout("main");
first.merge("topic").commit("both");
first.history.gc();
first.close();

// what journals hold
const second = open({});
const clone = Graph.clone(second, { origin: 0x1a2b3c4d, clock });
clone.addEdge(clone.addNode("Clone", { email: "dolly@example.org" }), ada, "KNOWS");
clone.commit("in a clone");
second.addNode("Person", { email: "grace@example.org" });
second.commit("meanwhile");
second.history.pull(clone, { remote: "clone" });
second.checkout("other");
second.nodes.set(alan, { loose: 5 });
second.commit("another type");
second.history.apply(second.history.diff("other", "v1"));
second.commit("and back");
second.checkout("main");
second.removeEdge(knows);
second.history.stash("an edge less");
second.history.tag("plain");
second.history.revert("HEAD", { mainline: 1 });
second.history.undo();
second.close();

// uncommitted changes that were kept
const third = open({ autosave: true });
third.nodes.set(ada, { names: ["not committed"] });
third.addNode("Person", { email: "kurt@example.org" });
third.close();

// the file of the lock says where it was made
const writers = readdirSync(path).filter((name) => name.startsWith("writer-"));
const record = { pid: 1, host: "frozen", start: "", nonce: "0".repeat(32), released: 1 };
for (const name of writers) writeFileSync(join(path, name), `${JSON.stringify(record)}\n`);

const reader = open({ readOnly: true });
const expected = describe(reader);
reader.close();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "expected.json"), `${JSON.stringify(expected, undefined, 1)}\n`);
console.log(`${path}: ${readdirSync(path).join(", ")}; ${expected.commits.length} commits`);
