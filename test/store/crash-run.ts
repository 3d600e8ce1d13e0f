// A workload on a store on the simulated disk, cut off from power at every call: what is then found is opened, and must
// be what was acknowledged last or, if a verb was under way, what it does; where verbs return before what they did is
// durable, it may be what any of them had left since it last was. A graph in memory does the same, and says what that
// is. Equal disks are opened once.
import { hash } from "node:crypto";
import { StoreError } from "../../src/errors.js";
import { Graph, type OpenOptions } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { durableContents, openOn, viewContents } from "./contents.js";
import { type Choice, PowerCut } from "./power-cut.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";
import type { Step } from "./workload.js";

export interface CrashOptions {
  /** Where the choices of a cut are at most 2 to the power of this, all are tried; else so many are drawn. */
  readonly choiceBitsMax: number;
  readonly drawCount: number;
  /** One in so many of the disks found is cut off again at every call of its opening. */
  readonly secondEvery: number;
  readonly open?: OpenOptions;
  /** What is compared besides what is kept, such as what searches find. */
  readonly more?: (graph: Graph) => string;
}

export interface CrashCounts {
  /** Power cuts that were tried, and how many different disks they left. */
  cuts: number;
  disks: number;
}

/** Runs a workload with power cuts; throws at the first thing that is not as it must be. */
export function crashEverywhere(steps: readonly Step[], seed: number, options: CrashOptions): CrashCounts {
  const run = new CrashRun(seed, options);
  for (const [number, step] of steps.entries()) run.step(step, number);
  return run.counts;
}

/** What opening a disk gave: what the graph holds, or the error. */
interface Outcome {
  readonly contents: string;
  readonly error?: unknown;
}

class CrashRun {
  readonly counts: CrashCounts = { cuts: 0, disks: 0 };
  readonly #options: CrashOptions;
  readonly #prng: Prng;
  readonly #machine = new SimulatedMachine();
  readonly #disk = new SimulatedDisk();
  readonly #memory: Graph;
  readonly #outcomes = new Map<string, Outcome>();
  #graph: Graph | undefined;
  #pid = 0;
  #time = 0;
  /** What may be found: what was surely durable last and what was acknowledged since; and what the verb under way does. */
  #allowed: string[];
  #after: string;
  #doing = "opening";
  #changes = -1;
  #moments: SimulatedDisk[] = [];

  constructor(seed: number, options: CrashOptions) {
    this.#options = options;
    this.#prng = new Prng(seed);
    this.#memory = new Graph({ clock: () => this.#time });
    this.#after = this.#contents(this.#memory);
    this.#allowed = [this.#after];
    this.#disk.beforeCall = () => this.#remember();
    this.#graph = this.#open({});
    this.#finish(true);
  }

