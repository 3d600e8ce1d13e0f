// Draws the trend over the records of all releases, benchmarks/results/trend-*.svg; `npm run bench -- --write` does it
// as well. With --smoke it draws and writes nothing. Run: npm run bench:trend
import { readRecords } from "./peers/record.mjs";
import { drawTrend, writeTrends } from "./peers/trend.mjs";
import { smoke } from "./shared/measure.mjs";

const records = readRecords();
if (smoke) console.log(`${drawTrend(records, "uniform").length} characters of ${records.length} releases`);
else
  for (const name of writeTrends(records))
    console.log(`benchmarks/results/${name}: ${records.length} releases`);
