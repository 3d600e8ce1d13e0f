// Every order in which the calls of several processes on one folder can come. A process is a function that is run
// from its start for each of its calls, with the results of those it has made; so no thread is needed to stop it
// between two. States that were met before are not gone into again. A process may also be killed between calls.
import { posix } from "node:path";
import type { Disk, DiskFile, Host } from "../../src/platform/disk.js";
import { systemError } from "./simulated-disk.js";

/** All that processes share: a folder, who is alive, and what the test notes. */
export interface World<N> {
  readonly names: Map<string, number>;
  readonly contents: string[];
  readonly dead: ReadonlySet<number>;
  notes: N;
}

/** What a process may use; everything it does is one call after another. */
export interface Reach<N> {
  readonly disk: Disk;
  readonly host: Host;
  /** Reads or changes what the test notes, in one step. */
  note<T>(act: (notes: N) => T): T;
}

export type Process<N> = (reach: Reach<N>) => void;

export interface Schedules<N> {
  readonly processes: readonly Process<N>[];
  readonly notes: N;
  /** How many processes may be killed. */
  readonly killsMax?: number;
  /**
   * How often a process may be stopped that could go on; any time may pass then. Without a bound nobody is stopped for
   * as long as another sleeps.
   */
  readonly switchesMax?: number;
  /** The states that are gone no further into, where there is no end of them. */
  readonly isBeyond?: (world: World<N>) => boolean;
  /** Told of each way in which it can end: all processes have returned or are dead. */
  readonly atEnd: (world: World<N>) => void;
  /** Where there are too many orders: one of them, at each step the process that this picks of so many. */
  readonly pick?: (count: number) => number;
}

/** What a call gave: a value, or an error's code. */
interface Result {
  readonly text: string;
  readonly value: unknown;
  readonly code: string | undefined;
}

interface State<N> {
  readonly world: World<N>;
  readonly logs: readonly (readonly Result[])[];
  /** A number for each log, equal for equal ones. */
  readonly logIds: readonly number[];
  readonly isDone: readonly boolean[];
  /** The process that made the last call, and how often one was stopped; where that is bounded. */
  readonly running: number | undefined;
  readonly switches: number;
  /** How it came to be so: the last step, and what was before. */
  readonly step: string;
  readonly before: State<N> | undefined;
}

class Suspended extends Error {}

