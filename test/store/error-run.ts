// A workload on a store on the simulated disk, one call of which fails: what was asked for throws a typed error or is
// done all the same; nothing that was acknowledged is lost, whether the process ends or the power is cut; what comes
// next works, or is refused where a sync has failed.
import { StoreError, StoreLockedError } from "../../src/errors.js";
import { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { durableContents, openOn } from "./contents.js";
import { PowerCut } from "./power-cut.js";
import { type Fault, SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";
import type { Step } from "./workload.js";

/** After such a call nobody knows what is durable: the handle takes no more writes. */
const MAY_FAIL_FOR_GOOD =
  /^(sync|syncFolder|rename|write|list|kindOf|open|read|close) \/store($|\/(journal|writer))/;

/** What became of a run. */
export interface ErrorCounts {
  /** Calls that the whole workload makes; the failing one was reached if it is no more than that. */
  readonly calls: number;
  /** Whether something threw. */
  readonly hasThrown: boolean;
}

/** Runs a workload in which the call of that number fails; throws at the first thing that is not as it must be. */
export function failOnce(steps: readonly Step[], seed: number, call: number, fault: Fault): ErrorCounts {
  const run = new ErrorRun(seed, call, fault);
  run.start();
  for (const [number, step] of steps.entries()) if (!run.isOver) run.step(step, number);
  return { calls: run.disk.callCount, hasThrown: run.isOver };
}

class ErrorRun {
  readonly disk = new SimulatedDisk();
  /** The error was thrown, and what follows from it was looked at. */
  isOver = false;
  readonly #prng: Prng;
  readonly #machine = new SimulatedMachine();
  readonly #memory: Graph;
  readonly #fault: string;
  #failed = "";
  #graph: Graph | undefined;
  #host = this.#machine.start();
  #time = 0;
  #before = "";
  #after = "";
  #doing = "opening";

  constructor(seed: number, call: number, fault: Fault) {
    this.#prng = new Prng(seed);
    this.#memory = new Graph({ clock: () => this.#time });
    this.#after = this.#before = durableContents(this.#memory);
    this.#fault = `${fault} at call ${call}`;
    this.disk.failAt(call, fault);
    this.disk.beforeCall = ({ number, action, path }) => {
      if (number === call) this.#failed = `${action} ${path}`;
    };
  }

  start(): void {
    this.#tryOpening({});
  }

  step({ name, act }: Step, number: number): void {
    this.#time = number + 1;
    this.#doing = name;
    if (act === "takeOver") {
      this.#host = this.#machine.start();
      this.#tryOpening({ takeOver: true });
    } else if (act === "flush") {
      this.#doVerb((graph) => graph.flush());
    } else if (act === "reopen") {
      const error = caught(() => this.#graph!.close());
      this.#checkError(error);
      // whatever came of it, the process need not end before another handle can be had
      if (error === undefined) this.#tryOpening({});
      else this.#lookBack([this.#before]);
    } else {
      this.#doVerb(act);
    }
    this.#before = this.#after;
  }

  #doVerb(act: (graph: Graph) => void): void {
    act(this.#memory);
    this.#after = durableContents(this.#memory);
    const graph = this.#graph!;
    const error = caught(() => act(graph));
    this.#checkError(error);
    if (error === undefined) {
      this.#agree("in the process", durableContents(graph), [this.#after]);
      return;
    }
    // what gc did to the graph in memory is not taken back; its handle takes no more writes
    const isGc = this.#doing.startsWith("gc");
    const allowed = isGc ? [this.#before, this.#after] : [this.#before];
    this.#agree("in the process, which was told of the error,", durableContents(graph), allowed);
    this.#lookBack([this.#before, this.#after]);
    const again = caught(() => act(graph));
    if (again instanceof StoreError && again.code === "STORE_FAILED") {
      this.#lookBack([this.#before, this.#after]);
      if (!MAY_FAIL_FOR_GOOD.test(this.#failed) && !isGc)
        throw new Error(`the handle was given up after ${this.#what()}`, { cause: again });
    } else if (again === undefined && !this.#failed.startsWith("sync")) {
      // what the verb adds first was kept uncommitted, and may be there twice now
      this.#lookBack([durableContents(graph)]);
    } else {
      const text = again === undefined ? "was acknowledged" : "failed otherwise";
      throw new Error(`"${this.#doing}" once more after ${this.#what()} ${text}`, { cause: again });
    }
  }

  #tryOpening(options: { takeOver?: boolean }): void {
    const open = (): void => {
      this.#graph = this.#open(this.disk, options);
    };
    const error = caught(open);
    this.#checkError(error);
    if (error === undefined) return;
    this.#lookBack([this.#before]);
    const again = caught(open);
    if (again instanceof StoreLockedError && again.pid === this.#host.pid) {
      throw new Error(`a handle that could not be had after ${this.#what()} keeps the lock`, {
        cause: again,
      });
    }
    if (again !== undefined)
      throw new Error(`opening again after ${this.#what()} failed as well`, { cause: again });
    this.#agree("opened again", durableContents(this.#graph!), [this.#before]);
  }

  #open(disk: SimulatedDisk, options: { takeOver?: boolean }, host = this.#host): Graph {
    const storage = simulatedStorage(disk, host, this.#prng);
    return openOn(storage, { ...options, clock: () => this.#time });
  }

  #what(): string {
    return `${this.#fault} (${this.#failed})`;
  }

  #checkError(error: unknown): void {
    if (error === undefined) return;
    this.isOver = true;
    if (this.#failed === "")
      throw new Error(`"${this.#doing}" failed before ${this.#fault}`, { cause: error });
    if (error instanceof StoreError && error.path !== "" && error.code !== "CORRUPT_STORE") return;
    throw new Error(`"${this.#doing}" expected a typed error of ${this.#what()}, got ${error}`, {
      cause: error,
    });
  }

  /** What is found if the process ends now, and if the power is cut. */
  #lookBack(allowed: readonly string[]): void {
    const machine = new SimulatedMachine();
    const find = (disk: SimulatedDisk): string => {
      try {
        return durableContents(this.#open(disk, { takeOver: true }, machine.start()));
      } catch (error) {
        return String(error);
      }
    };
    this.#agree("after the process has ended,", find(this.disk.clone()), allowed);
    const cut = new PowerCut(this.disk.clone(), 512);
    for (let i = 0; i < 4; i++) {
      const choice = cut.draw(this.#prng);
      this.#agree(`after a power cut\n${cut.print(choice)}\n`, find(cut.disk(choice)), allowed);
    }
  }

  #agree(where: string, found: string, allowed: readonly string[]): void {
    if (allowed.includes(found)) return;
    const context = `"${this.#doing}", ${this.#what()}: ${where}`;
    throw new Error(`${context} expected one of\n${allowed.join("\nor\n")}\n, got\n${found}`);
  }
}

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
