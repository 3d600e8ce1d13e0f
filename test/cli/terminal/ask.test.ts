// Questions whose input has ended: each has an empty answer, and none waits for ever.
import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { createAsk } from "../../../src/cli/terminal/ask.js";

async function ended(): Promise<Readable> {
  const stdin = Readable.from([]);
  for await (const _ of stdin);
  return stdin;
}

function asking(stdin: Readable): (question: string) => Promise<string> {
  const stderr = Object.assign(new PassThrough(), { isTTY: true as const });
  stderr.resume();
  return createAsk({ stdin: Object.assign(stdin, { isTTY: true as const }), stderr })!;
}

test.each([
  ["ended", ended],
  ["destroyed", async () => new PassThrough().destroy()],
])("an input that is %s gives an empty answer, and again one", async (_, make) => {
  const ask = asking(await make());
  expect(await ask("delete it?")).toBe("");
  expect(await ask("delete it?")).toBe("");
});

test("an input that ends at a question gives an empty answer, and again one", async () => {
  const stdin = new PassThrough();
  const ask = asking(stdin);
  setTimeout(() => stdin.end(), 10);
  expect(await ask("delete it?")).toBe("");
  expect(await ask("delete it?")).toBe("");
});
