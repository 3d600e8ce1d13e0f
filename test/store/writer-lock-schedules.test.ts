// The writer's lock in every order in which the calls of two or three processes can come, some of them killed.
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { StoreError, StoreLockedError } from "../../src/errors.js";
import { WriterLock, type WriterLockOptions } from "../../src/store/lock/writer-lock.js";
import { Prng } from "../../src/structures/prng.js";
import { type Process, type Reach, runSchedules, type Schedules, type World } from "./schedules.js";

/** What an onlooker who sees everything notes. */
interface Notes {
  /** The highest epoch of a lock that was got, and whose it is. */
  epoch: number;
  holder: number | undefined;
  isReleased: boolean;
  readonly got: number[];
  readonly locked: number[];
  readonly fenced: number[];
}

const NOTES: Notes = { epoch: 0, holder: undefined, isReleased: true, got: [], locked: [], fenced: [] };

/** Gets the lock, or undefined if it is held, and notes which. */
function get(reach: Reach<Notes>, options?: WriterLockOptions): WriterLock | undefined {
  const { disk, host, note } = reach;
  const randomBytes = (count: number) => new Uint8Array(count).fill(nonceOf(reach));
  const storage = { disk, host, joinPath: posix.join, randomBytes };
  try {
    const lock = WriterLock.acquire(storage, "/", options);
    note((notes) => {
      notes.got.push(host.pid);
      // overridden before it could note it
      if (lock.epoch < notes.epoch) return;
      // whoever had it must not come back unnoticed
      if (!notes.isReleased && lock.previous !== "dead") expect(lock.previous).toBe("taken");
      Object.assign(notes, { epoch: lock.epoch, holder: host.pid, isReleased: false });
    });
    return lock;
  } catch (error) {
    if (!(error instanceof StoreLockedError)) throw error;
    note(({ locked }) => locked.push(host.pid));
    return undefined;
  }
}

const nonceCounts = new WeakMap<Reach<Notes>, number>();
/** A byte that no other lock of any process is made with. */
function nonceOf(reach: Reach<Notes>): number {
  const count = (nonceCounts.get(reach) ?? 0) + 1;
  nonceCounts.set(reach, count);
  return reach.host.pid * 16 + count;
}

/** Checks, and finds fault if it passes though another had got the lock before it began; whether it passed. */
function check(reach: Reach<Notes>, lock: WriterLock): boolean {
  const epochBefore = reach.note(({ epoch }) => epoch);
  try {
    lock.check();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "STORE_FENCED") throw error;
    reach.note(({ fenced }) => fenced.push(reach.host.pid));
    return false;
  }
  if (epochBefore > lock.epoch) throw new Error(`the writer of epoch ${lock.epoch} passed in ${epochBefore}`);
  return true;
}

function release(reach: Reach<Notes>, lock: WriterLock): void {
  reach.note((notes) => {
    if (notes.epoch === lock.epoch) notes.isReleased = true;
  });
  lock.release();
}

const contend: Process<Notes> = (reach) => {
  const lock = get(reach);
  if (lock !== undefined) check(reach, lock);
};

const contendAndRelease: Process<Notes> = (reach) => {
  const lock = get(reach);
  if (lock === undefined) return;
  check(reach, lock);
  release(reach, lock);
};

const takeOver: Process<Notes> = (reach) => {
  const lock = get(reach, { takeOver: true });
  if (lock !== undefined) check(reach, lock);
};

function explore(
  schedules: Pick<Schedules<Notes>, "processes" | "atEnd" | "killsMax" | "switchesMax" | "isBeyond" | "pick">,
): number {
  return runSchedules({ notes: NOTES, ...schedules });
}

/** Two that each stop for seconds between their calls can race for ever. */
function isBeyond({ names }: World<Notes>): boolean {
  return names.has("/writer-0000000004");
}

