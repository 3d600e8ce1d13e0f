// Draws the trend over the records of all releases, benchmarks/results/trend-uniform.svg and trend-kronecker.svg.
// With --smoke it draws and writes nothing. Run: npm run bench:trend
import { writeFileSync } from "node:fs";
import { readRecords } from "./peers/record.mjs";
import { drawTrend, trendsOf } from "./peers/trend.mjs";
import { smoke } from "./shared/measure.mjs";

const records = readRecords();
for (const data of ["uniform", "kronecker"]) {
  const drawing = drawTrend(records, data);
  const name = `benchmarks/results/trend-${data}.svg`;
  console.log(`${name}: ${records.length} releases, ${trendsOf(records, data).length} panels`);
  if (!smoke) writeFileSync(new URL(`results/trend-${data}.svg`, import.meta.url), drawing);
}
