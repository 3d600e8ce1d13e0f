/** The page and the drawing that are made of a record. */
import { expect, test } from "vitest";

interface Figures {
  readonly task: string;
  readonly threads: number;
  readonly firstMs: number;
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly rounds: number;
  readonly rss?: number;
  readonly modularity?: number;
  readonly agrees?: boolean;
  readonly rung?: string;
}

const load = (name: string) => import(new URL(`../../benchmarks/peers/${name}`, import.meta.url).href);
const { pageOf, aheadIn } = (await load("page.mjs")) as {
  pageOf(record: unknown): string;
  aheadIn(record: unknown): { name: string; figure: string; ratio: number }[];
};
const { drawTrend, spreadOut, trendsOf } = (await load("trend.mjs")) as {
  drawTrend(records: unknown[], data: string): string;
  spreadOut(labels: { y: number }[], top: number, bottom: number): { y: number; at: number }[];
  trendsOf(
    records: unknown[],
    data: string,
  ): { task: string; lines: { name: string; points: unknown[] }[] }[];
};

/** What a task took: the first call and the median, the quartiles a tenth of it apart from it. */
function figures(task: string, firstMs: number, medianMs: number, rest: Partial<Figures> = {}): Figures {
  const quartiles = { lowMs: 0.9 * medianMs, highMs: 1.1 * medianMs };
  return { task, threads: 1, firstMs, medianMs, ...quartiles, rounds: 5, agrees: true, ...rest };
}

/** groggy at two sizes, igraph at both, networkx not installed. */
function recordOf(version: string, igraphMs: number) {
  const own = [
    figures("build", 20, 10, { rss: 4000 }),
    figures("components", 4, 2),
    figures("components", 3, 1, { threads: 2 }),
    figures("louvain", 100, 50, { modularity: 0.4 }),
    figures("labelPropagation", 100, 50, { modularity: 0.3 }),
  ];
  const run = {
    data: "uniform",
    peers: "native",
    date: "2026-01-02",
    machine: { node: "v20.19.0", v8: "11.3", processor: "2 x Some", memoryGiB: 24, busy: 0.03 },
    limitMs: 60_000,
    budgetMs: 4_000,
    rungs: [
      { name: "uniform-10k", title: "large", nodeCount: 10_000, edgeCount: 100, groggy: own },
      { name: "uniform-1k", title: "small", nodeCount: 1_000, edgeCount: 10, groggy: own },
    ],
    outcomes: [
      {
        name: "igraph",
        versions: { igraph: "1.0.0" },
        lacking: [],
        notes: [
          { task: "louvain", rung: "uniform-10k", reason: "over 60 s" },
          { task: "pageRank", rung: "uniform-10k", reason: "failed: Error: no" },
        ],
        results: [
          figures("build", 40, 30, { rung: "uniform-10k", rss: 900 }),
          figures("components", 8, igraphMs, { rung: "uniform-10k" }),
          figures("triangles", 8, 2, { rung: "uniform-10k", agrees: false }),
          figures("louvain", 200, 400, { rung: "uniform-1k", modularity: 0.35, rounds: 0 }),
        ],
      },
      { name: "networkx", install: "pip install networkx" },
    ],
  };
  return { version, runs: [run] };
}

/** The cells of the rows that begin with a title. */
const rowsOf = (page: string, title: string) =>
  page
    .split("\n")
    .filter((line) => line.startsWith(`| ${title} |`))
    .map((line) => line.slice(2, -2).split(" | ").slice(1));

test("a peer's cell is its time in groggy's, with the spread of both; below 1 it stands out", () => {
  expect(rowsOf(pageOf(recordOf("0.1.0", 3)), "components")).toEqual([
    ["4.0", "2.0 ±10%", "3.0", "1.0 ±10%"],
    ["1.5 ±20%"],
    ["2.0"],
  ]);
  expect(rowsOf(pageOf(recordOf("0.1.0", 1)), "components")[1]).toEqual(["**0.50** ±20%"]);
});

