// Walks the table of commands: every example runs, and every verb's JSON has the shape that it promises.
import dgram from "node:dgram";
import dns from "node:dns";
import { cpSync, rmSync } from "node:fs";
import net from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { commands } from "../../src/cli/commands.js";
import { loaders } from "../../src/cli/loaders.js";
import { schemaMistakes } from "./json-schema.js";
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
beforeAll(() => {
  const refuse = (name: string) => (): never => {
    sockets.push(name);
    throw new Error(`expected no socket, got ${name}`);
  };
  vi.spyOn(net.Socket.prototype, "connect").mockImplementation(refuse("connect"));
  vi.spyOn(net.Server.prototype, "listen").mockImplementation(refuse("listen"));
  vi.spyOn(dgram.Socket.prototype, "bind").mockImplementation(refuse("bind"));
  vi.spyOn(dgram.Socket.prototype, "send").mockImplementation(refuse("send"));
  vi.spyOn(dns, "lookup").mockImplementation(refuse("lookup") as never);
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

test.each(examples)("$line", async ({ exitCode = 0, line }) => {
  const run = await runLine(line, { cwd: copiedFolder() });
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
    const { code, stderr, stdout } = await runLine(line.replace(/groggy (\S+)/, "groggy $1 --json"), {
      cwd: copiedFolder(),
    });
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
