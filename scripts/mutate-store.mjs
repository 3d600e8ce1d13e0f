// Takes every sync, checksum and check of the lock out of the store, one by one, and looks for the test that notices.
// What is tested is a copy of the working tree; the checkout is not touched. Prints a table for docs/internals/mutations.md.
//
//   node scripts/mutate-store.mjs [--only text] [--json file] [--list]
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    json: { type: "string" },
    list: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("..", import.meta.url));

/** What is taken out: in which file, the text with what is to go in angle brackets, what takes its place, what it is. */
const mutations = [
  ["journal.ts", "  sync(): void {\n<    this.file.sync();\n>", "", "sync of a frame"],
  [
    "journal.ts",
    "    this.#writeSlot(this.#end);\n<    this.file.sync();\n>  }\n\n  #writeSlot",
    "",
    "sync of the slot after it",
  ],
  [
    "journal.ts",
    "truncate(this.#end.offset);\n<    this.file.sync();\n>",
    "",
    "sync before the slot, on opening",
  ],
  [
    "journal.ts",
    "    this.file.sync();\n    this.#writeSlot(this.#end);\n<    this.file.sync();\n>  }\n\n  /** Writes a frame",
    "",
    "sync of the slot, on opening",
  ],
  ["journal.ts", "journal.#writeSlot(journal.#end);\n<    file.sync();\n>", "", "sync of a new journal"],
  ["section-file.ts", "<    this.#file.sync();\n>", "", "sync of a pack or a state"],
  [
    "store.ts",
    "<    disk.syncFolder(this.folder);\n>    this.#lock.check();",
    "",
    "sync of the folder before the new journal's name",
  ],
  [
    "store.ts",
    "disk.rename(unfinished, this.#path(name));\n<      disk.syncFolder(this.folder);\n>",
    "",
    "sync of the folder after it",
  ],
  [
    "open-store.ts",
    '<    storage.disk.syncFolder(storage.joinPath(folder, ".."));\n>',
    "",
    "sync of the folder that a new store is in",
  ],
  [
    "writer-lock.ts",
    "file.write(encodeWriter({ ...this.#record, released: true }), 0);\n<        file.sync();\n>",
    "",
    "sync of a lock given back",
  ],
  [
    "writer-lock.ts",
    "file.write(encodeWriter(this.#record), 0);\n<        file.sync();\n>",
    "",
    "sync of a lock taken",
  ],
  [
    "writer-lock.ts",
    "    try {\n<      disk.syncFolder(folder);\n>      const epochs",
    "",
    "sync of the folder with the lock",
  ],
  [
    "writer-lock.ts",
    "removeIfThere(disk, joinPath(folder, writerFileName(epoch)));\n          // one by one, from the lowest: none may come back without the higher one that fences its maker\n<          disk.syncFolder(folder);\n>",
    "",
    "sync of the folder after older locks are removed",
  ],
  ["store.ts", "    this.checkOpen();\n<    this.#lock.check();\n>", "", "check of the lock before a verb"],
  [
    "store.ts",
    "    disk.syncFolder(this.folder);\n<    this.#lock.check();\n>",
    "",
    "check of the lock before a new journal's name",
  ],
  [
    "store.ts",
    "    // whoever took over before the name was there goes on from the journal of before\n<    this.#checkWritten();\n>",
    "",
    "check of the lock after it",
  ],
  [
    "journal.ts",
    "if (<this.#storage.crc32(header.subarray(0, FRAME_HEADER_BYTES - 4)) !== crc>) return undefined;",
    "crc < 0",
    "checksum of a frame's header",
  ],
  [
    "journal.ts",
    "if (<this.#storage.crc32(body) !== bodyCrc>) return undefined;",
    "bodyCrc < 0",
    "checksum of a frame's body",
  ],
  [
    "journal.ts",
    "if (sequence !== this.#end.sequence< || before !== this.#end.crc>) return",
    "",
    "checksum of the frame before",
  ],
  [
    "journal.ts",
    "const isWhole = <reader.u32() === this.#storage.crc32(bytes.subarray(0, SLOT_BYTES - 4))>;",
    "reader.u32() >= 0",
    "checksum of a root slot",
  ],
  [
    "journal.ts",
    "if (offset !== durable.offset< || crc === durable.crc>) return;",
    " || crc >= 0",
    "checksum that a slot has of its frame",
  ],
  [
    "journal.ts",
    "if (<this.#end.offset < slot.durable.offset>) {",
    "this.#end.offset < 0",
    "check that what was durable is there",
  ],
  [
    "journal.ts",
    "if (<storage.crc32(block.subarray(0, BLOCK_BYTES - 4)) !== crc>) {",
    "crc < 0",
    "checksum of a journal's header",
  ],
  [
    "section-file.ts",
    "if (file.read(stored, offset) !== storedBytes< || storage.crc32(stored) !== crc>) {",
    "",
    "checksum of a section",
  ],
  [
    "section-file.ts",
    "return <storage.crc32(table) === crc> ?",
    "crc >= 0",
    "checksum of a table at a file's end",
  ],
  [
    "commit-table.ts",
    "if (<this.#storage.crc32(bytes) === recordCrcs[at]>) return bytes;",
    "recordCrcs[at] >= 0",
    "checksum of a commit's record",
  ],
  ["open-store.ts", "if (<part.size() < entry.sizeBytes>) {", "part.size() < 0", "size of a file on opening"],
  [
    "health.ts",
    "sync: () => <this.guard(() => file.sync())>,",
    "file.sync()",
    "a failed sync ends all writing",
  ],
  [
    "health.ts",
    "<this.guard(() => disk.syncFolder(folder))>;",
    "disk.syncFolder(folder)",
    "a failed sync of the folder ends all writing",
  ],
];

