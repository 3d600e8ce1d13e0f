// A signal ends an import or export that waits for a source or a sink, whatever that is.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { exportGraph, importGraph, readGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "groggy-signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new Promise<never>(() => undefined);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const hasPipes = process.platform !== "win32";
let pipes = 0;
const makePipe = (): string => {
  const path = join(folder, `pipe-${pipes++}.csv`);
  execFileSync("mkfifo", [path]);
  return path;
};

/** Sources that give what they are given and then nothing more, without an end. */
const sources: Readonly<Record<string, (first: readonly Uint8Array[]) => unknown>> = {
  "an async generator": (first) =>
    (async function* () {
      yield* first;
      await never;
    })(),
  "an async iterable without return": (first) => {
    const left = [...first];
    const next = async () => (left.length > 0 ? { value: left.shift() } : never);
    return { [Symbol.asyncIterator]: () => ({ next }) };
  },
  "a ReadableStream": (first) =>
    new ReadableStream({
      start(controller) {
        for (const chunk of first) controller.enqueue(chunk);
      },
      cancel: () => never,
    }),
  "a stream of Node": (first) => {
    const readable = new Readable({ read: () => undefined });
    for (const chunk of first) readable.push(chunk);
    return readable;
  },
  ...(hasPipes ? { "a pipe that nobody writes to": () => makePipe() } : {}),
};

describe.each(Object.entries(sources))("%s that yields no more", (_name, make) => {
  const begun: readonly (readonly Uint8Array[])[] = [
    [],
    [encode("id,name\n1,")],
    [encode(`id,name\n${Array.from({ length: 20_000 }, (_, i) => `${i},x`).join("\n")}`)],
    [gzipSync(encode("id,name\n1,a\n"), {}).subarray(0, 20)],
  ];
  test.each(begun.map((first) => [first.reduce((sum, { length }) => sum + length, 0), first] as const))(
    "after %i bytes: the reason of the signal is thrown, and the graph is as it was",
    async (_size, first) => {
      const graph = new Graph({ key: "id" });
      const controller = new AbortController();
      const reason = new Error("enough");
      const work = importGraph(graph, make(first) as never, { format: "csv", signal: controller.signal });
      setTimeout(() => controller.abort(reason), 20);
      await expect(work).rejects.toBe(reason);
      expect(graph.nodeCount).toBe(0);
      expect(graph.addNode({ id: "a" })).toBe(0);
    },
  );

  test("a file that is told by its first bytes is waited for no longer either", async () => {
    const work = readGraph(make([encode("graph [")]) as never, { signal: AbortSignal.timeout(20) });
    await expect(work).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("a substitute for a signal is asked", async () => {
    const signal = {
      aborted: false,
      throwIfAborted() {
        if (this.aborted) throw new RangeError("substitute");
      },
    };
    setTimeout(() => {
      signal.aborted = true;
    }, 20);
    await expect(readGraph(make([]) as never, { format: "gml", signal })).rejects.toThrow("substitute");
  });
});

test("a source is let go of: a generator runs to its end, streams are cancelled and destroyed", async () => {
  const done: string[] = [];
  async function* generator(): AsyncGenerator<string> {
    try {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        yield "id\n";
      }
    } finally {
      done.push("generator");
    }
  }
  const stream = new ReadableStream({ cancel: (reason) => void done.push(String(reason)) });
  const readable = new Readable({ read: () => undefined });
  for (const source of [generator(), stream, readable]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 25);
    const work = readGraph(source as never, { format: "csv", signal: controller.signal });
    await expect(work).rejects.toBe("enough");
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([done, readable.destroyed, stream.locked]).toEqual([["generator", "enough"], true, false]);
});

test("a signal that is aborted already opens no source", async () => {
  let isOpened = false;
  const source = {
    [Symbol.asyncIterator]() {
      isOpened = true;
      return { next: () => never };
    },
  };
  const signal = AbortSignal.abort("before");
  await expect(readGraph(source as never, { format: "csv", signal })).rejects.toBe("before");
  expect(isOpened).toBe(false);
});

test("an error of a source is its own, and listeners of the signal are taken away", async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal) as (...given: unknown[]) => void;
  const remove = signal.removeEventListener.bind(signal) as (...given: unknown[]) => void;
  signal.addEventListener = (...given: unknown[]) => {
    listeners++;
    add(...given);
  };
  signal.removeEventListener = (...given: unknown[]) => {
    listeners--;
    remove(...given);
  };
  async function* failing(): AsyncGenerator<string> {
    yield "id\n1\n";
    throw new RangeError("of its own");
  }
  await expect(readGraph(failing(), { format: "csv", signal })).rejects.toThrow("of its own");
  const { graph } = await readGraph(new Blob(["id\n1\n"]), { format: "csv", signal });
  expect([graph.nodeCount, listeners]).toEqual([1, 0]);
});

