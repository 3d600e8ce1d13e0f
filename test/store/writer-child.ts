// A process that gets, checks and gives back the writer's lock of the folder it is started with, as lines on its
// standard input say: "acquire", "takeOver" (each may have a time in ms to wait for), "check", "release". It answers
// each with a line of JSON: the lock, or the error's code and data.
import { createInterface } from "node:readline";
import { StoreError } from "../../src/errors.js";
import { storage } from "../../src/platform/node-disk.js";
import { WriterLock } from "../../src/store/lock/writer-lock.js";

const folder = process.argv[2];
let lock: WriterLock | undefined;

function obey(line: string): unknown {
  const [verb, time] = line.split(" ");
  // all at once, as near as clocks go
  while (time !== undefined && Date.now() < Number(time));
  if (verb === "check") lock!.check();
  else if (verb === "release") lock!.release();
  else lock = WriterLock.acquire(storage, folder, { takeOver: verb === "takeOver" });
  return { epoch: lock!.epoch, previous: lock!.previous };
}

for await (const line of createInterface(process.stdin)) {
  let answer: unknown;
  try {
    answer = obey(line);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    answer = { code: error.code, pid: error.data.pid, host: error.data.host };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
