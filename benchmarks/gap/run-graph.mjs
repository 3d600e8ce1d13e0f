// One graph with one number of threads, in a process of its own so that each first call is one. groggy and the suite
// take turns, call by call. Argument: JSON { file, program, threads, rounds, budgetMs, kernels, answers, cpu }; without
// a program groggy runs alone. Says on standard output what it measured, one line of JSON a kernel.
import { performance } from "node:perf_hooks";
import { build, weigh } from "../peers/drivers/groggy.mjs";
import { readData } from "../peers/edges.mjs";
import { kernels, tellAnswer } from "./kernels.mjs";
import { answerIn, startSuite } from "./suite.mjs";

const request = JSON.parse(process.argv[2]);
const { threads } = request;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const wanted = (name) => request.kernels === undefined || request.kernels.includes(name);
const deltas = [1, 4, 16, 64, 256, 1024, 4096, 16384];

const data = readData(request.file);
const suite = request.program === undefined ? undefined : startSuite(request.program, request.file);
const timeIn = ({ wallMs, cpuMs }) => (request.cpu ? cpuMs : wallMs);

function timeOf(run) {
  globalThis.gc?.();
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const result = run();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, timeMs: timeIn({ wallMs, cpuMs: (user + system) / 1000 }) };
}

/** Both in turn: `{ own, other }`, each the first time and the later ones. */
async function inTurn(runOwn, runOther) {
  const [own, other] = [[], []];
  for (let spentMs = 0; own.length === 0 || (own.length <= request.rounds && spentMs < request.budgetMs); ) {
    const { timeMs } = timeOf(runOwn);
    own.push(timeMs);
    if (runOther !== undefined) other.push(timeIn(await runOther()));
    spentMs += own.at(-1) + (other.at(-1) ?? 0);
  }
  return { own, other };
}

let graph;
const times = await inTurn(
  () => {
    graph = undefined;
    globalThis.gc?.();
    graph = build(data);
  },
  suite && (() => suite.run("build", { threads })),
);
if (wanted("build")) say({ kernel: "build", threads, ...times, agrees: true });
weigh(graph, data);
if (suite !== undefined && wanted("paths")) await suite.run("weigh", { threads });

for (const { name, run, answer, compare } of kernels.filter((each) => wanted(each.name))) {
  // the suite is given the width of buckets that suits it best
  const delta = suite && name === "paths" ? await bestDelta() : undefined;
  let [result, isFirst] = [undefined, true];
  const measured = await inTurn(
    () => {
      result = run(graph, data, { threads });
    },
    suite &&
      (() => {
        const file = isFirst ? request.answers : "-";
        isFirst = false;
        return suite.run(name, { threads, answer: file, delta });
      }),
  );
  const own = answer(result);
  const verdict = suite
    ? compare(own, answerIn(request.answers))
    : { agrees: true, by: tellAnswer(name, own) };
  say({ kernel: name, threads, ...measured, ...verdict, delta });
}
suite?.stop();

async function bestDelta() {
  let best = { timeMs: Infinity, delta: 1 };
  for (const delta of deltas) {
    const timeMs = timeIn(await suite.run("paths", { threads, delta }));
    if (timeMs < best.timeMs) best = { timeMs, delta };
    // wider ones will not be better by then
    if (timeMs > 4 * best.timeMs) break;
  }
  return best.delta;
}