  step({ name, act }: Step, number: number): void {
    this.#time = number + 1;
    this.#doing = name;
    let isDurable = true;
    if (act === "flush") this.#graph!.flush();
    else if (act === "reopen") {
      this.#graph!.close();
      this.#machine.kill(this.#pid);
      this.#graph = this.#open({});
    } else if (act === "takeOver") {
      const zombie = this.#graph!;
      // what it has not kept goes with it
      if (this.#keepsChanges) zombie.flush();
      this.#graph = this.#open({ takeOver: true });
      isDurable = this.#isFull;
      this.#finish(isDurable);
      zombie.addNode("Zombie");
      const error = caught(() => zombie.commit("from the grave"));
      if (!(error instanceof StoreError) || error.code !== "STORE_FENCED")
        throw new Error("a writer whose lock was taken over expected STORE_FENCED", { cause: error });
    } else {
      const before = durableContents(this.#memory);
      act(this.#memory);
      this.#after = this.#contents(this.#memory);
      act(this.#graph!);
      // what is not committed is kept with the next verb that is
      isDurable = this.#isFull && (!this.#keepsChanges || durableContents(this.#memory) !== before);
    }
    this.#agree("in the process", this.#contents(this.#graph!), [this.#after]);
    this.#finish(isDurable);
  }

  get #isFull(): boolean {
    return (this.#options.open?.durability ?? "full") === "full";
  }

  get #keepsChanges(): boolean {
    return this.#options.open?.autosave === true;
  }

  #contents(graph: Graph): string {
    const kept = `${durableContents(graph)}${this.#options.more?.(graph) ?? ""}`;
    return this.#keepsChanges ? `${kept}\npresent ${viewContents(graph)}` : kept;
  }

  /** Keeps the disk as it is before a call, if anything was written since. Nothing else is run in the midst of a call. */
  #remember(): void {
    if (this.#disk.changeCount === this.#changes) return;
    this.#changes = this.#disk.changeCount;
    this.#moments.push(this.#disk.clone());
  }

  /** Cuts the power at every call of the verb, and once it has returned. */
  #finish(isDurable: boolean): void {
    const allowed = [...this.#allowed, this.#after];
    for (const moment of this.#moments) this.#cut(moment, allowed);
    this.#moments = [];
    this.#allowed = isDurable ? [this.#after] : allowed;
    this.#cut(this.#disk, this.#allowed);
  }

  #open(options: OpenOptions): Graph {
    const host = this.#machine.start();
    this.#pid = host.pid;
    const storage = simulatedStorage(this.#disk, host, this.#prng);
    return openOn(storage, { ...this.#options.open, ...options, clock: () => this.#time });
  }

  #agree(where: string, found: string, allowed: readonly string[], cause?: unknown): void {
    if (allowed.includes(found)) return;
    const text = `${where}, at "${this.#doing}", expected one of\n${allowed.join("\nor\n")}\n, got\n${found}`;
    throw new Error(text, { cause });
  }

  /** Cuts the power in as many ways as there are or are asked for. */
  #cut(disk: SimulatedDisk, allowed: readonly string[]): void {
    const cut = new PowerCut(disk, this.#prng.below(4) === 0 ? 4096 : 512);
    for (const choice of this.#choicesOf(cut)) {
      this.counts.cuts++;
      const outcome = this.#outcomeOf(cut.disk(choice));
      if (allowed.includes(outcome.contents)) continue;
      const fails = (other: Choice) => !allowed.includes(this.#outcomeOf(cut.disk(other)).contents);
      const plain = cut.shrink(choice, fails);
      const { contents, error } = this.#outcomeOf(cut.disk(plain));
      this.#agree(`after a power cut\n${cut.print(plain)}\n`, contents, allowed, error);
    }
  }

  *#choicesOf(cut: PowerCut): Generator<Choice> {
    const { choiceBitsMax, drawCount } = this.#options;
    let count = 0;
    for (const choice of cut.everyChoice(choiceBitsMax)) {
      count++;
      yield choice;
    }
    if (count === 0) for (let i = 0; i < drawCount; i++) yield cut.draw(this.#prng);
  }

  #outcomeOf(disk: SimulatedDisk): Outcome {
    const key = imageOf(disk);
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    const isSecond = this.counts.disks++ % this.#options.secondEvery === 0;
    const outcome = isSecond ? this.#openThrice(disk) : this.#openAfterwards(disk);
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  /** Opens what a cut left, after the machine has started again. */
  #openAfterwards(disk: SimulatedDisk): Outcome {
    const machine = new SimulatedMachine();
    const storage = simulatedStorage(disk, machine.start(), this.#prng);
    try {
      const graph = openOn(storage, { ...this.#options.open, clock: () => this.#time });
      if (!this.#keepsChanges && !graph.status().clean)
        return { contents: "a state with uncommitted changes" };
      return { contents: this.#contents(graph) };
    } catch (error) {
      return { contents: String(error), error };
    }
  }

  /** Opens it with a second cut at every call of that, and a third opening, which must find what the second does. */
  #openThrice(disk: SimulatedDisk): Outcome {
    const found = this.#openAfterwards(disk.clone());
    const moments: SimulatedDisk[] = [];
    disk.beforeCall = () => moments.push(disk.clone());
    this.#openAfterwards(disk);
    for (const moment of moments) {
      const cut = new PowerCut(moment, 512);
      const choice = cut.draw(this.#prng);
      this.counts.cuts++;
      const { contents } = this.#openAfterwards(cut.disk(choice));
      if (contents === found.contents) continue;
      const text = `but after a second cut while it was opened\n${cut.print(choice)}\n${contents}`;
      return { contents: `${found.contents}\n${text}` };
    }
    return found;
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

const digests = new WeakMap<Uint8Array, string>();

/** Equal for disks with equal files. */
function imageOf(disk: SimulatedDisk): string {
  const parts: string[] = [];
  for (const [path, { base }] of disk.nodes()) {
    const digest = digests.get(base) ?? hash("sha1", base, "base64");
    digests.set(base, digest);
    parts.push(path, digest);
  }
  return parts.join(" ");
}
