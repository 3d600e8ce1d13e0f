// Errors of the system as a store's own, at every call of a disk.
import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors.js";
import type { Disk, DiskFile } from "../../src/platform/disk.js";
import { checkedDisk, systemCodeOf, translate } from "../../src/store/disk/disk-errors.js";
import { WriterLock } from "../../src/store/lock/writer-lock.js";
import { Prng } from "../../src/structures/prng.js";
import { CrashError, SimulatedDisk, systemError } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("an error of the system", () => {
  it("becomes one of the store, with path, what was tried, what came, a hint and its cause", () => {
    const cause = systemError("ENOSPC", "write", "/store/journal");
    const error = translate("/store/journal", "to write the file", cause);
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toBe(
      "/store/journal: expected to write the file, got ENOSPC: no space left on device, write '/store/journal'; " +
        "the disk is full; free some space and open the store again",
    );
    expect(error).toMatchObject({ code: "STORE_IO", path: "/store/journal", cause });
    expect(error.data).toEqual({ path: "/store/journal", systemCode: "ENOSPC" });
    expect(systemCodeOf(error)).toBe("ENOSPC");
  });

  it("without a hint of its own is told as it is", () => {
    const error = translate("/a", "to read the file", systemError("EBADF", "read", "/a"));
    expect(error.message).toBe("/a: expected to read the file, got EBADF: bad file descriptor, read '/a'");
    expect(translate("/a", "to read the file", "odd").message).toBe("/a: expected to read the file, got odd");
  });

  it("has no code if it is none of the system's", () => {
    expect([undefined, null, 7, new Error("x"), { code: 5 }].map(systemCodeOf)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});

const file = (act: (file: DiskFile) => unknown) => (disk: Disk) => {
  const opened = disk.open("/f/a", "write");
  return act(opened);
};

const CALLS: readonly (readonly [string, string, (disk: Disk) => unknown])[] = [
  ["kindOf", "to look at the path", (disk) => disk.kindOf("/f/a")],
  ["list", "to list the folder", (disk) => disk.list("/f")],
  ["makeFolder", "to make the folder", (disk) => disk.makeFolder("/g")],
  ["open", "to open the file to write", (disk) => disk.open("/f/a", "write")],
  ["open", "to open the file to read", (disk) => disk.open("/f/a", "read")],
  ["create", "to make the file", (disk) => disk.open("/f/b", "create")],
  ["rename", "to rename the file to /f/b", (disk) => disk.rename("/f/a", "/f/b")],
  ["remove", "to remove the file", (disk) => disk.remove("/f/a")],
  ["syncFolder", "to sync the folder", (disk) => disk.syncFolder("/f")],
  ["size", "to find the file's size", file((opened) => opened.size())],
  ["read", "to read the file", file((opened) => opened.read(new Uint8Array(4), 0))],
  ["write", "to write the file", file((opened) => opened.write(new Uint8Array(4), 0))],
  ["truncate", "to change the file's size", file((opened) => opened.truncate(3))],
  ["sync", "to sync the file", file((opened) => opened.sync())],
  ["close", "to close the file", file((opened) => opened.close())],
];

function madeDisk(): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.makeFolder("/f");
  disk.open("/f/a", "create").write(new Uint8Array([1, 2]), 0);
  return disk;
}

describe("a checked disk", () => {
  it.each(CALLS)("tells what %s was for: %s", (action, text, act) => {
    const disk = madeDisk();
    disk.beforeCall = (call) => {
      if (call.action === action) disk.failAt(call.number, "EIO");
    };
    const error = caught(() => act(checkedDisk(disk)));
    expect(error).toMatchObject({ code: "STORE_IO", data: { systemCode: "EIO" } });
    expect((error as StoreError).path).toBe((error as StoreError).data.path);
    expect(String(error)).toContain(`: expected ${text}, got EIO: i/o error`);
  });

  it.each(CALLS)("makes the call %s (%s) as the disk itself does", (_, __, act) => {
    const [plain, checked] = [madeDisk(), madeDisk()];
    const [a, b] = [act(plain), act(checkedDisk(checked))];
    if (typeof a !== "object" || Array.isArray(a)) expect(b).toEqual(a);
    else expect((b as DiskFile).path).toBe((a as DiskFile).path);
    expect(checked.files()).toEqual(plain.files());
    expect(checked.callCount).toBe(plain.callCount);
  });

  it("passes on what is no error of the system", () => {
    const disk = madeDisk();
    disk.beforeCall = () => disk.crash();
    expect(() => checkedDisk(disk).list("/f")).toThrow(CrashError);
  });

  it("does for the writer's lock, whose races show by codes", () => {
    const disk = madeDisk();
    const machine = new SimulatedMachine();
    const storage = simulatedStorage(disk, machine.start(), new Prng(1));
    const checked = { ...storage, disk: checkedDisk(disk) };
    disk.beforeCall = (call) => {
      if (call.action !== "create") return;
      disk.beforeCall = undefined;
      WriterLock.acquire(storage, "/f").release();
    };
    const lock = WriterLock.acquire(checked, "/f");
    expect([lock.epoch, lock.previous]).toEqual([2, "released"]);
    disk.remove(lock.path);
    expect(caught(() => lock.check())).toMatchObject({ code: "STORE_GONE" });
  });
});

describe("a file that was closed", () => {
  it("is not touched again, since the system may have given its descriptor to another", () => {
    const touched: string[] = [];
    const plain: DiskFile = {
      path: "/f/a",
      size: () => touched.push("size"),
      read: () => touched.push("read"),
      write: () => void touched.push("write"),
      truncate: () => void touched.push("truncate"),
      sync: () => void touched.push("sync"),
      close: () => void touched.push("close"),
    };
    const opened = checkedDisk({ ...new SimulatedDisk(), open: () => plain } as unknown as Disk).open(
      "/f/a",
      "read",
    );
    opened.close();
    opened.close();
    const calls = [
      () => opened.size(),
      () => opened.read(new Uint8Array(1), 0),
      () => opened.write(new Uint8Array(1), 0),
      () => opened.truncate(0),
      () => opened.sync(),
    ];
    for (const call of calls) expect(caught(call)).toMatchObject({ code: "STORE_CLOSED", path: "/f/a" });
    expect(touched).toEqual(["close"]);
  });
});