describe("in every order of calls", () => {
  it("one of two gets the lock, and the other finds it locked", () => {
    const states = explore({
      processes: [contend, contend],
      atEnd: ({ notes }) => {
        expect(notes.got).toHaveLength(1);
        expect(notes.locked).toHaveLength(1);
        expect(notes.fenced).toEqual([]);
      },
    });
    expect(states).toBeGreaterThan(100);
  });

  it("one of two gets it that the other gives back, with the next epoch", () => {
    explore({
      processes: [contendAndRelease, contendAndRelease],
      atEnd: ({ notes }) => {
        expect(notes.got.length).toBe(notes.epoch);
        expect(notes.got.length + notes.locked.length).toBe(2);
        expect(notes.got.length).toBeGreaterThan(0);
        expect(notes.isReleased).toBe(true);
        expect(notes.fenced).toEqual([]);
      },
    });
  });

  it("one of two gets it if either may be killed, unless it is the one that was", () => {
    explore({
      processes: [contend, contend],
      killsMax: 1,
      atEnd: ({ notes, dead }) => {
        expect(notes.fenced).toEqual([]);
        const alive = [0, 1].filter((i) => !dead.has(i));
        const ended = [...notes.got, ...notes.locked].filter((i) => alive.includes(i));
        expect(ended.sort()).toEqual(alive);
      },
    });
  });

  it("the next gets it without a word when the killed one's traces are all that is there", () => {
    explore({
      processes: [
        contend,
        (reach) => {
          // begins when the other is dead or done
          if (reach.host.isAlive(0)) return;
          const lock = get(reach);
          if (lock === undefined || !check(reach, lock)) throw new Error("a dead process keeps the lock");
        },
      ],
      killsMax: 1,
      atEnd: () => {},
    });
  });

  it("a writer that was overridden never passes again, be the lock given back and got again meanwhile", () => {
    const zombie: Process<Notes> = (reach) => {
      const lock = get(reach);
      if (lock === undefined) return;
      if (check(reach, lock)) check(reach, lock);
    };
    const taker: Process<Notes> = (reach) => {
      for (let i = 0; i < 2; i++) {
        const lock = get(reach, { takeOver: true });
        if (lock !== undefined) release(reach, lock);
      }
    };
    explore({
      processes: [zombie, taker],
      isBeyond,
      switchesMax: 2,
      atEnd: ({ notes }) => expect(notes.got.length).toBeGreaterThan(0),
    });
  });

  it("one that slept since long ago does not get a lock that others have had since", () => {
    const twice: Process<Notes> = (reach) => {
      contendAndRelease(reach);
      contend(reach);
    };
    explore({
      processes: [contend, twice],
      isBeyond,
      switchesMax: 2,
      atEnd: ({ notes }) => expect(notes.got.length).toBeGreaterThan(0),
    });
  });

  it("of two that take over one lets the other be, and the last to get it can write", () => {
    explore({
      processes: [takeOver, takeOver],
      isBeyond,
      switchesMax: 2,
      atEnd: ({ notes }) => {
        expect(notes.got.length).toBeGreaterThan(0);
        expect(notes.fenced).not.toContain(notes.holder);
      },
    });
  });
});

describe("in drawn orders of calls", () => {
  it("no more than one of four passes its check after another has got the lock", () => {
    const prng = new Prng(5);
    const back: Process<Notes> = (reach) => {
      const lock = get(reach, { takeOver: true });
      if (lock !== undefined && check(reach, lock)) release(reach, lock);
      contend(reach);
    };
    for (let i = 0; i < 500; i++) {
      // runs of calls of one process, or else nothing slow would ever be overtaken
      let last = 0;
      const pick = (count: number) => {
        if (prng.below(6) === 0 || last >= count) last = prng.below(count);
        return last;
      };
      explore({
        processes: [takeOver, back, contend, back],
        killsMax: i % 2,
        pick,
        atEnd: ({ notes }) => expect(notes.epoch).toBeLessThan(40),
      });
    }
  });
});
