// One case of the gate with one build, in a process of its own. Arguments: the folder of the build, the case, the rounds.
// Says the processor's time of each round after the first, in ms, and the answer.
import { pathToFileURL } from "node:url";
import { cpuTimeOf } from "../shared/measure.mjs";
import { cases } from "./cases.mjs";

const [folder, name, rounds] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${folder}/${path}`).href);
const library = { ...(await load("dist/algorithms/index.js")), ...(await load("dist/index.js")) };
const run = cases[name](library);
const answer = run();
const times = Array.from({ length: Number(rounds) }, () => cpuTimeOf(run));
console.log(JSON.stringify({ answer, times }));
