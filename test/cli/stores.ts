/**
 * Stores and files for the tests of the command line, always the same to the bit: ids, times, authors. The examples of
 * the help run in the folder that `exampleFolder` makes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "groggy";
import { onTestFinished } from "vitest";

const AUTHOR = "Ada <ada@example.org>";
const DAY_MS = 24 * 60 * 60 * 1000;

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "groggy-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A folder with `people.groggy`, `wide.groggy`, `people.csv`, `knows.csv` and what {@link makeExchange} makes. It goes when the test ends. A verb whose
 * examples need more files adds them here.
 */
export function exampleFolder(): string {
  const folder = temporaryFolder();
  makePeople(join(folder, "people.groggy"));
  makeWide(join(folder, "wide.groggy"));
  writeFileSync(join(folder, "rename.json"), renamePatch(join(folder, "people.groggy")));
  makeExchange(folder);
  for (const [name, text] of Object.entries(exampleFiles)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The files beside the example stores, by name. */
export const exampleFiles: Readonly<Record<string, string>> = {
  "people.csv": "id,name,born,labels\nmary,Mary Somerville,1780,Person\nemmy,Emmy Noether,1882,Person\n",
  "questions.txt": "# who was there\n.at v1\n:Person --count\n.log --oneline\n",
  "knows.csv": "source,target,type,since\nmary,emmy,KNOWS,1890\n",
};

/**
 * Makes a store: five people in three commits on `main`, the second of which is the tag `v1`; and two branches from
 * there, `experiment`, which merges with `main`, and `rival`, which conflicts with `experiment`.
 */
export function makePeople(path: string): string {
  const graph = Graph.open(path, { clock: dayByDay(), key: "email" });
  const commit = (message: string): unknown => graph.commit(message, { author: AUTHOR });
  const ada = graph.addNode("Person", { email: "ada@example.org", name: "Ada", born: 1815 });
  const alan = graph.addNode(["Person", "Author"], { email: "alan@example.org", name: "Alan", born: 1912 });
  const charles = graph.addNode("Person", { email: "charles@example.org", name: "Charles", born: 1791 });
  graph.addEdge(charles, ada, "KNOWS", { since: 1833 });
  commit("first import");
  const grace = graph.addNode("Person", { email: "grace@example.org", name: "Grace", born: 1906 });
  graph.addEdge(ada, alan, "INSPIRED", { since: 1936 });
  graph.addEdge(ada, grace, "INSPIRED", { since: 1943 });
  commit("who inspired whom");
  graph.history.tag("v1");

  graph.branch("experiment");
  graph.checkout("experiment");
  graph.nodes.set(ada, { name: "Ada Lovelace" });
  commit("her full name");
  graph.checkout("v1");
  graph.branch("rival");
  graph.checkout("rival");
  graph.nodes.set(ada, { name: "Augusta Ada King" });
  graph.removeNode(grace);
  commit("her name by law");

  graph.checkout("main");
  graph.addNode("Person", { email: "edsger@example.org", name: "Edsger", born: 1930 });
  graph.nodes.set(alan, { born: 1911 });
  commit("Edsger, and a wrong year");
  graph.close();
  return path;
}

/** The change of the branch `experiment`, which `main` can take too. */
function renamePatch(path: string): string {
  const graph = Graph.open(path, { readOnly: true });
  const patch = graph.history.diff("v1", "experiment").toPatch();
  graph.close();
  return JSON.stringify(patch);
}

/** Makes a store of values that are hard to print: wide, long, empty, hostile, of every type. One commit. */
export function makeWide(path: string): string {
  const graph = Graph.open(path, { clock: dayByDay() });
  const texts = [
    "日本語のテキスト",
    "👩‍👩‍👧‍👦 family",
    "e\u0301tude",
    "\x1b[31mred\x1b[0m",
    "a\tb\nc\\d",
    "",
    "x".repeat(300),
    "\u202eright to left",
    "=1+1",
    'with "quotes", and commas',
  ];
  const nodes = texts.map((text, i) =>
    graph.addNode(i % 2 === 0 ? "Text" : ["Text", "名前"], {
      text,
      number: i * 1.5,
      "big number": BigInt(i) * 10n ** 17n,
      flag: i % 3 === 0,
      ...(i % 4 === 0 ? {} : { sometimes: i }),
    }),
  );
  for (const [i, node] of nodes.entries())
    graph.addEdge(node, nodes[(i + 1) % nodes.length]!, "NEXT", { weight: i });
  graph.commit("values that are hard to print\n\nand a message of several lines", {
    author: "Ada 日本 <ada@example.org>",
  });
  graph.close();
  return path;
}

/**
 * Makes, beside `people.groggy`: `colleague.groggy`, a clone with a commit of its own; `all.bundle`, the whole history of
 * people; `news.bundle`, what the colleague has more; and `damaged.groggy`, of whose two commits the second is broken.
 */
export function makeExchange(folder: string): void {
  const at = (name: string): string => join(folder, name);
  const people = Graph.open(at("people.groggy"), { readOnly: true });
  people.history.bundle(at("all.bundle"));
  const clock = dayByDay();
  const colleague = Graph.clone(people, { path: at("colleague.groggy"), origin: 7, clock });
  colleague.addNode("Person", { email: "barbara@example.org", name: "Barbara", born: 1939 });
  colleague.commit("Barbara", { author: "Alan <alan@example.org>", time: clock() + 30 * DAY_MS });
  colleague.history.bundle(at("news.bundle"), { range: "origin/main..main" });
  colleague.close();
  people.close();

  const damaged = Graph.open(at("damaged.groggy"), { clock });
  for (const name of ["Ada", "Alan"]) {
    damaged.addNode("Person", { name });
    damaged.commit(name, { author: AUTHOR });
  }
  damaged.close();
  const [journal] = readdirSync(at("damaged.groggy")).filter((name) => name.startsWith("journal"));
  const path = join(at("damaged.groggy"), journal!);
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20);
  writeFileSync(path, bytes);
}

function dayByDay(): () => number {
  let time = Date.UTC(2024, 0, 1, 9);
  return () => {
    time += DAY_MS;
    return time;
  };
}
