// The simulated disk against Node's, call by call; and what a power cut may and may not leave, against a shadow that
// knows for each byte every value it may have.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Disk, DiskFile, OpenMode } from "../../src/platform/disk.js";
import { storage } from "../../src/platform/node-disk.js";
import { Prng } from "../../src/structures/prng.js";
import { type Choice, PowerCut } from "./power-cut.js";
import { CrashError, SimulatedDisk } from "./simulated-disk.js";

const scratch = mkdtempSync(join(tmpdir(), "groggy-disk-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const names = ["/a", "/b", "/f/a", "/f/b", "/f", "/f/g/a", "/a/x"];
const size = fc.oneof(fc.nat(1500), fc.constantFrom(0, 1, 511, 512, 513, 1024));
const step = fc.oneof(
  fc.record({
    verb: fc.constantFrom("open", "create"),
    path: fc.constantFrom(...names),
    mode: fc.constantFrom<OpenMode>("read", "write"),
  }),
  fc.record({
    verb: fc.constantFrom("kindOf", "list", "remove", "sync folder"),
    path: fc.constantFrom(...names),
  }),
  fc.record({ verb: fc.constant("make folder"), path: fc.constantFrom("/f", "/f/g", "/a") }),
  fc.record({
    verb: fc.constant("rename"),
    path: fc.constantFrom("/a", "/b", "/f/a"),
    to: fc.constantFrom(...names),
  }),
  fc.record({ verb: fc.constantFrom("write", "read"), handle: fc.nat(3), position: size, count: size }),
  fc.record({ verb: fc.constantFrom("truncate", "size", "sync", "close"), handle: fc.nat(3), count: size }),
);
type Step = Partial<{
  verb: string;
  path: string;
  to: string;
  mode: OpenMode;
  handle: number;
  position: number;
  count: number;
}>;

/** Makes the calls on a disk, under `root`; what each returned, or its error's code. */
function run(disk: Disk, root: string, steps: readonly Step[]): unknown[] {
  const handles: DiskFile[] = [];
  const results = steps.map((each, i) => {
    try {
      return perform(disk, root, handles, each, i);
    } catch (error) {
      if (error instanceof TypeError) throw error;
      return (error as { code?: string }).code;
    }
  });
  for (const handle of handles) {
    try {
      handle.close();
    } catch {
      // closed by the program
    }
  }
  return results;
}

function perform(disk: Disk, root: string, handles: DiskFile[], each: Step, i: number): unknown {
  const path = root + (each.path ?? "");
  const handle = handles[(each.handle ?? 0) % Math.max(handles.length, 1)];
  if (each.verb === "kindOf") return disk.kindOf(path);
  if (each.verb === "list") return disk.list(path).sort();
  if (each.verb === "remove") return disk.remove(path);
  if (each.verb === "sync folder") {
    // Node's would sync the file
    return disk.kindOf(path) === "file" ? "file" : disk.syncFolder(path);
  }
  if (each.verb === "make folder") return disk.makeFolder(path);
  if (each.verb === "rename") {
    // a store gives no folder another name, nor a file a folder's
    const kinds = [path, root + each.to].map((end) => disk.kindOf(end));
    return kinds.includes("folder") ? "folder" : disk.rename(path, root + each.to);
  }
  if (each.verb === "open" || each.verb === "create") {
    // on Linux a folder can be opened to read, and fails at the first read; a store opens none
    if (disk.kindOf(path) === "folder") return "folder";
    handles.push(disk.open(path, each.verb === "create" ? "create" : each.mode!));
    return "opened";
  }
  if (handle === undefined) return "no handle";
  if (each.verb === "write") return handle.write(new Uint8Array(each.count!).fill(i + 1), each.position!);
  if (each.verb === "truncate") return handle.truncate(each.count!);
  if (each.verb === "size") return handle.size();
  if (each.verb === "sync") return handle.sync();
  if (each.verb === "close") {
    handles.splice(handles.indexOf(handle), 1);
    return handle.close();
  }
  const bytes = new Uint8Array(each.count!);
  return [...bytes.subarray(0, handle.read(bytes, each.position!))];
}

describe("the simulated disk", () => {
  it("answers every call as Node's disk does, errors included", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
        const folder = mkdtempSync(join(scratch, "run-"));
        const disk = new SimulatedDisk();
        disk.makeFolder("/top");
        expect(run(disk, "/top", steps)).toEqual(run(storage.disk, folder, steps));
        expect(disk.openCount).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("counts calls, shows each to the hook, and makes none after a crash", () => {
    const disk = new SimulatedDisk();
    const seen: string[] = [];
    disk.beforeCall = ({ number, action, path }) => seen.push(`${number} ${action} ${path}`);
    const file = disk.open("/a", "create");
    file.write(bytesOf("x"), 0);
    expect(seen).toEqual(["1 create /a", "2 write /a"]);
    expect(() => disk.crash()).toThrow(CrashError);
    expect(() => file.read(new Uint8Array(1), 0)).toThrow(CrashError);
    expect(() => disk.list("/")).toThrow(CrashError);
    expect(disk.callCount).toBe(2);
  });

  it("fails the call that was planned to fail; a short write leaves a part", () => {
    const disk = new SimulatedDisk();
    const file = disk.open("/a", "create");
    disk.failAt(2, "ENOSPC");
    disk.failAt(3, "short");
    disk.failAt(4, "EIO");
    expect(codeOf(() => file.write(bytesOf("1234"), 0))).toBe("ENOSPC");
    expect(codeOf(() => file.write(bytesOf("1234"), 0))).toBe("ENOSPC");
    expect(codeOf(() => file.size())).toBe("EIO");
    expect(file.size()).toBe(2);
  });

  it("has copies that go their own ways", () => {
    const disk = new SimulatedDisk();
    const file = disk.open("/a", "create");
    file.write(bytesOf("before"), 0);
    const copy = disk.clone();
    file.write(bytesOf("after!"), 0);
    copy.makeFolder("/f");
    expect(textOf(disk, "/a")).toBe("after!");
    expect(textOf(copy, "/a")).toBe("before");
    expect(disk.kindOf("/f")).toBeUndefined();
    expect(new Set(outcomes(copy).map((each) => textOf(each, "/a")))).toContain("before");
  });
});

describe("a power cut", () => {
  it("tears a write at sectors, each kept or lost by itself, and the size too", () => {
    const disk = new SimulatedDisk();
    const file = disk.open("/a", "create");
    file.write(bytesOf("old"), 0);
    file.sync();
    disk.syncFolder("/");
    file.write(new Uint8Array(1021).fill(7), 3);
    const cut = new PowerCut(disk, 512);
    expect(cut.decisionCount).toBe(3);
    expect([...cut.everyChoice(3)], "three decisions and what fills are four").toEqual([]);
    const all = [...cut.everyChoice(4)].map((choice) => runsOf(cut.disk(choice).files().get("/a")!));
    expect(all.slice(0, 8)).toEqual([
      "old",
      "old 509x7",
      "old 509x0 512x7",
      "old 1021x7",
      "old 1021x0",
      "old 509x7 512x0",
      "old 509x0 512x7",
      "old 1021x7",
    ]);
    expect(new PowerCut(disk, 4096).decisionCount).toBe(2);
  });

  it("leaves all that was synced and nothing but what was written, whatever is chosen", () => {
    fc.assert(
      fc.property(fc.array(writing, { maxLength: 25, size: "max" }), fc.nat(), (steps, seed) => {
        const disk = new SimulatedDisk();
        const shadow = new Shadow(disk);
        for (const each of steps) shadow.perform(each);
        const prng = new Prng(seed);
        for (const sectorBytes of [512, 4096] as const) {
          const cut = new PowerCut(disk, sectorBytes);
          for (let i = 0; i < 5; i++) shadow.check(cut.disk(cut.draw(prng)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("leaves the disk as it was if all is kept", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
        const disk = new SimulatedDisk();
        run(disk, "", steps);
        const cut = new PowerCut(disk);
        const kept = Array.from({ length: cut.decisionCount }, () => true);
        expect(cut.disk({ kept, fill: { kind: "zeros" } }).files()).toEqual(disk.files());
      }),
    );
  });

  it("leaves a renamed file under one of its names, never under none or both", () => {
    const disk = new SimulatedDisk();
    write(disk, "/new", "new");
    write(disk, "/name", "old");
    disk.syncFolder("/");
    disk.rename("/new", "/name");
    const found = outcomes(disk).map((each) => [...each.files().keys()].map((path) => textOf(each, path)));
    expect(found).toEqual([["old", "new"], ["new"]]);
    disk.syncFolder("/");
    expect(outcomes(disk).map((each) => textOf(each, "/name"))).toEqual(["new"]);
  });

  it("may lose a file's name though its data was synced, each name by itself", () => {
    const disk = new SimulatedDisk();
    write(disk, "/a", "a");
    write(disk, "/b", "b");
    expect(outcomes(disk).map((each) => [...each.files().keys()].join())).toEqual(["", "/a", "/b", "/a,/b"]);
  });

  it("may bring back a removed file until the folder is synced", () => {
    const disk = new SimulatedDisk();
    write(disk, "/a", "a");
    disk.syncFolder("/");
    disk.remove("/a");
    expect(outcomes(disk).map((each) => each.kindOf("/a"))).toEqual(["file", undefined]);
    disk.syncFolder("/");
    expect(outcomes(disk).map((each) => each.kindOf("/a"))).toEqual([undefined]);
  });

  it("may lose what a failed sync was to write, though a later sync succeeds", () => {
    const disk = new SimulatedDisk();
    write(disk, "/a", "..");
    disk.syncFolder("/");
    const file = disk.open("/a", "write");
    file.write(bytesOf("A"), 0);
    disk.failAt(disk.callCount + 1, "EIO");
    expect(codeOf(() => file.sync())).toBe("EIO");
    expect(textOf(disk, "/a")).toBe("A.");
    file.write(bytesOf("B"), 1);
    file.sync();
    expect(outcomes(disk).map((each) => textOf(each, "/a"))).toEqual([".B", "AB"]);
  });

  it("may lose a name that a failed sync of its folder was to keep", () => {
    const disk = new SimulatedDisk();
    write(disk, "/a", "a");
    disk.failAt(disk.callCount + 1, "EIO");
    expect(codeOf(() => disk.syncFolder("/"))).toBe("EIO");
    disk.syncFolder("/");
    expect(outcomes(disk).map((each) => each.kindOf("/a"))).toEqual([undefined, "file"]);
  });

  it("is printed and shrunk to what matters", () => {
    const disk = new SimulatedDisk();
    for (const path of ["/a", "/b", "/c"]) disk.open(path, "create").write(new Uint8Array(600).fill(1), 0);
    const cut = new PowerCut(disk, 512);
    const fails = (choice: Choice) => (cut.disk(choice).files().get("/b")?.length ?? 0) > 512;
    const drawn = { kept: Array.from({ length: 12 }, () => true), fill: { kind: "noise", seed: 3 } as const };
    expect(fails(drawn)).toBe(true);
    const shrunk = cut.shrink({ ...drawn, kept: drawn.kept.map((_, i) => i !== 0) }, fails);
    expect(fails(shrunk)).toBe(true);
    expect(cut.print(shrunk)).toBe(
      [
        "sectors of 512 bytes, filled with zeros",
        "make /a: kept",
        "write of 600 bytes to /a at 0: sectors 0,1 of 2 kept, size kept",
        "make /b: kept",
        "write of 600 bytes to /b at 0: sectors 0,1 of 2 kept, size kept",
        "make /c: kept",
        "write of 600 bytes to /c at 0: sectors 0,1 of 2 kept, size kept",
      ].join("\n"),
    );
  });
});

const writing = fc.oneof(
  { weight: 4, arbitrary: fc.record({ verb: fc.constant("write"), position: size, count: size }) },
  {
    weight: 1,
    arbitrary: fc.record({ verb: fc.constant("truncate"), position: size, count: fc.constant(0) }),
  },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant("sync"), position: size, count: size }) },
);

/** One file, and every value that each of its bytes may have after a cut. */
class Shadow {
  readonly #file: DiskFile;
  #content: number[] = [];
  #possible: Set<number>[] = [];
  /** What no cut can take away, and where garbage may begin: the least size since the sync, and at it. */
  #sizeMin = 0;
  #cleanSize = 0;
  #sizeMax = 0;
  #stamp = 0;

  constructor(disk: SimulatedDisk) {
    this.#file = disk.open("/file", "create");
    disk.syncFolder("/");
  }

  perform({ verb, position, count }: { verb: string; position: number; count: number }): void {
    if (verb === "sync") {
      this.#file.sync();
      this.#possible = this.#content.map((value) => new Set([value]));
      this.#sizeMin = this.#cleanSize = this.#sizeMax = this.#content.length;
      return;
    }
    if (verb === "truncate") this.#file.truncate(position);
    if (verb === "write") this.#file.write(new Uint8Array(count).fill(++this.#stamp), position);
    const end = verb === "truncate" ? position : count === 0 ? 0 : position + count;
    for (let i = this.#content.length; i < end; i++) this.#set(i, 0);
    if (verb === "truncate") {
      this.#content.length = position;
      this.#sizeMin = Math.min(this.#sizeMin, position);
      this.#cleanSize = Math.min(this.#cleanSize, position);
    } else {
      for (let i = position; i < position + count; i++) this.#set(i, this.#stamp);
    }
    this.#sizeMax = Math.max(this.#sizeMax, end);
  }

  check(disk: SimulatedDisk): void {
    const found = disk.files().get("/file");
    expect(found).toBeDefined();
    expect(found!.length).toBeGreaterThanOrEqual(this.#sizeMin);
    expect(found!.length).toBeLessThanOrEqual(this.#sizeMax);
    for (let i = 0; i < Math.min(found!.length, this.#cleanSize); i++) {
      if (!this.#possible[i].has(found![i])) expect.unreachable(`byte ${i} is ${found![i]}`);
    }
  }

  #set(i: number, value: number): void {
    this.#content[i] = value;
    this.#possible[i] ??= new Set();
    this.#possible[i].add(value);
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(disk: SimulatedDisk, path: string): string {
  return new TextDecoder().decode(disk.files().get(path));
}

function write(disk: SimulatedDisk, path: string, text: string): void {
  const file = disk.open(path, "create");
  file.write(bytesOf(text), 0);
  file.sync();
  file.close();
}

function outcomes(disk: SimulatedDisk): SimulatedDisk[] {
  const cut = new PowerCut(disk);
  return [...cut.everyChoice(10)]
    .filter(({ fill }) => fill.kind === "zeros")
    .map((choice) => cut.disk(choice));
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
}

/** "old", then runs of equal bytes. */
function runsOf(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(3), String).join(",");
  const runs = text.match(/(\d+)(,\1)*(?=,|$)/g) ?? [];
  const counts = runs.map((run) => `${run.split(",").length}x${run.split(",")[0]}`);
  return [new TextDecoder().decode(bytes.subarray(0, 3)), ...counts].join(" ");
}
