// The writer's lock on a simulated disk: dead and living holders, numbers of processes given again, power cuts and
// errors at every call, and meetings of several that are too rare to wait for. Processes are numbered from 100.
import { beforeEach, describe, expect, it } from "vitest";
import { StoreError, StoreLockedError } from "../../src/errors.js";
import type { Host } from "../../src/platform/disk.js";
import { WriterLock, type WriterLockOptions } from "../../src/store/lock/writer-lock.js";
import { Prng } from "../../src/structures/prng.js";
import { PowerCut } from "./power-cut.js";
import { CrashError, type Fault, SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

let machine = new SimulatedMachine();
let disk = new SimulatedDisk();
const prng = new Prng(1);

beforeEach(() => {
  machine = new SimulatedMachine();
  disk = madeDisk();
});

function madeDisk(): SimulatedDisk {
  const made = new SimulatedDisk();
  made.makeFolder("/store");
  made.syncFolder("/");
  return made;
}

function acquire(host: Host = machine.start(), options?: WriterLockOptions, on = disk): WriterLock {
  return WriterLock.acquire(simulatedStorage(on, host, prng), "/store", options);
}

function files(): string[] {
  return [...disk.files().keys()];
}

/** Does `act` when the next call of that kind on that path is about to be made. */
function justBefore(action: string, path: string, act: () => void): void {
  disk.beforeCall = (call) => {
    if (call.action !== action || call.path !== path) return;
    disk.beforeCall = undefined;
    act();
  };
}

const fenced = expect.objectContaining({ code: "STORE_FENCED" });

describe("a writer's lock", () => {
  it("is had by one, given back, and had by the next with the next epoch and one file", () => {
    const first = acquire();
    expect([first.epoch, first.previous]).toEqual([1, "none"]);
    first.check();
    first.release();
    const second = acquire();
    expect([second.epoch, second.previous]).toEqual([2, "released"]);
    expect(files()).toEqual(["/store/writer-0000000002"]);
    expect(disk.openCount).toBe(0);
  });

  it("tells whoever comes who has it", () => {
    acquire(machine.start(4711));
    const error = caught(() => acquire());
    expect(error).toBeInstanceOf(StoreLockedError);
    expect(error).toMatchObject({ code: "STORE_LOCKED", path: "/store", pid: 4711, host: "simulated" });
    expect(String(error)).toContain("readOnly");
  });

  it("is not had twice by one process", () => {
    const host = machine.start();
    acquire(host);
    expect(() => acquire(host)).toThrow(/this process: close the other handle/);
  });

  it("of a process that is dead is free", () => {
    const host = machine.start();
    acquire(host);
    machine.kill(host.pid);
    const next = acquire();
    expect([next.epoch, next.previous]).toEqual([2, "dead"]);
  });

  it("of a process whose number another has now is free", () => {
    const host = machine.start();
    acquire(host);
    machine.kill(host.pid);
    machine.start(host.pid);
    expect(acquire().previous).toBe("dead");
  });

  it("is not free if the number lives and the system does not say since when", () => {
    const host = machine.start();
    acquire({ ...host, startOf: () => "" });
    machine.kill(host.pid);
    machine.start(host.pid);
    expect(() => acquire()).toThrow(StoreLockedError);
    expect(acquire(machine.start(), { takeOver: true }).previous).toBe("taken");
  });

  it("of another host is not free, whoever lives there", () => {
    const other = new SimulatedMachine("other").start(100);
    acquire(other);
    expect(() => acquire()).toThrow(/on other .*cannot be determined from here/);
    expect(acquire(machine.start(), { takeOver: true }).previous).toBe("taken");
  });

  it("that was taken over fences the one who had it, for ever and whatever comes later", () => {
    const zombie = acquire();
    const taker = acquire(machine.start(), { takeOver: true });
    expect(taker.previous).toBe("taken");
    expect(caught(() => zombie.check())).toEqual(fenced);
    taker.release();
    expect(caught(() => zombie.check())).toEqual(fenced);
    zombie.release();
    const third = acquire();
    expect(third.previous).toBe("released");
    third.check();
    expect(caught(() => zombie.check())).toEqual(fenced);
  });

  it("that was given back is no lock any more", () => {
    const lock = acquire();
    lock.release();
    lock.release();
    expect(caught(() => lock.check())).toMatchObject({ code: "STORE_FENCED" });
    expect(acquire().epoch).toBe(2);
  });

  it("has at least the epoch that is asked for", () => {
    expect(acquire(machine.start(), { epochMin: 7 }).epoch).toBe(7);
    const next = acquire(machine.start(), { epochMin: 3, takeOver: true });
    expect(next.epoch).toBe(8);
    expect(files()).toEqual(["/store/writer-0000000008"]);
  });

  it.each([
    ["empty", ""],
    ["zeros", "\0".repeat(120)],
    ["half written", '{"pid":100,"host":"simul'],
    ["something else", '{"pid":"x"}\n'],
    ["null", "null"],
  ])("whose file is %s is waited for, and then free, its maker perhaps alive", (_, text) => {
    disk.open("/store/writer-0000000005", "create").write(new TextEncoder().encode(text), 0);
    const lock = acquire();
    expect([lock.epoch, lock.previous]).toEqual([6, "taken"]);
    expect(machine.sleptMs).toBeGreaterThan(1000);
    expect(machine.sleptMs).toBeLessThan(2000);
  });

  it("leaves other files alone", () => {
    for (const name of ["writer-12", "writer-0000000001.old", "journal"])
      disk.open(`/store/${name}`, "create");
    acquire();
    acquire(machine.start(), { takeOver: true });
    expect(files()).toHaveLength(4);
  });

  it("is gone with its folder, which nobody has taken over", () => {
    const lock = acquire();
    disk.remove(lock.path);
    const error = caught(() => lock.check());
    expect(error).toMatchObject({ code: "STORE_GONE", path: "/store" });
    expect(String(error)).toContain("moved or removed");
  });
});

describe("when several meet", () => {
  it("one that slept before making its file finds that others had the lock since, and disturbs nobody", () => {
    let last: WriterLock | undefined;
    justBefore("create", "/store/writer-0000000001", () => {
      acquire().release();
      last = acquire();
    });
    expect(() => acquire()).toThrow(StoreLockedError);
    last!.check();
    expect(files()).toEqual([last!.path]);
  });

  it("a file of one's name is not one's own", () => {
    let zombie: WriterLock | undefined;
    justBefore("create", "/store/writer-0000000001", () => {
      zombie = acquire();
      acquire(machine.start(), { takeOver: true }).release();
      acquire();
      // the sleeper has made its file under the zombie's name, and not seen yet that there is a higher one
      justBefore("syncFolder", "/store", () => {
        expect(files()).toEqual(["/store/writer-0000000001", "/store/writer-0000000003"]);
        expect(caught(() => zombie!.check())).toEqual(fenced);
      });
    });
    expect(() => acquire()).toThrow(StoreLockedError);
    expect(zombie).toBeDefined();
  });

  it("the next's file may come and go while one checks", () => {
    const zombie = acquire();
    justBefore("open", zombie.path, () => {
      acquire(machine.start(), { takeOver: true }).release();
      acquire();
    });
    expect(caught(() => zombie.check())).toEqual(fenced);
  });

  it("one that is overridden before it has the lock does not get it", () => {
    let taker: WriterLock | undefined;
    justBefore("list", "/store", () => {
      justBefore("list", "/store", () => {
        taker = acquire(machine.start(), { takeOver: true });
      });
    });
    expect(() => acquire()).toThrow(StoreLockedError);
    taker!.check();
  });

  it("one that takes over does not override another that did so first", () => {
    acquire();
    let first: WriterLock | undefined;
    justBefore("create", "/store/writer-0000000002", () => {
      first = acquire(machine.start(), { takeOver: true });
    });
    const error = caught(() => acquire(machine.start(200), { takeOver: true }));
    expect(error).toBeInstanceOf(StoreLockedError);
    first!.check();
  });

  it("a taker that dies halfway leaves the next to know that its victim may be alive", () => {
    acquire();
    const taker = machine.start();
    // it has made its file and removed none
    justBefore("remove", "/store/writer-0000000001", () => {
      disk.beforeCall = () => {
        throw new CrashError();
      };
      throw new CrashError();
    });
    expect(() => acquire(taker, { takeOver: true })).toThrow(CrashError);
    disk.beforeCall = undefined;
    machine.kill(taker.pid);
    expect(files()).toHaveLength(2);
    expect(acquire().previous).toBe("taken");
  });

  it("a lock that is given back while it is taken over is given back without complaint", () => {
    const lock = acquire();
    let checked = false;
    disk.beforeCall = (call) => {
      // the second opening is the one to write; the first was the check
      if (call.action === "open" && checked) {
        disk.beforeCall = undefined;
        acquire(machine.start(), { takeOver: true });
      }
      checked ||= call.action === "open";
    };
    lock.release();
    expect(files()).toEqual(["/store/writer-0000000002"]);
  });
});

describe("a power cut", () => {
  /** A store whose lock was left in that state, durably. */
  function left(state: "none" | "released" | "dead"): SimulatedDisk {
    const made = madeDisk();
    if (state === "none") return made;
    const host = machine.start();
    const lock = acquire(host, {}, made);
    if (state === "released") lock.release();
    machine.kill(host.pid);
    return made;
  }

  it.each(["none", "released", "dead"] as const)(
    "at any call, with %s before, leaves a lock that the next gets",
    (state) => {
      const calls = callsOf(left(state));
      let cuts = 0;
      for (let call = 1; call <= calls; call++) {
        const torn = left(state);
        const start = torn.callCount;
        let isReleased = false;
        torn.beforeCall = ({ number }) => {
          if (number === start + call) torn.crash();
        };
        expect(() => {
          const lock = acquire(machine.start(), {}, torn);
          lock.check();
          lock.release();
          isReleased = true;
          torn.list("/store");
        }).toThrow(CrashError);
        machine.reboot();
        const cut = new PowerCut(torn, 512);
        for (const choice of cut.everyChoice(10)) {
          const found = cut.disk(choice);
          const next = acquire(machine.start(), {}, found);
          if (isReleased) expect(next.previous, cut.print(choice)).toBe("released");
          next.check();
          expect([...found.files().keys()]).toEqual([next.path]);
          cuts++;
        }
      }
      expect(cuts).toBeGreaterThan(calls);
    },
  );

  function callsOf(made: SimulatedDisk): number {
    const start = made.callCount;
    const lock = acquire(machine.start(), {}, made);
    lock.check();
    lock.release();
    return made.callCount - start + 1;
  }
});

describe("an error", () => {
  it.each(["EIO", "ENOSPC", "EMFILE", "EACCES", "short"] as Fault[])(
    "%s at any call is thrown, and the lock can be had later",
    (fault) => {
      for (const state of ["none", "released", "held"]) {
        for (let call = 1; ; call++) {
          disk = madeDisk();
          const holder = state === "none" ? undefined : acquire();
          if (state === "released") holder!.release();
          const faulty = disk.callCount + call;
          disk.failAt(faulty, fault);
          const host = machine.start();
          const error = caught(() => {
            const lock = acquire(host, { takeOver: true });
            lock.check();
            lock.release();
          });
          if (disk.callCount < faulty) break;
          expect(error).toMatchObject({ code: fault === "short" ? "ENOSPC" : fault });
          // as long as the process lives, it may have to be overridden
          machine.kill(host.pid);
          acquire(machine.start(), { takeOver: state === "held" }).check();
        }
      }
    },
  );

  it("after files were removed leaves word that a holder may be alive", () => {
    acquire();
    justBefore("remove", "/store/writer-0000000001", () => disk.failAt(disk.callCount + 1, "EIO"));
    expect(caught(() => acquire(machine.start(), { takeOver: true }))).toMatchObject({ code: "EIO" });
    expect(acquire().previous).toBe("taken");
  });

  it("of a lock that is never come by ends in an error", () => {
    disk.beforeCall = ({ action, path }) => {
      if (action !== "create") return;
      const rest = disk.beforeCall;
      disk.beforeCall = undefined;
      const file = disk.open(path, "create");
      file.write(
        new TextEncoder().encode('{"pid":1,"host":"simulated","start":"","nonce":"","released":1}'),
        0,
      );
      disk.beforeCall = rest;
    };
    const error = caught(() => acquire());
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toContain("lost 100 races");
  });
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
