// The records of all releases as a drawing in SVG: for each task a panel, for each peer a line, of how many times as
// long as groggy it took in that release's run. Ratios only: times of different machines are not comparable.
import { writeFileSync } from "node:fs";
import { digits } from "../shared/measure.mjs";
import { javascriptPeers, nativePeers } from "./list.mjs";
import { ratioOf } from "./page.mjs";
import { tasks } from "./tasks.mjs";

const panel = { width: 420, height: 250, left: 46, right: 130, top: 34, bottom: 30 };
const columnCount = 3;
/** Lines of text that are closer than this run into each other. */
const lineHeight = 12;
const headHeight = 64;

// distinct for most who see colours differently; a peer keeps its own from drawing to drawing
const colors = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#8c6d1f",
  "#3f9fdb",
  "#7a3fb0",
  "#666666",
  "#c2185b",
  "#2f5d1d",
  "#111111",
];
const peerNames = [...javascriptPeers, ...nativePeers].map(({ name }) => name);
const colorOf = (name) => colors[peerNames.indexOf(name)];

/** For each task the ratios of each peer by release: `{ task, title, lines: [{ name, points: [{ release, ratio }] }] }`. */
export function trendsOf(records, data) {
  const panels = [{ name: "build", title: "building from arrays" }, ...tasks];
  return panels
    .map(({ name: task, title }) => ({ task, title, lines: linesOf(records, data, task) }))
    .filter(({ lines }) => lines.length > 0);
}

function linesOf(records, data, task) {
  const lines = new Map();
  records.forEach(({ runs }, release) => {
    for (const run of runs.filter((each) => each.data === data)) {
      for (const { name, results = [] } of run.outcomes) {
        const result = results.find((each) => each.task === task && each.threads === 1 && each.agrees);
        if (result === undefined) continue;
        if (!lines.has(name)) lines.set(name, { name, points: [] });
        lines.get(name).points.push({ release, ratio: ratioOf(run, result, "medianMs").ratio });
      }
    }
  });
  return [...lines.values()];
}

/** Draws each kind of data that there are records of, to trend-KIND.svg beside them; the names of the files. */
export function writeTrends(records) {
  const kinds = new Set(records.flatMap(({ runs }) => runs.map(({ data }) => data)));
  return [...kinds].map((data) => {
    const name = `trend-${data}.svg`;
    writeFileSync(new URL(`../results/${name}`, import.meta.url), drawTrend(records, data));
    return name;
  });
}

const round = (number) => Number(number.toFixed(1));
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The drawing. */
export function drawTrend(records, data) {
  const trends = trendsOf(records, data);
  const rows = Math.ceil(trends.length / columnCount);
  const [width, height] = [columnCount * panel.width, headHeight + rows * panel.height];
  const releases = records.map(({ version }) => version);
  const panels = trends.map((trend, i) => {
    const x = (i % columnCount) * panel.width;
    const y = headHeight + Math.floor(i / columnCount) * panel.height;
    return `<g transform="translate(${x} ${y})">\n${drawPanel(trend, releases)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="16" y="26" font-size="17" fill="#222222">How many times as long as groggy its peers take</text>
<text x="16" y="46" font-size="12" fill="#555555">${escaped(data)} edges, one thread, steady state, by release; above the dark line groggy is ahead</text>
${panels.join("\n")}
</svg>
`;
}

function drawPanel({ title, lines }, releases) {
  const ratios = lines.flatMap(({ points }) => points.map(({ ratio }) => ratio));
  // whole powers of ten, the line of 1 among them
  const low = Math.min(0, Math.floor(Math.log10(Math.min(...ratios))));
  const high = Math.max(1, Math.ceil(Math.log10(Math.max(...ratios))));
  const right = panel.width - panel.right;
  const bottom = panel.height - panel.bottom;
  const y = (ratio) => bottom - ((Math.log10(ratio) - low) / (high - low)) * (bottom - panel.top);
  // the last release stands at the right, beside the names
  const step = (right - panel.left - 20) / Math.max(1, releases.length - 1);
  const x = (release) => right - 10 - (releases.length - 1 - release) * step;
  const grid = [];
  for (let power = low; power <= high; power++) {
    const at = round(y(10 ** power));
    const stroke = power === 0 ? "#222222" : "#dddddd";
    grid.push(`<line x1="${panel.left}" x2="${right}" y1="${at}" y2="${at}" stroke="${stroke}"/>`);
    grid.push(
      `<text x="${panel.left - 6}" y="${at + 4}" text-anchor="end" fill="#555555">${labelOf(power)}</text>`,
    );
  }
  const marks = marksOf(releases).map((release) => {
    return `<text x="${round(x(release))}" y="${bottom + 16}" text-anchor="middle" fill="#555555">${escaped(releases[release])}</text>`;
  });
  const labels = spreadOut(
    lines.map(({ name, points }) => {
      const { release, ratio } = points.at(-1);
      return { name, ratio, from: round(x(release)) + 5, y: y(ratio) };
    }),
    panel.top,
    bottom,
  );
  const drawn = lines.map(({ name, points }) => drawLine(points, x, y, colorOf(name)));
  const texts = labels.map(({ name, ratio, from, y: height, at }) => {
    const color = colorOf(name);
    const lead = `<path d="M${from} ${round(height)}L${right + 10} ${round(at)}" stroke="${color}" stroke-width="0.6" fill="none"/>`;
    return `${lead}<text x="${right + 13}" y="${round(at + 4)}" fill="${color}">${escaped(name)} ${digits(ratio)}</text>`;
  });
  return [
    `<text x="16" y="18" font-size="13" fill="#222222">${escaped(title)}</text>`,
    ...grid,
    ...marks,
    ...drawn,
    ...texts,
  ].join("\n");
}

function labelOf(power) {
  if (power < 3) return String(Number((10 ** power).toPrecision(1)));
  return power < 6 ? `${10 ** (power - 3)}k` : `${10 ** (power - 6)}M`;
}

/** The releases that are named below a panel: all if they have room, or the first, the last and some between. */
function marksOf(releases) {
  const every = Math.max(1, Math.ceil(releases.length / 6));
  return releases.map((_, i) => i).filter((i) => (releases.length - 1 - i) % every === 0);
}

function drawLine(points, x, y, color) {
  const at = points.map(({ release, ratio }) => `${round(x(release))} ${round(y(ratio))}`);
  const dots = at.map(
    (each) => `<circle cx="${each.split(" ")[0]}" cy="${each.split(" ")[1]}" r="3" fill="${color}"/>`,
  );
  const line =
    at.length > 1 ? `<path d="M${at.join("L")}" stroke="${color}" stroke-width="1.8" fill="none"/>` : "";
  return line + dots.join("");
}

/** Labels with `at` beside `y`: as near to it as the others leave room for, from `top` to `bottom`. */
export function spreadOut(labels, top, bottom) {
  const sorted = labels.map((label) => ({ ...label, at: label.y })).sort((a, b) => a.y - b.y);
  const height = Math.min(lineHeight, (bottom - top) / Math.max(1, sorted.length - 1));
  for (let i = 0; i < sorted.length; i++) {
    const least = i === 0 ? top : sorted[i - 1].at + height;
    sorted[i].at = Math.max(sorted[i].at, least);
  }
  // what was pushed out below moves up again, and pushes those above it
  for (let i = sorted.length - 1; i >= 0; i--) {
    const most = i === sorted.length - 1 ? bottom : sorted[i + 1].at - height;
    sorted[i].at = Math.min(sorted[i].at, most);
  }
  return sorted;
}
