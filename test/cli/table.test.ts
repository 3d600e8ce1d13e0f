// Walks the table of commands: every example runs, and every verb's JSON has the shape that it promises.
import dgram from "node:dgram";
import dns from "node:dns";
import { cpSync, rmSync } from "node:fs";
import net from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { commands } from "../../src/cli/commands.js";
import { loaders } from "../../src/cli/loaders.js";
import { schemaMistakes } from "./json-schema.js";
import type { CliRun } from "./run-cli.js";
import { runLine } from "./run-line.js";
import { exampleFolder, temporaryFolder } from "./stores.js";

/** The stores and files are made once, and each example has a copy. */
let made: string | undefined;
function copiedFolder(): string {
  const folder = temporaryFolder();
  if (made === undefined) {
    made = `${folder}-made`;
    cpSync(exampleFolder(), made, { recursive: true });
  }
  cpSync(made, folder, { recursive: true });
  return folder;
}
afterAll(() => {
  if (made !== undefined) rmSync(made, { recursive: true, force: true });
});

/** The ways to a network that a verb has tried; http and tls go through those of net. */
const sockets: string[] = [];
let isViewing = false;
beforeAll(() => {
  const refuse = (name: string) => (): never => {
    sockets.push(name);
    throw new Error(`expected no socket, got ${name}`);
  };
  vi.spyOn(net.Socket.prototype, "connect").mockImplementation(refuse("connect"));
  const { listen } = net.Server.prototype;
  vi.spyOn(net.Server.prototype, "listen").mockImplementation(function (
    this: net.Server,
    ...given: unknown[]
  ) {
    // the viewer is asked by a browser of this machine
    const isViewer = isViewing && given[1] === "127.0.0.1";
    return isViewer ? Reflect.apply(listen, this, given as []) : refuse("listen")();
  });
  vi.spyOn(dgram.Socket.prototype, "bind").mockImplementation(refuse("bind"));
  vi.spyOn(dgram.Socket.prototype, "send").mockImplementation(refuse("send"));
  const { lookup } = dns;
  vi.spyOn(dns, "lookup").mockImplementation(((...given: unknown[]) =>
    isViewing && given[0] === "127.0.0.1" ? Reflect.apply(lookup, dns, given) : refuse("lookup")()) as never);
  vi.spyOn(globalThis, "fetch").mockImplementation(refuse("fetch"));
});
afterEach(() => expect(sockets).toEqual([]));
afterAll(() => vi.restoreAllMocks());

test("a socket would be seen", () => {
  expect(() => net.connect(1)).toThrow("got connect");
  expect(sockets.splice(0)).toEqual(["connect"]);
});

test("the table and the modules have the same verbs", () => {
  expect(Object.keys(loaders).sort()).toEqual(Object.keys(commands).sort());
});

test("a schema can fail", () => {
  const schema = {
    type: "object",
    properties: { a: { type: "integer" } },
    required: ["a"],
    additionalProperties: false,
  };
  expect(schemaMistakes({ a: 1 }, schema)).toEqual([]);
  expect(schemaMistakes({ a: "1", b: 1 }, schema)).toEqual([
    '$.a expected integer, got "1"',
    '$ expected no "b"',
  ]);
  expect(schemaMistakes({}, schema)).toEqual(['$ expected "a"']);
});

const examples = Object.entries(commands).flatMap(([verb, { examples }]) =>
  examples.map((each) => ({ verb, ...each })),
);

/** Runs an example; the viewer until it is interrupted. */
async function runExample(verb: string, line: string): Promise<CliRun> {
  isViewing = verb === "view";
  const cwd = copiedFolder();
  if (!isViewing) return await runLine(line, { cwd });
  const interrupts = new AbortController();
  return await runLine(line, { cwd, signal: interrupts.signal, onStdout: () => interrupts.abort() });
}

test.each(examples)("$line", async ({ exitCode = 0, line, verb }) => {
  const run = await runExample(verb, line);
  expect(run).toMatchObject({ code: exitCode });
  expect(run.stdout + run.stderr).not.toMatch(/^ +at /m);
  if (exitCode === 0 && run.stdout === "") expect(run.stderr).not.toBe("");
});

describe("with --json", () => {
  const own = examples.filter(
    // the statements of a shell print documents of their own
    ({ line, verb }) =>
      !/ (--format|--to|-) |\|/.test(`${line} `) && commands[verb]!.hidden !== true && verb !== "shell",
  );
  test.each(own)("$line", async ({ exitCode = 0, line, verb }) => {
    const { code, stderr, stdout } = await runExample(verb, line.replace(/groggy (\S+)/, "groggy $1 --json"));
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: exitCode === 0 ? "" : stderr });
    const document = JSON.parse(stdout) as { schema: unknown };
    expect(document.schema).toBe(1);
    expect(schemaMistakes(document, commands[verb]!.json)).toEqual([]);
  });

  test("every verb says what its document has", () => {
    for (const [verb, { hidden, json }] of Object.entries(commands)) {
      if (hidden || verb === "shell") continue;
      expect({
        verb,
        schema: json.properties?.schema ?? json.anyOf?.[0]?.properties?.schema,
      }).toEqual({
        verb,
        schema: { const: 1 },
      });
    }
  });
});