describe.skipIf(!hasPipes)("pipes as paths", () => {
  test("a pipe is read to its end, with the format of its name or of its first bytes", async () => {
    const path = makePipe();
    const writer = spawn("sh", [
      "-c",
      `(printf 'id,name\\n1,Ada\\n'; sleep 0.1; printf '2,Alan\\n') > '${path}'`,
    ]);
    const { graph } = await readGraph(path);
    expect(graph.nodes.get(1)).toEqual({ id: "2", name: "Alan" });
    writer.kill();
  });

  test("Parquet from a pipe, and two passes over one, which are refused", async () => {
    const made = new Graph({ key: "id" });
    made.addNodes(3, { attributes: { id: ["a", "b", "c"] } });
    const file = join(folder, "nodes.parquet");
    await exportGraph(made, { nodes: file });
    const path = makePipe();
    const writer = spawn("sh", ["-c", `cat '${file}' > '${path}'`]);
    const { graph } = await readGraph({ nodes: path }, { format: "parquet" });
    expect(graph.nodeCount).toBe(3);
    writer.kill();
    const second = makePipe();
    const other = spawn("sh", ["-c", `printf 'id\\n1\\n' > '${second}'`]);
    await expect(readGraph(second, { infer: "all" } as never)).rejects.toMatchObject({
      code: "FORMAT_UNSUPPORTED",
    });
    other.kill();
  });

  test("a pipe that is written to stays a pipe", async () => {
    const graph = new Graph({ key: "id" });
    graph.addNode({ id: "a" });
    const path = makePipe();
    const copy = join(folder, "copy.csv");
    const reader = spawn("sh", ["-c", `cat '${path}' > '${copy}'`]);
    const isRead = new Promise((resolve) => reader.on("close", resolve));
    await exportGraph(graph, { nodes: path });
    await isRead;
    expect(readFileSync(copy, "utf8")).toBe("id\na\n");
    expect(statSync(path).isFIFO()).toBe(true);
  });
});

describe("sinks that take no more", () => {
  const graph = new Graph({ key: "id" });
  graph.addNodes(50_000, { attributes: { id: Array.from({ length: 50_000 }, (_, i) => `n${i}`) } });

  test.each([
    ["a function", () => () => never],
    ["a stream", () => new WritableStream({ write: () => never, abort: () => never })],
    ["a stream whose end never comes", () => new WritableStream({ close: () => never })],
  ])("%s", async (_name, make) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 20);
    const options = { format: "csv", signal: controller.signal };
    await expect(exportGraph(graph, { nodes: make() as never }, options)).rejects.toBe("enough");
  });

  test("a file that is left has no name", async () => {
    const path = join(folder, "left.csv");
    const controller = new AbortController();
    const onProgress = (): void => controller.abort("enough");
    const work = exportGraph(graph, { nodes: path }, { signal: controller.signal, onProgress });
    await expect(work).rejects.toBe("enough");
    expect(existsSync(path)).toBe(false);
  });
});
