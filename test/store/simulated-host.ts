// A machine with processes that live and die, and what a store needs of one of them, over a simulated disk.
import { posix } from "node:path";
import type { Host } from "../../src/platform/disk.js";
import { storage as nodeStorage } from "../../src/platform/node-disk.js";
import type { StoragePlatform } from "../../src/platform/platform.js";
import type { Prng } from "../../src/structures/prng.js";
import type { SimulatedDisk } from "./simulated-disk.js";

/** No two processes start at the same time, not even on machines that are the same one at another time. */
let startCount = 0;

export class SimulatedMachine {
  readonly name: string;
  /** What all threads have slept, together. */
  sleptMs = 0;
  readonly #starts = new Map<number, string>();
  #processCount = 0;

  constructor(name = "simulated") {
    this.name = name;
  }

  /** A new process; with `pid`, one that has the number of a process that is dead. */
  start(pid = 100 + this.#processCount): Host {
    const { name } = this;
    const starts = this.#starts;
    this.#processCount++;
    starts.set(pid, `boot ${startCount++}`);
    return {
      pid,
      name,
      startOf: (other) => starts.get(other) ?? "",
      isAlive: (other) => starts.has(other),
      sleep: (timeMs) => {
        this.sleptMs += timeMs;
      },
    };
  }

  kill(pid: number): void {
    this.#starts.delete(pid);
  }

  /** All processes end; their numbers are given again. */
  reboot(): void {
    this.#starts.clear();
  }
}

/** What a process of a simulated machine has to keep a store; random bytes come from `prng`. */
export function simulatedStorage(disk: SimulatedDisk, host: Host, prng: Prng): StoragePlatform {
  return {
    ...nodeStorage,
    disk,
    host,
    resolvePath: (path) => posix.resolve("/", path),
    joinPath: (...names) => posix.join(...names),
    randomBytes: (count) => Uint8Array.from({ length: count }, () => prng.below(256)),
  };
}
