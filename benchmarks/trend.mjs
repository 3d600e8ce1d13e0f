// Draws the trend over the records of all releases, benchmarks/results/trend-*.svg, and writes the page of the last one
// anew; `npm run bench -- --write` does so as well. With --smoke nothing is written. Run: npm run bench:trend
import { writePage } from "./peers/page.mjs";
import { readRecords } from "./peers/record.mjs";
import { drawTrend, writeTrends } from "./peers/trend.mjs";
import { smoke } from "./shared/measure.mjs";

const records = readRecords();
if (smoke) console.log(`${drawTrend(records, "uniform").length} characters of ${records.length} releases`);
else if (records.length === 0) console.log("no records: npm run bench -- --write makes one");
else {
  for (const name of writeTrends(records))
    console.log(`benchmarks/results/${name}: ${records.length} releases`);
  writePage(records.at(-1));
}
