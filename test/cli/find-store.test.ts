// The store that a command line means.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findStore, type StoreQuestion } from "../../src/cli/find-store.js";
import { folderPart, isStoreName } from "../../src/cli/shared/store-folders.js";
import { makePeople, temporaryFolder } from "./stores.js";

const ask = (cwd: string, question: Partial<StoreQuestion> = {}) =>
  findStore({
    use: "read",
    positionals: [],
    takesOperands: true,
    storeOption: undefined,
    env: {},
    cwd,
    ...question,
  });

test("an operand that ends in .groggy is the store, whether it is there or not", () => {
  const cwd = temporaryFolder();
  for (const name of ["a.groggy", "./a.groggy", "a.groggy/", join(cwd, "a.groggy")]) {
    expect(ask(cwd, { positionals: [name, "main"] })).toEqual({
      path: join(cwd, "a.groggy"),
      positionals: ["main"],
    });
  }
});

test("an operand is the store if it is a folder with one", () => {
  const cwd = temporaryFolder();
  makePeople(join(cwd, "people"));
  mkdirSync(join(cwd, "empty"));
  makePeople(join(cwd, "other.groggy"));
  expect(ask(cwd, { positionals: ["people", "main"] })).toEqual({
    path: join(cwd, "people"),
    positionals: ["main"],
  });
  for (const word of ["empty", "main"]) {
    expect(ask(cwd, { positionals: [word] })).toEqual({
      path: join(cwd, "other.groggy"),
      positionals: [word],
    });
  }
});

test("--store comes before all, an operand before GROGGY_STORE, and that before the surroundings", () => {
  const cwd = temporaryFolder();
  makePeople(join(cwd, "here.groggy"));
  const env = { GROGGY_STORE: "there" };
  expect(ask(cwd, { storeOption: "x", positionals: ["a.groggy"], env })).toEqual({
    path: join(cwd, "x"),
    positionals: ["a.groggy"],
  });
  expect(ask(cwd, { positionals: ["a.groggy"], env }).path).toBe(join(cwd, "a.groggy"));
  expect(ask(cwd, { env }).path).toBe(join(cwd, "there"));
  expect(ask(cwd, { env: { GROGGY_STORE: "" } }).path).toBe(join(cwd, "here.groggy"));
});

test("the one store in a folder above is found, and from within the store itself", () => {
  const cwd = temporaryFolder();
  const store = makePeople(join(cwd, "people.groggy"));
  mkdirSync(join(cwd, "deep/down"), { recursive: true });
  // neither is a store
  mkdirSync(join(cwd, "deep/no.groggy"));
  writeFileSync(join(cwd, "deep/file.groggy"), "");
  expect(ask(join(cwd, "deep/down")).path).toBe(store);
  expect(ask(store).path).toBe(store);
});

test("several stores are told of, with exit code 4", () => {
  const cwd = temporaryFolder();
  makePeople(join(cwd, "b.groggy"));
  makePeople(join(cwd, "a.groggy"));
  expect(() => ask(cwd)).toThrow(
    expect.objectContaining({
      message: `expected one store in ${cwd}, got 2: a.groggy, b.groggy`,
      exitCode: 4,
    }),
  );
});

test("no store is told of, with exit code 4", () => {
  const cwd = temporaryFolder();
  expect(() => ask(cwd)).toThrow(
    expect.objectContaining({ message: `expected a store, got none in ${cwd} or above it`, exitCode: 4 }),
  );
});

test("a verb without a store takes every operand, and one that makes a store takes any name", () => {
  const cwd = temporaryFolder();
  expect(ask(cwd, { use: "none", positionals: ["a.groggy"] })).toEqual({
    path: undefined,
    positionals: ["a.groggy"],
  });
  expect(ask(cwd, { use: "create", takesOperands: false, positionals: ["people"] })).toEqual({
    path: join(cwd, "people"),
    positionals: [],
  });
});

test("separators of Windows end the name of a store, and part paths there", () => {
  expect(
    ["C:\\data\\a.groggy", "a.groggy\\", "data\\a.groggy\\\\"].filter((path) => !isStoreName(path)),
  ).toEqual([]);
  const parts = ["C:\\data\\pe", "data/more\\pe", "data\\more/pe", "pe", "C:\\"];
  expect(parts.map((path) => folderPart(path, "\\"))).toEqual([
    "C:\\data\\",
    "data/more\\",
    "data\\more/",
    "",
    "C:\\",
  ]);
  expect(["a\\b", "/pe", "./", "~/x/pe"].map((path) => folderPart(path, "/"))).toEqual([
    "",
    "/",
    "./",
    "~/x/",
  ]);
});