/** Goes through them all; how many states there were. */
export function runSchedules<N>(schedules: Schedules<N>): number {
  const { processes, notes, atEnd, pick } = schedules;
  const world = { names: new Map(), contents: [], dead: new Set<number>(), notes };
  const logs = processes.map(() => []);
  const isDone = processes.map(() => false);
  const stack: State<N>[] = [
    {
      world,
      logs,
      logIds: processes.map(() => 0),
      isDone,
      running: undefined,
      switches: 0,
      step: "start",
      before: undefined,
    },
  ];
  const seen = new Set<string>();
  logNumbers.clear();
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    try {
      const next = nextStates(schedules, state);
      if (next.length === 0) atEnd(state.world);
      for (const make of pick && next.length > 0 ? [next[pick(next.length)]] : next) {
        const made = make();
        const key = pick ? String(seen.size) : keyOf(made);
        if (!seen.has(key) && !schedules.isBeyond?.(made.world)) stack.push(made);
        seen.add(key);
      }
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\nafter ${trailOf(state)}`, {
        cause: error,
      });
    }
  }
  return seen.size;
}

function nextStates<N>(schedules: Schedules<N>, state: State<N>): (() => State<N>)[] {
  const { processes, killsMax = 0, switchesMax } = schedules;
  const { running } = state;
  const open = processes.flatMap((_, i) => (state.isDone[i] || state.world.dead.has(i) ? [] : [i]));
  const awake = open.filter((i) => state.logs[i].at(-1)?.text !== "asleep");
  const isForced = running === undefined || !awake.includes(running);
  const ready =
    switchesMax === undefined
      ? awake.length > 0
        ? awake
        : open
      : open.filter((i) => isForced || i === running || state.switches < switchesMax);
  const next = ready.map((i) => () => {
    const isStopped = switchesMax !== undefined && !isForced && i !== running;
    const switches = state.switches + (isStopped ? 1 : 0);
    return advance(processes, { ...state, switches, running: switchesMax === undefined ? undefined : i }, i);
  });
  if (state.world.dead.size < killsMax) next.push(...open.map((i) => () => kill(state, i)));
  return next;
}

function keyOf<N>({ world, logIds, isDone, running, switches }: State<N>): string {
  const names = Array.from(world.names, ([name, file]) => `${name} ${file}`).sort();
  const notes = JSON.stringify(world.notes);
  return [names, world.contents, [...world.dead].sort(), notes, logIds, isDone, running, switches].join("|");
}

const logNumbers = new Map<string, number>();

/** The number of a log that goes on from another. */
function logNumber(before: number, result: Result): number {
  const key = `${before} ${result.text}`;
  const known = logNumbers.get(key) ?? logNumbers.size + 1;
  logNumbers.set(key, known);
  return known;
}

function trailOf<N>(state: State<N>): string {
  const steps: string[] = [];
  for (let each: State<N> | undefined = state; each !== undefined; each = each.before) steps.push(each.step);
  return steps.reverse().join("\n");
}

function kill<N>(state: State<N>, i: number): State<N> {
  const world = { ...state.world, dead: new Set([...state.world.dead, i]) };
  return { ...state, world, step: `${i} is killed`, before: state };
}

/** Makes the call, or gives the result it had. */
type Call = <T>(name: string, perform: () => T) => T;

/** One call of one process, or its end, in a copy of the world. */
function advance<N>(processes: readonly Process<N>[], state: State<N>, i: number): State<N> {
  const world: World<N> = {
    ...state.world,
    names: new Map(state.world.names),
    contents: [...state.world.contents],
  };
  const log = state.logs[i];
  let made: Result | undefined;
  let position = 0;
  let step = `${i} ends`;
  const call: Call = <T>(name: string, perform: () => T): T => {
    if (made !== undefined) throw new Suspended();
    let result = log[position++];
    if (result === undefined) {
      made = result = resultOf(name, perform);
      step = `${i} ${name}: ${result.text}`;
    }
    if (result.code !== undefined) throw systemError(result.code, name, "");
    return result.value as T;
  };
  const isDone = [...state.isDone];
  const note: Reach<N>["note"] = (act) =>
    call("notes", () => {
      world.notes = structuredClone(world.notes);
      return act(world.notes);
    });
  try {
    processes[i]({ disk: diskOf(world, call), host: hostOf(world, call, i), note });
    isDone[i] = true;
  } catch (error) {
    if (!(error instanceof Suspended)) throw error;
  }
  const logs = [...state.logs];
  const logIds = [...state.logIds];
  if (made !== undefined) {
    logs[i] = [...log, made];
    logIds[i] = logNumber(logIds[i], made);
  }
  return { ...state, world, logs, logIds, isDone, step, before: state };
}

function resultOf(name: string, perform: () => unknown): Result {
  if (name === "sleep") return { text: "asleep", value: undefined, code: undefined };
  try {
    const value = perform();
    return { text: JSON.stringify(value) ?? "", value, code: undefined };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return { text: code, value: undefined, code };
  }
}

function diskOf<N>({ names, contents }: World<N>, call: Call): Disk {
  const fail = (code: string): never => {
    throw systemError(code, "call", "");
  };
  return {
    kindOf: (path) =>
      call(`kindOf ${path}`, () => (path === "/" ? "folder" : names.has(path) ? "file" : undefined)),
    list: () => call("list", () => Array.from(names.keys(), (path) => posix.basename(path))),
    makeFolder: () => fail("EROFS"),
    open(path, mode) {
      const [file, text] = call(`${mode} ${path}`, () => {
        if (mode === "create" && names.has(path)) fail("EEXIST");
        if (mode === "create") names.set(path, contents.push("") - 1);
        const found = names.get(path) ?? fail("ENOENT");
        return [found, mode === "read" ? contents[found] : ""] as const;
      });
      return fileOf(contents, call, path, file, text);
    },
    rename: () => fail("EROFS"),
    remove: (path) => call(`remove ${path}`, () => (names.delete(path) ? undefined : fail("ENOENT"))),
    syncFolder: () => {},
  };
}

/** A file is read as it is when it is opened; syncs and closing are no steps. */
function fileOf(contents: string[], call: Call, path: string, file: number, read: string): DiskFile {
  return {
    path,
    size: () => call(`size of ${path}`, () => contents[file].length),
    read(bytes, position) {
      return new TextEncoder().encodeInto(read.slice(position, position + bytes.length), bytes).written;
    },
    write(bytes, position) {
      const text = new TextDecoder().decode(bytes);
      call(`write ${path}`, () => {
        const old = contents[file].padEnd(position, "\0");
        contents[file] = old.slice(0, position) + text + old.slice(position + text.length);
      });
    },
    truncate(sizeBytes) {
      call(`truncate ${path}`, () => {
        contents[file] = contents[file].slice(0, sizeBytes);
      });
    },
    sync: () => {},
    close: () => {},
  };
}

function hostOf<N>({ dead }: World<N>, call: Call, i: number): Host {
  return {
    pid: i,
    name: "host",
    startOf: (pid) => `start of ${pid}`,
    isAlive: (pid) => call(`is ${pid} alive`, () => !dead.has(pid)),
    sleep: () => call("sleep", () => undefined),
  };
}
