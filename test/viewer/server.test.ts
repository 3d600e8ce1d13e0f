// The server: who may ask, for what, how much, and what happens when it ends.
import http from "node:http";
import net from "node:net";
import { Graph, GroggyError } from "groggy";
import { serveViewer } from "groggy/viewer";
import { describe, expect, test } from "vitest";
import { ask, askJson, eventually, pathOf, peopleGraph, served } from "./people.js";

describe("access", () => {
  test("the page needs the token, of which one character makes a difference", async () => {
    const viewer = await served(peopleGraph());
    expect((await ask(viewer, pathOf(viewer))).status).toBe(200);
    const token = pathOf(viewer).slice(1, -1);
    expect(token).toMatch(/^[\w-]{32}$/);
    const other = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    for (const path of ["/", "/page.js", `/${other}/`, `/${token}`, `/${token}x/`, "//", `/x/${token}/`, "*"])
      expect({ path, status: (await ask(viewer, path)).status }).toEqual({ path, status: 404 });
  });

  test("each viewer has another token", async () => {
    const graph = peopleGraph();
    const [a, b] = [await served(graph), await served(graph)];
    expect(pathOf(a)).not.toBe(pathOf(b));
  });

  test("a host that is a name of elsewhere is refused, as of a page that rebinds its name", async () => {
    const viewer = await served(peopleGraph());
    const statusOf = async (host: string) =>
      (await ask(viewer, pathOf(viewer, "settings"), { headers: { host } })).status;
    for (const host of [
      "evil.example",
      `evil.example:${viewer.port}`,
      "127.0.0.1.evil.example",
      "localhost.evil",
      "a@localhost",
      "localhost:1:2",
      "[::1].evil",
    ])
      expect({ host, status: await statusOf(host) }).toEqual({ host, status: 403 });
    // the port may be that of a tunnel
    for (const host of ["localhost", "LOCALHOST:9000", "127.0.0.1:1", "[::1]:8080"])
      expect({ host, status: await statusOf(host) }).toEqual({ host, status: 200 });
  });

  test("an origin other than the page's is refused, and a request that another site makes", async () => {
    const viewer = await served(peopleGraph());
    const statusOf = async (headers: Record<string, string>) =>
      (await ask(viewer, pathOf(viewer, "settings"), { headers })).status;
    const host = `127.0.0.1:${viewer.port}`;
    expect(await statusOf({ host, origin: `http://${host}` })).toBe(200);
    for (const origin of [
      "http://evil.example",
      "null",
      `https://${host}`,
      `http://127.0.0.1:${viewer.port + 1}`,
      `http://localhost:${viewer.port}`,
    ])
      expect({ origin, status: await statusOf({ host, origin }) }).toEqual({ origin, status: 403 });
    expect(await statusOf({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await statusOf({ "sec-fetch-site": "same-site" })).toBe(403);
    expect(await statusOf({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await statusOf({ "sec-fetch-site": "none" })).toBe(200);
  });

  test("everything is sent with a policy that allows nothing from elsewhere and no inline script", async () => {
    const viewer = await served(peopleGraph());
    for (const path of [pathOf(viewer), pathOf(viewer, "settings"), "/"]) {
      const { headers } = await ask(viewer, path);
      const policy = headers["content-security-policy"] as string;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "x-frame-options": "DENY",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("the page names nothing of elsewhere, and has no script or style of its own", async () => {
    const viewer = await served(peopleGraph());
    const { text } = await ask(viewer, pathOf(viewer));
    for (const [, , address] of text.matchAll(/\b(src|href)="([^"]*)"/g))
      expect(address).toMatch(/^[a-z]+\.(js|css|svg)$/);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\bon[a-z]+=|style=|<style/);
  });
});

describe("paths and methods", () => {
  test("a path that is none is not found, however it is written", async () => {
    const viewer = await served(peopleGraph());
    for (const path of [
      "nothing",
      "../package.json",
      "..%2fpackage.json",
      "page/page.js",
      "constructor",
      "__proto__",
      "toString",
      "index.html",
      "%00",
    ])
      expect({ path, status: (await ask(viewer, pathOf(viewer, path))).status }).toEqual({
        path,
        status: 404,
      });
  });

  test("a method that a path does not take is told which it takes", async () => {
    const viewer = await served(peopleGraph());
    const reply = await ask(viewer, pathOf(viewer, "graph"), { method: "POST" });
    expect([reply.status, reply.headers.allow]).toEqual([405, "GET, HEAD"]);
    const part = await ask(viewer, pathOf(viewer, "part"));
    expect([part.status, part.headers.allow]).toEqual([405, "POST"]);
    for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
      expect((await ask(viewer, pathOf(viewer, "settings"), { method })).status).toBe(405);
  });

  test("HEAD is GET without a body", async () => {
    const viewer = await served(peopleGraph());
    const [head, get] = await Promise.all(
      ["HEAD", "GET"].map((method) => ask(viewer, pathOf(viewer, "settings"), { method })),
    );
    expect([head!.status, head!.text, head!.headers["content-length"]]).toEqual([
      200,
      "",
      get!.headers["content-length"],
    ]);
  });

  test("what is wrong with a request is told, and nothing of the program", async () => {
    const viewer = await served(peopleGraph());
    for (const [path, message] of [
      ["graph?at=nowhere", /nowhere/],
      ["graph?limit=-1", '"limit" expected a whole number 0..1000000, got "-1"'],
      ["element?kind=node", '"id" expected a whole number 0..4294967294, got null'],
      ["element?kind=node&id=99", /99/],
      ["search?text=born%20%3C", /expected/],
      ["search?text=MATCH%20(", /expected/],
    ] as const) {
      const { status, text } = await ask(viewer, pathOf(viewer, path));
      expect({ path, status }).toEqual({ path, status: 400 });
      const { error } = JSON.parse(text) as { error: string };
      if (typeof message === "string") expect(error).toBe(message);
      else expect(error).toMatch(message);
      expect(error).not.toMatch(/ at .*:\d+:\d+|node_modules/);
    }
  });

  test("a body that is too large is refused before it is read, and so is one that is no ids", async () => {
    const viewer = await served(peopleGraph());
    const path = pathOf(viewer, "column?kind=nodes&name=born");
    const announced = await ask(viewer, path, {
      method: "POST",
      headers: { "content-length": "999999999" },
    }).catch((error: Error) => error);
    if (!(announced instanceof Error)) expect(announced.status).toBe(413);
    const large = await ask(viewer, path, {
      method: "POST",
      body: new Uint8Array(4_000_001),
      headers: { "transfer-encoding": "chunked" },
    }).catch((error: NodeJS.ErrnoException) => error.code);
    // the connection may be gone before the client has written all
    if (typeof large === "object") expect(large.status).toBe(413);
    else expect(["EPIPE", "ECONNRESET"]).toContain(large);
    expect((await ask(viewer, path, { method: "POST", body: "abc" })).status).toBe(400);
    // the server goes on
    expect((await ask(viewer, pathOf(viewer, "settings"))).status).toBe(200);
  });

  test("an address longer than the server takes is refused", async () => {
    const viewer = await served(peopleGraph());
    const { status } = await ask(viewer, pathOf(viewer, `search?text=${"a".repeat(40_000)}`));
    expect([414, 431]).toContain(status);
    expect((await ask(viewer, pathOf(viewer, "settings"))).status).toBe(200);
  });
});

describe("the end", () => {
  test("close ends connections that wait, and the port is free again", async () => {
    const viewer = await serveViewer(peopleGraph());
    const events = http.get(`${viewer.url}events`);
    await new Promise((resolve) => events.once("response", resolve));
    const ended = new Promise((resolve) => events.once("close", resolve));
    events.on("error", () => {});
    const idle = net.connect(viewer.port, "127.0.0.1").on("error", () => {});
    await new Promise((resolve) => idle.once("connect", resolve));
    await Promise.all([viewer.close(), viewer.close(), ended]);
    await expect(ask(viewer, pathOf(viewer))).rejects.toThrow("ECONNREFUSED");
    const again = await served(peopleGraph(), { port: viewer.port });
    expect(again.port).toBe(viewer.port);
  });

  test("a viewer that is closed while it answers ends what it answers", async () => {
    const graph = new Graph();
    const viewer = await serveViewer(graph);
    const query = `${["a", "b", "c"].map((x) => `UNWIND range(1, 5000) AS ${x}`).join(" ")} RETURN sum(a * b % (c + 1))`;
    const asked = ask(viewer, pathOf(viewer, `search?text=${encodeURIComponent(query)}`));
    const failed = expect(asked).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await viewer.close();
    await failed;
  });

  test("a signal closes it, also one that can only be looked at", async () => {
    const controller = new AbortController();
    const viewer = await serveViewer(peopleGraph(), { signal: controller.signal });
    controller.abort();
    await eventually(() => ask(viewer, "/").catch((error: NodeJS.ErrnoException) => error.code)).toBe(
      "ECONNREFUSED",
    );
    let aborted = false;
    const plain = {
      get aborted() {
        return aborted;
      },
      throwIfAborted: () => {},
    };
    const other = await serveViewer(peopleGraph(), { signal: plain });
    expect((await ask(other, "/")).status).toBe(404);
    aborted = true;
    await eventually(() => ask(other, "/").catch((error: NodeJS.ErrnoException) => error.code)).toBe(
      "ECONNREFUSED",
    );
    await expect(serveViewer(peopleGraph(), { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow(
      "no",
    );
  });

  test("it is disposed of at the end of a block", async () => {
    let viewer: Awaited<ReturnType<typeof serveViewer>> | undefined;
    {
      await using inner = await serveViewer(peopleGraph());
      viewer = inner;
      expect((await ask(viewer, "/")).status).toBe(404);
    }
    await expect(ask(viewer, "/")).rejects.toThrow("ECONNREFUSED");
  });

  test("nothing of it listens to the graph any more", async () => {
    const graph = peopleGraph();
    const viewer = await serveViewer(graph);
    await viewer.close();
    graph.addNode("Person");
    graph.commit("one more");
    expect(graph.nodeCount).toBe(3);
  });
});

describe("options", () => {
  test("a port that is in use is an error with its number", async () => {
    const viewer = await served(peopleGraph());
    const error = await serveViewer(peopleGraph(), { port: viewer.port }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GroggyError);
    expect((error as GroggyError).is("PORT_IN_USE") && (error as GroggyError).data).toEqual({
      port: viewer.port,
      host: "127.0.0.1",
    });
    expect((error as Error).message).toBe(
      `"port" expected a free port of 127.0.0.1, got ${viewer.port}, which is in use`,
    );
  });

  test.each([
    [{ port: -1 }, RangeError, '"port" expected a whole number 0..65535, got -1'],
    [{ port: 1.5 }, RangeError, '"port" expected a whole number 0..65535, got 1.5'],
    [{ port: "80" }, TypeError, '"port" expected a number, got "80"'],
    [{ limit: 0 }, RangeError, '"limit" expected a whole number 1..1000000, got 0'],
    [{ host: 1 }, TypeError, '"host" expected a string, got 1'],
    [{ host: "" }, RangeError, '"host" expected an address, got ""'],
    [{ follow: 1 }, TypeError, '"follow" expected a boolean, got 1'],
    [{ title: null }, TypeError, '"title" expected a string, got null'],
    [{ ports: 1 }, TypeError, /"options" expected only .*"port".*got "ports"/],
  ] as const)("%j", async (options, kind, message) => {
    const error = await serveViewer(peopleGraph(), options as never).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(kind);
    if (typeof message === "string") expect((error as Error).message).toBe(message);
    else expect((error as Error).message).toMatch(message);
  });

  test("what is no graph, and a revision that is not there, are told at once", async () => {
    await expect(serveViewer({} as never)).rejects.toThrow('"graph" expected a graph, got');
    await expect(serveViewer(peopleGraph(), { at: "nowhere" })).rejects.toThrow("nowhere");
    await expect(serveViewer(peopleGraph().at("v1"), { at: "v1" })).rejects.toThrow(
      '"at" expected a graph with a history to go with it, got a view',
    );
  });

  test("the page begins as the options say", async () => {
    const viewer = await served(peopleGraph(), { title: "People", at: "v1", search: ":Author", limit: 7 });
    expect(await askJson(viewer, "settings")).toEqual({
      title: "People",
      at: "v1",
      search: ":Author",
      limit: 7,
    });
    expect((await askJson(await served(new Graph()), "settings")).title).toBe("graph");
  });
});
