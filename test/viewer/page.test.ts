// The page in a real browser: that it draws, answers pointer and keys, follows changes, and asks for nothing of elsewhere.
// Left out where there is no Chromium.
import type { readFile } from "node:fs/promises";
import { Graph } from "groggy";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildPage } from "../../scripts/build-viewer.mjs";
import { Chromium, chromiumPath, type Tab, type TabSettings } from "./devtools.js";
import { eventually, peopleGraph, served } from "./people.js";

// the sources have no page.js: it is made of them here, as the build makes it
const built = vi.hoisted(() => new Map<string, string>());
vi.mock("node:fs/promises", async (original) => {
  const real = await original<{ readFile: typeof readFile }>();
  const read = (path: unknown) => {
    const made = built.get(String(path).split("/").at(-1)!);
    return made === undefined ? real.readFile(path as string) : Promise.resolve(Buffer.from(made));
  };
  return { ...real, readFile: read };
});

describe.skipIf(chromiumPath() === undefined)("in Chromium", () => {
  let chromium: Chromium;
  beforeAll(async () => {
    for (const [name, text] of Object.entries(await buildPage())) built.set(name, text);
    chromium = new Chromium();
  });
  afterAll(() => chromium?.close());

  const settled = (tab: Tab) =>
    eventually(() =>
      tab.evaluate<boolean>(
        "!!globalThis.groggyViewer && !groggyViewer.settled.isLoading && !groggyViewer.settled.isMoving",
      ),
    ).toBe(true);
  const shown = async (graph: Parameters<typeof served>[0], settings: TabSettings = {}, query = "") => {
    const viewer = await served(graph);
    const tab = await chromium.open(viewer.url + query, settings);
    await settled(tab);
    return { tab, viewer };
  };
  const textOf = (tab: Tab, id: string) => tab.evaluate<string>(`document.getElementById("${id}").innerText`);
  /** Where a node is on the screen, by its id. */
  const placeOf = (tab: Tab, id: number) =>
    tab.evaluate<[number, number]>(`(() => {
      const { stage, model } = groggyViewer, { camera } = stage, i = model.placeOf(${id});
      const { left, top } = document.getElementById("upper").getBoundingClientRect();
      return [(model.scene.x[i] - camera.x) * camera.scale + camera.width / 2 + left,
        (model.scene.y[i] - camera.y) * camera.scale + camera.height / 2 + top];
    })()`);
  const click = async (tab: Tab, [x, y]: readonly [number, number], clickCount = 1) => {
    for (const type of ["mousePressed", "mouseReleased"])
      await tab.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount });
  };
  const key = async (tab: Tab, name: string) => {
    for (const type of ["keyDown", "keyUp"])
      await tab.send("Input.dispatchKeyEvent", {
        type,
        key: name,
        ...(name.length === 1 ? { text: type === "keyDown" ? name : "" } : {}),
      });
  };
  const search = (tab: Tab, text: string) =>
    tab.evaluate(`(() => {
      document.getElementById("search-text").value = ${JSON.stringify(text)};
      document.getElementById("search").requestSubmit();
    })()`);
  /** The number of pixels of the lower canvas that are not of its background. */
  const inked = async (tab: Tab) => {
    const { data } = await tab.send("Page.captureScreenshot", { format: "png" });
    return await tab.evaluate<number>(`new Promise((resolve) => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.width, image.height];
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        const { top, height, left, width } = document.getElementById("upper").getBoundingClientRect();
        const pixels = context.getImageData(left + width * 0.3, top, width * 0.4, height).data;
        let count = 0;
        for (let i = 0; i < pixels.length; i += 4)
          if (Math.abs(pixels[i] - pixels[0]) + Math.abs(pixels[i + 1] - pixels[1]) > 40) count++;
        resolve(count);
      };
      image.src = "data:image/png;base64,${String(data)}";
    })`);
  };

  test("draws the graph, with nothing of elsewhere and no complaint", async () => {
    const { tab, viewer } = await shown(peopleGraph());
    expect(await textOf(tab, "counts")).toBe("2 nodes, 1 edge");
    expect(await tab.evaluate("groggyViewer.stage.painterName")).toBe("webgl2");
    expect(await inked(tab)).toBeGreaterThan(50);
    expect(tab.complaints).toEqual([]);
    expect(tab.asked.filter((url) => !url.startsWith(viewer.url) && !url.startsWith("data:"))).toEqual([]);
    expect(await textOf(tab, "timeline")).toContain("without Alan");
  });

  test("draws without WebGL, and goes on where its context is lost", async () => {
    const plain = await shown(peopleGraph(), {}, "?painter=canvas");
    expect(await plain.tab.evaluate("groggyViewer.stage.painterName")).toBe("canvas");
    expect(await inked(plain.tab)).toBeGreaterThan(50);
    const { tab } = await shown(peopleGraph());
    await tab.evaluate(
      `document.getElementById("lower").getContext("webgl2").getExtension("WEBGL_lose_context").loseContext()`,
    );
    await eventually(() => tab.evaluate("groggyViewer.stage.painterName")).toBe("canvas");
    await eventually(() => inked(tab)).toBeGreaterThan(50);
  });

  test("a click shows an element, Escape clears it, and hostile names are text", async () => {
    const graph = new Graph();
    const name = "<img src=x onerror=alert(1)>";
    const node = graph.addNode("<b>label</b>", { [name]: "</script><script>alert(2)</script>", name });
    graph.addEdge(node, node, "<i>");
    graph.commit("<svg onload=alert(3)>", { author: "<u>" });
    const { tab } = await shown(graph);
    await click(tab, await placeOf(tab, node));
    await eventually(() => textOf(tab, "panel")).toContain("</script><script>alert(2)</script>");
    expect(await textOf(tab, "panel")).toContain("<svg onload=alert(3)>");
    expect(
      await tab.evaluate(`document.querySelectorAll("img, b i, #panel svg, #panel script").length`),
    ).toBe(0);
    await key(tab, "Escape");
    expect(await tab.evaluate(`document.getElementById("panel").hidden`)).toBe(true);
    expect(tab.complaints).toEqual([]);
  });

  test("a search finds, narrows, and tells what is wrong", async () => {
    const { tab } = await shown(peopleGraph());
    await search(tab, "born < 1900");
    await eventually(() => textOf(tab, "notes")).toContain("1 node found by this filter.");
    await tab.evaluate(
      `[...document.querySelectorAll("#notes button")].find((b) => b.textContent === "Show only these").click()`,
    );
    await eventually(() => textOf(tab, "counts")).toBe("1 of 2 nodes, 0 of 1 edge");
    await search(tab, "");
    await eventually(() => textOf(tab, "counts")).toBe("2 nodes, 1 edge");
    await search(tab, "born <");
    await eventually(() => textOf(tab, "notes")).toMatch(/expected/);
    await search(tab, "RETURN 1 + 1 AS two");
    await eventually(() => textOf(tab, "panel")).toMatch(/1 row\s+(?:×\s+)?two\s+2/);
  });

  test("the slider shows a commit with what it changed, and keeps nodes where they are", async () => {
    const { tab } = await shown(peopleGraph());
    const before = await tab.evaluate<number>("groggyViewer.model.scene.nodeCount");
    const move = (place: number) =>
      tab.evaluate(`(() => {
        const range = document.querySelector("#timeline input");
        range.value = "${place}";
        range.dispatchEvent(new Event("input"));
      })()`);
    await move(1);
    await eventually(() => textOf(tab, "counts")).toBe("3 nodes, 2 edges");
    await settled(tab);
    expect(await textOf(tab, "timeline")).toContain("nodes +1 −0 ~0");
    expect(await textOf(tab, "legend")).toMatch(/Nodes: changes\s+\+?\s*added\s+1/);
    await move(2);
    await eventually(() => textOf(tab, "timeline")).toContain("nodes +0 −1 ~1");
    expect(await tab.evaluate("groggyViewer.model.scene.nodeCount")).toBe(before + 1);
    expect(tab.complaints).toEqual([]);
  });

  test("a change of the graph is seen, and the page stays when the viewer ends", async () => {
    const graph = peopleGraph();
    const { tab, viewer } = await shown(graph);
    graph.addEdge(0, graph.addNode("Person", { name: "Edsger" }), "INSPIRED");
    await eventually(() => textOf(tab, "counts")).toBe("3 nodes, 2 edges");
    await viewer.close();
    await eventually(() => textOf(tab, "notes")).toContain("not served any more");
    expect(await tab.evaluate("groggyViewer.model.scene.nodeCount")).toBe(3);
  });

  test("keys move and zoom, T shows the table, and a node of it is chosen", async () => {
    const { tab } = await shown(peopleGraph());
    await tab.evaluate(`document.getElementById("upper").focus()`);
    const camera = () => tab.evaluate<{ x: number; scale: number }>("({ ...groggyViewer.stage.camera })");
    const before = await camera();
    await key(tab, "ArrowRight");
    await key(tab, "+");
    const after = await camera();
    expect(after.x).toBeGreaterThan(before.x);
    expect(after.scale).toBeCloseTo(before.scale * 1.25);
    await key(tab, "0");
    expect((await camera()).scale).toBeCloseTo(before.scale);
    await key(tab, "t");
    await eventually(() => textOf(tab, "table")).toMatch(/Ada Lovelace\s+Person\s+1\s+0/);
    await tab.evaluate(`document.querySelector("#table tbody button").click()`);
    await eventually(() => textOf(tab, "panel")).toContain("Ada Lovelace");
    await key(tab, "Escape");
    await key(tab, "/");
    expect(await tab.evaluate("document.activeElement.id")).toBe("search-text");
  });

  test("a node can be dragged, and a drag is no click", async () => {
    const { tab } = await shown(peopleGraph());
    const [x, y] = await placeOf(tab, 0);
    await tab.send("Input.dispatchMouseEvent", { type: "mousePressed", x, y, button: "left", clickCount: 1 });
    for (const part of [20, 60])
      await tab.send("Input.dispatchMouseEvent", {
        type: "mouseMoved",
        x: x + part,
        y: y + part,
        button: "left",
      });
    await tab.send("Input.dispatchMouseEvent", {
      type: "mouseReleased",
      x: x + 60,
      y: y + 60,
      button: "left",
      clickCount: 1,
    });
    const moved = await placeOf(tab, 0);
    expect(moved).toEqual([expect.closeTo(x + 60, 0), expect.closeTo(y + 60, 0)]);
    expect(await tab.evaluate(`document.getElementById("panel").hidden`)).toBe(true);
  });

  test("a double click adds the neighbours that are not drawn", async () => {
    const { tab } = await shown(peopleGraph());
    await search(tab, "name = 'Grace'");
    await eventually(() => textOf(tab, "notes")).toContain("found");
    await tab.evaluate(
      `[...document.querySelectorAll("#notes button")].find((b) => b.textContent === "Show only these").click()`,
    );
    await eventually(() => tab.evaluate("groggyViewer.model.scene.nodeCount")).toBe(1);
    await settled(tab);
    const place = await placeOf(tab, 2);
    await click(tab, place);
    await click(tab, place, 2);
    await eventually(() => tab.evaluate("groggyViewer.model.scene.nodeCount")).toBe(2);
  });

  test("pictures are saved with every node", async () => {
    const { tab } = await shown(peopleGraph());
    const saved = await tab.evaluate<[string, string]>(`(async () => {
      const texts = [];
      const real = URL.createObjectURL;
      const blobs = [];
      URL.createObjectURL = (blob) => { blobs.push(blob); return real(blob); };
      HTMLAnchorElement.prototype.click = () => {};
      for (const kind of ["svg", "png"]) document.querySelector('[data-save="' + kind + '"]').click();
      while (blobs.length < 2) await new Promise((done) => setTimeout(done, 20));
      const svg = blobs.find(({ type }) => type === "image/svg+xml");
      const png = blobs.find(({ type }) => type === "image/png");
      const bytes = new Uint8Array(await png.arrayBuffer());
      return [await svg.text(), Array.from(bytes.slice(1, 4), (byte) => String.fromCharCode(byte)).join("") + bytes.length];
    })()`);
    expect(saved[0].match(/<circle [^>]*><title>/g)?.length).toBe(2);
    expect(saved[0]).toContain("Ada Lovelace");
    expect(saved[1]).toMatch(/^PNG\d{4,}$/);
  });

  test.each([
    ["empty", () => new Graph(), "The graph is empty."],
    ["large", () => largeGraph(), "20,000 nodes with the most edges are drawn; 30,000 are left out"],
  ] as const)("a graph that is %s says so", async (_, make, note) => {
    const { tab } = await shown(make());
    expect(await textOf(tab, "notes")).toContain(note);
    expect(tab.complaints).toEqual([]);
  });

  test("dark and narrow, it is as wide as the window", async () => {
    const { tab } = await shown(peopleGraph(), { width: 360, height: 640, isDark: true });
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(360);
    expect(await tab.evaluate("getComputedStyle(document.body).color")).not.toBe("rgb(28, 30, 36)");
    expect(await tab.evaluate("document.getElementById('upper').clientHeight")).toBeGreaterThan(250);
  });

  test("every control has a name", async () => {
    const { tab } = await shown(peopleGraph());
    const { nodes } = (await tab.send("Accessibility.getFullAXTree")) as {
      nodes: { ignored: boolean; role?: { value: string }; name?: { value: string } }[];
    };
    const controls = nodes.filter(
      ({ ignored, role }) =>
        !ignored && /^(button|combobox|slider|searchbox|image|checkbox)$/.test(role?.value ?? ""),
    );
    expect(controls.length).toBeGreaterThan(8);
    expect(controls.filter(({ name }) => !name?.value)).toEqual([]);
  });
});

/** 50,000 nodes, the first of which have the most edges. */
function largeGraph(): Graph {
  const graph = new Graph();
  graph.addNodes(50_000, {});
  const sources = Uint32Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 50_000);
  graph.addEdges(
    sources,
    sources.map((source) => (source * source) % 997),
  );
  return graph;
}