test("a figure of a smaller size names its size, and one of a single call has no spread", () => {
  expect(rowsOf(pageOf(recordOf("0.1.0", 3)), "Louvain")).toEqual([
    ["100", "50.0 ±10%", "", ""],
    ["8.0 (1k)"],
    ["2.0 (1k)"],
    ["0.4000", "0.3500 (0.4000, 1k)"],
  ]);
});

test("no time is shown whose answer differs", () => {
  expect(rowsOf(pageOf(recordOf("0.1.0", 3)), "triangles")).toEqual([["answers differ"], ["answers differ"]]);
});

test("the page names versions, the machine, memory an edge, and how what was not there is installed", () => {
  const page = pageOf(recordOf("0.1.0", 3));
  expect(page).toContain("igraph 1.0.0");
  expect(page).toContain("2 x Some, 24 GiB; Node v20.19.0, V8 11.3; 2026-01-02");
  expect(rowsOf(page, "igraph")).toEqual([["9.0"]]);
  expect(page).toMatch(/\*\*networkx\*\*, `.*pip install .*networkx.*`: not measured\./);
});

test("the page says so if the machine was busy", () => {
  const record = recordOf("0.1.0", 3);
  expect(pageOf(record)).not.toContain("Other work");
  record.runs[0].machine.busy = 0.65;
  expect(pageOf(record)).toContain("Other work took up to 65% of the machine: figures are rough.");
});

test("where a peer is ahead is told of, the farthest ahead first, by first calls too", () => {
  expect(aheadIn(recordOf("0.1.0", 3))).toEqual([]);
  expect(pageOf(recordOf("0.1.0", 3))).toContain("Nowhere in these runs.");
  const record = recordOf("0.1.0", 1);
  record.runs[0].outcomes[0].results![0] = figures("build", 4, 30, { rung: "uniform-10k", rss: 900 });
  expect(aheadIn(record).map(({ name, figure, ratio }) => [name, figure, ratio])).toEqual([
    ["igraph", "firstMs", 0.2],
    ["igraph", "medianMs", 0.5],
  ]);
});

test("a trend has a point for each release in which a peer's answer agreed", () => {
  const trends = trendsOf([recordOf("0.1.0", 3), recordOf("0.2.0", 6)], "uniform");
  expect(trends.map(({ task }) => task)).toEqual(["build", "components", "louvain"]);
  expect(trends[1].lines).toEqual([
    {
      name: "igraph",
      points: [
        { release: 0, ratio: 1.5 },
        { release: 1, ratio: 3 },
      ],
    },
  ]);
  expect(trendsOf([recordOf("0.1.0", 3)], "kronecker")).toEqual([]);
});

test("the drawing is well formed, and higher where the ratio is higher", () => {
  const drawing = drawTrend([recordOf("0.1.0", 2), recordOf("0.2.0", 20)], "uniform");
  const opened = drawing.match(/<(g|svg)[ >]/g)!.length;
  expect(drawing.match(/<\/(g|svg)>/g)).toHaveLength(opened);
  expect(drawing).not.toMatch(/NaN|undefined|Infinity/);
  const components = drawing.split("</g>").find((panel) => panel.includes(">components<"))!;
  const heights = [...components.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights).toHaveLength(2);
  expect(heights[1]).toBeLessThan(heights[0]);
});

test("labels keep their order and a distance, and stay within the panel", () => {
  const labels = spreadOut([{ y: 98 }, { y: 50 }, { y: 99 }, { y: 99 }], 0, 100);
  expect(labels.map(({ at }) => at)).toEqual([50, 76, 88, 100]);
  const crowded = spreadOut(
    Array.from({ length: 20 }, () => ({ y: 5 })),
    0,
    100,
  ).map(({ at }) => at);
  expect(Math.min(...crowded)).toBeGreaterThanOrEqual(-1e-9);
  expect(Math.max(...crowded)).toBeLessThanOrEqual(100 + 1e-9);
  expect(new Set(crowded.map((at) => Math.round(at))).size).toBe(20);
});
