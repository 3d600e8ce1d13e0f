// Programs by chance: made while they run, run again from their text, and made shorter while they still fail.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as algorithms from "../../src/algorithms/index.js";
import { Graph } from "../../src/index.js";
import { drawArguments } from "./arguments.js";
import { Random } from "./random.js";
import { classOf, type Step, World } from "./run.js";
import { functionsOf, type Member, surfaceOf } from "./surface.js";

export interface Program {
  readonly options: string;
  readonly isStored: boolean;
  readonly steps: Step[];
}

/** Called more often, for without them nothing else of a history comes about. */
const VERBS = new Set(
  "addNode addEdge addNodes set commit checkout merge stash stashPop undo redo rebase".split(" "),
);

const RESULTS_MAX = 20;

/** Writing files and opening stores is not for arguments by chance, and a closed graph is soon told. */
const LEFT_OUT = new Set(["Graph.open", "Graph.salvage", "graph.close"]);

/** Graphs of a fixed form: their functions take sizes, and some sizes take long. */
const takesView = ({ parameters }: Member) => /^(view|views|a|first)$/.test(parameters[0] ?? "");

const ALGORITHMS = functionsOf(algorithms).filter(takesView);

/** Two branches with a conflict between them. */
const PREAMBLE: readonly string[] = [
  'graph.addNodes(4, { labels: "A", attributes: { a: [1, 2, 3, 4], s: ["x", "y", "x", "zz"] } })',
  'graph.addEdges([0, 1, 2, 3], [1, 2, 0, 3], { type: "T", attributes: { b: [1, 2, 0.5, 1] } })',
  'graph.commit("base")',
  'graph.branch("side")',
  "graph.nodes.set(0, { a: 5 })",
  "graph.removeNode(3)",
  'graph.commit("ours")',
  'graph.checkout("side")',
  "graph.nodes.set(0, { a: 6 })",
  "graph.addEdge(3, 1)",
  'graph.commit("theirs")',
  'graph.checkout("main")',
  'graph.history.tag("t1")',
];

/** Runs a program that a seed decides. Gives the program if it fails, with what fails. */
export async function runSeed(
  seed: number,
  stepCount: number,
  trace: (text: string) => void = () => {},
): Promise<{ program: Program; error: Error } | undefined> {
  const random = new Random(seed);
  const options = random.pick([
    "{}",
    "{}",
    "{ directed: false }",
    '{ key: "key" }',
    '{ key: "key" }',
    '{ schema: { nodes: { a: "float64", list: "list<int32>" } } }',
  ]);
  const program: Program = { options, isStored: random.chance(5), steps: [] };
  const error = await inWorld(program, async (world) => {
    for (let i = 0; i < stepCount; i++) {
      const step = draw(random, world);
      program.steps.push(step);
      trace(textOf(step));
      await world.run(step);
      if (i % 13 === 12) world.check();
    }
  });
  return error === undefined ? undefined : { program, error };
}

/** Runs a program again. Gives what fails. */
export async function runProgram(program: Program): Promise<Error | undefined> {
  return inWorld(program, async (world) => {
    for (const [i, step] of program.steps.entries()) {
      await world.run(step);
      if (i % 13 === 12) world.check();
    }
  });
}

