// Node's files and processes as a store needs them, on the real disk of this machine. What the system does under a
// power cut cannot be tried here; the errors and answers that a store relies on can.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { storage } from "../../src/platform/node-disk.js";

const scratch = mkdtempSync(join(tmpdir(), "groggy-node-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const { disk, host } = storage;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(scratch, "test-"));
});

function at(...names: string[]): string {
  return storage.joinPath(folder, ...names);
}

function codeOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
}

describe("a file", () => {
  it("is written anywhere, read in part, cut off and lengthened with zeros", () => {
    const file = disk.open(at("a"), "create");
    file.write(new Uint8Array([1, 2, 3]), 2);
    file.sync();
    expect(file.size()).toBe(5);
    const bytes = new Uint8Array(4).fill(9);
    expect(file.read(bytes, 1)).toBe(4);
    expect([...bytes]).toEqual([0, 1, 2, 3]);
    expect(file.read(bytes, 3)).toBe(2);
    expect([...bytes]).toEqual([2, 3, 2, 3]);
    expect(file.read(bytes, 5)).toBe(0);
    expect(file.read(bytes, 100)).toBe(0);
    file.truncate(3);
    file.truncate(6);
    expect(file.read(bytes, 2)).toBe(4);
    expect([...bytes]).toEqual([1, 0, 0, 0]);
    file.close();
    expect([...readFileSync(at("a"))]).toEqual([0, 0, 1, 0, 0, 0]);
  });

  it("is shared by all that have it open, and outlives its name", () => {
    const file = disk.open(at("a"), "create");
    const reader = disk.open(at("a"), "read");
    file.write(new Uint8Array([7]), 0);
    disk.remove(at("a"));
    const bytes = new Uint8Array(1);
    expect(reader.read(bytes, 0)).toBe(1);
    expect(bytes[0]).toBe(7);
    expect(existsSync(at("a"))).toBe(false);
  });

  it("takes over the name of another in one step", () => {
    for (const name of ["a", "b"]) {
      const file = disk.open(at(name), "create");
      file.write(new TextEncoder().encode(name), 0);
      file.close();
    }
    disk.rename(at("a"), at("b"));
    disk.syncFolder(folder);
    expect(disk.list(folder)).toEqual(["b"]);
    expect(readFileSync(at("b"), "utf8")).toBe("a");
  });

  it.each([
    ["ENOENT", "that is not there", () => disk.open(at("none"), "read")],
    ["ENOENT", "to write that is not there", () => disk.open(at("none"), "write")],
    ["ENOENT", "in a folder that is not there", () => disk.open(at("none", "a"), "create")],
    ["ENOENT", "to remove that is not there", () => disk.remove(at("none"))],
    ["ENOENT", "to rename that is not there", () => disk.rename(at("none"), at("b"))],
    ["EEXIST", "to make that is there", () => disk.open(at("file"), "create")],
    ["ENOTDIR", "in a file", () => disk.open(at("file", "a"), "read")],
    ["EISDIR", "to write that is a folder", () => disk.open(folder, "write")],
    ["EISDIR", "to read that is a folder", () => disk.open(folder, "read").read(new Uint8Array(1), 0)],
    [
      "EBADF",
      "to write that was opened to read",
      () => disk.open(at("file"), "read").write(new Uint8Array(1), 0),
    ],
    ["ENAMETOOLONG", "of a name that is too long", () => disk.open(at("x".repeat(300)), "create")],
  ])("gives %s for one %s", (code, _, act) => {
    disk.open(at("file"), "create").close();
    expect(codeOf(act)).toBe(code);
  });

  it("gives EBADF after it was closed", () => {
    const file = disk.open(at("a"), "create");
    file.close();
    expect(codeOf(() => file.size())).toBe("EBADF");
  });

  it.runIf(existsSync("/dev/full"))("gives ENOSPC on a full disk", () => {
    const file = disk.open("/dev/full", "write");
    expect(codeOf(() => file.write(new Uint8Array(10), 0))).toBe("ENOSPC");
    file.close();
  });

  // root may do everything
  it.skipIf(process.getuid?.() === 0)("gives EACCES where it may not be written", () => {
    disk.open(at("a"), "create").close();
    chmodSync(at("a"), 0o400);
    expect(codeOf(() => disk.open(at("a"), "write"))).toBe("EACCES");
  });

  it("is not made over a dangling link", () => {
    symlinkSync(at("nowhere"), at("link"));
    expect(codeOf(() => disk.open(at("link"), "create"))).toBe("EEXIST");
  });
});