/** The quick ones first: most mutants end there. */
const suites = [
  ["fencing", "errors", "writer-lock", "writer-lock-schedules", "salvage", "frozen", "format"],
  ["damage", "kill"],
  ["crash"],
].map((names) => names.map((name) => `test/store/${name}.test.ts`));

function copyTree() {
  const tree = mkdtempSync(join(tmpdir(), "groggy-mutant-"));
  for (const name of ["src", "test", "docs", "package.json", "vitest.config.ts", "tsconfig.json"]) {
    cpSync(join(root, name), join(tree, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
  return tree;
}

/** The text with a mutation made; throws unless it fits in one place. */
function mutated(text, pattern, replacement) {
  const start = pattern.indexOf("<");
  const end = pattern.lastIndexOf(">");
  const [before, gone, after] = [
    pattern.slice(0, start),
    pattern.slice(start + 1, end),
    pattern.slice(end + 1),
  ];
  const whole = before + gone + after;
  if (text.split(whole).length !== 2) throw new Error(`fits ${text.split(whole).length - 1} times: ${whole}`);
  return text.replace(whole, () => before + replacement + after);
}

/** The first test that fails, or undefined. */
function killerIn(tree, files) {
  const report = join(tree, "report.json");
  const args = ["vitest", "run", "--bail=1", "--reporter=json", `--outputFile=${report}`, ...files];
  spawnSync("npx", args, {
    cwd: tree,
    stdio: "ignore",
    timeout: 1_200_000,
    env: { ...process.env, CI: "1" },
  });
  let results;
  try {
    results = JSON.parse(readFileSync(report, "utf8")).testResults;
  } catch {
    return "no report: the run did not end";
  }
  for (const { name, assertionResults, status, message } of results) {
    const file = name.slice(name.lastIndexOf("/") + 1);
    const failed = assertionResults.find((test) => test.status === "failed");
    if (failed !== undefined) return `${file}: ${failed.fullName}`;
    if (status === "failed" && assertionResults.length === 0) return `${file}: ${message.slice(0, 80)}`;
  }
  return undefined;
}

const results = [];
const tree = copyTree();
try {
  for (const [file, pattern, replacement, label] of mutations) {
    if (!label.includes(options.only)) continue;
    const path = join(tree, "src/store", file);
    const text = readFileSync(path, "utf8");
    const mutant = mutated(text, pattern, replacement);
    if (options.list) {
      console.log(`${file}: ${label}`);
      continue;
    }
    writeFileSync(path, mutant);
    let killer;
    for (const files of suites) killer ??= killerIn(tree, files);
    writeFileSync(path, text);
    results.push({ file, label, killer });
    console.log(`| ${label} (\`${file}\`) | ${killer ?? "**survived**"} |`);
  }
} finally {
  rmSync(tree, { recursive: true, force: true });
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(results, null, 2));
process.exitCode = results.some(({ killer }) => killer === undefined) ? 1 : 0;