async function inWorld(
  { options, isStored }: Program,
  use: (world: World) => Promise<void>,
): Promise<Error | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "groggy-fuzz-"));
  const before = process.cwd();
  process.chdir(folder);
  let world: World | undefined;
  try {
    world = new World({ options, path: isStored ? join(folder, "store") : undefined });
    for (const line of PREAMBLE) world.evaluate(line);
    await use(world);
    world.finish();
  } catch (error) {
    return error as Error;
  } finally {
    try {
      world?.close();
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return undefined;
}

function draw(random: Random, world: World): Step {
  const classes = world.results.map(classOf);
  const target = drawTarget(random, classes);
  const object = world.evaluate(target) as object;
  const members =
    target === "A" ? ALGORITHMS : surfaceOf(object).filter(({ name }) => !LEFT_OUT.has(`${target}.${name}`));
  const verbs = members.filter(({ name }) => VERBS.has(name));
  const member = random.pick(verbs.length > 0 && random.chance(3) ? verbs : members);
  const kind = target.includes("edges") || (object as { kind?: unknown }).kind === "edge" ? "edge" : "node";
  const given = member.isGetter
    ? undefined
    : drawArguments(
        {
          random,
          kind,
          method: member.name,
          optionNames: optionNamesOf(target, object, member),
          results: (name) => classes.flatMap((each, i) => (each === name ? [`r[${i}]`] : [])),
          id: (of) => {
            const ids = (of === "node" ? world.graph.nodes : world.graph.edges).ids();
            return random.chance(6) || ids.length === 0 ? random.next(40) : random.pick([...ids]);
          },
        },
        member.parameters,
      );
  return { target, member: member.name, arguments: given, result: random.next(RESULTS_MAX) };
}

function drawTarget(random: Random, classes: readonly (string | undefined)[]): string {
  const kept = classes.flatMap((name, i) => (name === undefined ? [] : [`r[${i}]`]));
  const chance = random.next(100);
  if (chance < 25) return "graph";
  if (chance < 40) return "graph.nodes";
  if (chance < 48) return "graph.edges";
  if (chance < 52) return "graph.attributes";
  if (chance < 75) return "graph.history";
  if (chance < 77) return "Graph";
  return chance < 92 && kept.length > 0 ? random.pick(kept) : "A";
}

const optionNames = new Map<string, readonly string[]>();

/** The options that a method takes, as the error for an unknown one lists them. */
function optionNamesOf(target: string, object: object, { name, parameters }: Member): readonly string[] {
  const key = `${target === "A" ? "A" : classOf(object)}.${name}`;
  let names = optionNames.get(key);
  if (names === undefined) {
    names =
      parameters.includes("options") || name === "bundle" ? askForOptions(target, name, parameters) : [];
    optionNames.set(key, names);
  }
  return names;
}

function askForOptions(target: string, name: string, parameters: readonly string[]): string[] {
  const graph = new Graph();
  graph.addNodes(2);
  graph.commit("one");
  const object = {
    A: algorithms,
    Graph,
    graph,
    "graph.nodes": graph.nodes,
    "graph.edges": graph.edges,
    "graph.attributes": graph.attributes,
    "graph.history": graph.history,
  }[target];
  const plausible: Record<string, unknown> = {
    view: graph,
    a: graph,
    b: graph,
    first: graph,
    second: graph,
    source: target === "Graph" ? graph : 0,
    target: 1,
    message: "m",
    name: "a",
  };
  const method = Reflect.get(object ?? graph.merge("HEAD"), name) as
    | ((...given: unknown[]) => unknown)
    | undefined;
  try {
    const given = parameters.map((each) =>
      each === "options" || (name === "bundle" && each === "first") ? { noSuchOption: 1 } : plausible[each],
    );
    const result = method?.apply(object, given);
    if (result instanceof Promise) result.catch(() => {});
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('"options" expected only'))
      return [...error.message.replace(/, got .*/, "").matchAll(/"(\w+)"/g)]
        .map((match) => match[1])
        .slice(1);
  }
  return [];
}

/** Leaves out steps, the longest runs first, as long as the rest fails in the same way. */
export async function shorten(program: Program, error: Error): Promise<Program> {
  const kindOf = ({ message }: Error) => message.replace(/\d+/g, "0").slice(0, 40);
  let { steps } = program;
  let runsLeft = 300;
  for (let size = steps.length >> 1; size >= 1; size >>= 1) {
    for (let at = steps.length - size; at >= 0 && runsLeft > 0; at -= size) {
      const fewer = steps.toSpliced(at, size);
      runsLeft--;
      const found = await runProgram({ ...program, steps: fewer });
      if (found !== undefined && kindOf(found) === kindOf(error)) steps = fewer;
    }
  }
  return { ...program, steps };
}

function textOf({ target, member, arguments: given, result }: Step): string {
  const access = member === "@@iterator" ? `${target}[Symbol.iterator]` : `${target}.${member}`;
  return `r[${result}] = ${access}${given === undefined ? "" : `(${given.join(", ")})`}`;
}

/** A program as JavaScript, to be pasted into a test. */
export function print({ options, isStored, steps }: Program): string {
  const lines = [...PREAMBLE, ...steps.map(textOf)];
  return [
    'import * as A from "../../src/algorithms/index.js";',
    'import * as G from "../../src/index.js";',
    'import { Hostile } from "./hostile.js";',
    `const graph = ${isStored ? `G.Graph.open("a-folder", ${options})` : `new G.Graph(${options})`};`,
    "const [Graph, r, h] = [G.Graph, [] as any[], new Hostile(() => graph)];",
    "const attempt = (call: () => unknown) => { try { call(); } catch (error) { console.log(error); } };",
    ...lines.map((line) => `attempt(() => ${line});`),
  ].join("\n");
}