describe("a folder", () => {
  it("is made with those above it, and made again without complaint", () => {
    disk.makeFolder(at("f", "g"));
    disk.makeFolder(at("f", "g"));
    disk.open(at("f", "a"), "create").close();
    disk.syncFolder(at("f"));
    expect(disk.list(at("f")).sort()).toEqual(["a", "g"]);
    expect([at("f"), at("f", "a"), at("f", "x"), "/dev/null"].map(disk.kindOf)).toEqual([
      "folder",
      "file",
      undefined,
      "other",
    ]);
  });

  it.each([
    ["EEXIST", "made where a file is", () => disk.makeFolder(at("file"))],
    ["ENOTDIR", "made in a file", () => disk.makeFolder(at("file", "f"))],
    ["ENOTDIR", "made deep in a file", () => disk.makeFolder(at("file", "f", "g"))],
    ["ENOENT", "listed that is not there", () => disk.list(at("none"))],
    ["ENOTDIR", "listed that is a file", () => disk.list(at("file"))],
    ["ENOENT", "synced that is not there", () => disk.syncFolder(at("none"))],
    ["EISDIR", "removed as a file", () => disk.remove(folder)],
  ])("gives %s for one %s", (code, _, act) => {
    disk.open(at("file"), "create").close();
    expect(codeOf(act)).toBe(code);
  });
});

it.runIf(existsSync("/proc/self"))("a folder where none can be made is an error, which takes no time", () => {
  expect(codeOf(() => disk.makeFolder("/proc/none/store"))).toMatch(/^(ENOENT|EACCES|EPERM)$/);
});

describe("the host", () => {
  it("knows this process, and that it lives", () => {
    expect(host.pid).toBe(process.pid);
    expect(host.name).toBe(hostname());
    expect(host.isAlive(process.pid)).toBe(true);
    expect(host.isAlive(1)).toBe(true);
    expect(host.startOf(process.pid)).toBe(host.startOf(process.pid));
  });

  it("tells a child that lives from one that is dead, and from this process", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const { pid } = child;
    expect(host.isAlive(pid!)).toBe(true);
    if (process.platform === "linux") {
      expect(host.startOf(pid!)).toMatch(/^[0-9a-f-]{36} \d+$/);
      expect(host.startOf(pid!)).not.toBe(host.startOf(process.pid));
    }
    const isOver = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGKILL");
    await isOver;
    expect(host.isAlive(pid!)).toBe(false);
    expect(host.startOf(pid!)).toBe("");
  });

  it.runIf(process.platform === "linux")(
    "finds the start of a process with a name full of traps",
    async () => {
      const name = ") 1 2 (x";
      symlinkSync(process.execPath, at(name));
      const child = spawn(at(name), ["-e", "console.log(1); setInterval(() => {}, 1000)"], { stdio: "pipe" });
      // once it has said something, it has its own name
      await new Promise((resolve) => child.stdout.once("data", resolve));
      expect(readFileSync(`/proc/${child.pid}/stat`, "latin1")).toContain(`(${name})`);
      const ticks = (pid: number) => Number(host.startOf(pid).split(" ")[1]);
      expect(ticks(child.pid!)).toBeGreaterThanOrEqual(ticks(process.pid));
      child.kill("SIGKILL");
    },
  );

  it("sleeps", () => {
    const start = performance.now();
    host.sleep(20);
    expect(performance.now() - start).toBeGreaterThanOrEqual(19);
  });
});

describe("the codecs", () => {
  it("check with zlib's CRC-32, in one go or in parts", () => {
    const bytes = new TextEncoder().encode("123456789");
    expect(storage.crc32(bytes)).toBe(0xcbf43926);
    expect(storage.crc32(bytes.subarray(4), storage.crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
  });

  it.each(["none", "deflate"] as const)("give back what was compressed with %s", (codec) => {
    for (const count of [0, 1, 1000, 70_000]) {
      const bytes = Uint8Array.from({ length: count }, (_, i) => i % 7);
      const compressed = storage.compress(bytes, codec)!;
      expect(new Uint8Array(storage.decompress(compressed, codec, count)!)).toEqual(bytes);
    }
  });

  it("never give more than was said", () => {
    const compressed = storage.compress(new Uint8Array(1_000_000), "deflate")!;
    expect(() => storage.decompress(compressed, "deflate", 1000)).toThrow(RangeError);
  });
});
