/** Stores of every released format open for good, and hold what they held; what is frozen is never made anew. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Graph } from "../../src/index.js";
import { compareReaders } from "./compare-readers.js";
import { IndependentStore } from "./independent-reader.js";

const frozen = join(import.meta.dirname, "frozen");
const { describe: describeGraph } = (await import(
  /* @vite-ignore */ pathToFileURL(join(frozen, "describe.mjs")).href
)) as { describe(graph: Graph): { commits: object[] } };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-frozen-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As JSON has it. */
const contents = (graph: Graph): object => JSON.parse(JSON.stringify(describeGraph(graph)));

const formats = readdirSync(frozen).filter((name) => name.startsWith("format-"));

test("there is a store of the present format", () => {
  const source = readFileSync(join(import.meta.dirname, "../../src/store/files/journal.ts"), "utf8");
  const version = /FORMAT_VERSION = (\d+)/.exec(source)?.[1];
  expect(formats).toContain(`format-${version}`);
});

describe.each(formats)("%s", (format) => {
  const copy = (): string => {
    const path = join(folder, "store");
    cpSync(join(frozen, format, "store"), path, { recursive: true });
    return path;
  };

  test("holds what it held, to readers and writers", () => {
    const expected = JSON.parse(readFileSync(join(frozen, format, "expected.json"), "utf8"));
    const path = copy();
    const reader = Graph.open(path, { readOnly: true });
    expect(contents(reader)).toEqual(expected);
    reader.close();
    const writer = Graph.open(path, { autosave: true });
    expect(contents(writer)).toEqual(expected);
    expect(writer.history.verify({ level: "deep" })).toMatchObject({ ok: true, findings: [] });
    writer.history.gc({ keepOperations: false });
    expected.operations = [];
    expect(contents(writer)).toEqual(expected);
    writer.close();
    const again = Graph.open(path, { readOnly: true });
    expect(contents(again)).toEqual(expected);
    again.close();
  });

  test("can be written to", () => {
    const path = copy();
    const count = new IndependentStore(path).commits.length;
    const writer = Graph.open(path, { autosave: true });
    writer.commit("more");
    writer.close();
    const store = compareReaders(path);
    expect(store.commits.length).toBe(count + 1);
    expect(store.commits.at(-1)?.message).toBe("more");
  });

  test("is read by the page's reader", () => {
    compareReaders(copy());
  });
});
