// Files of columns with random faults are read, or refused by a FormatError, in bounded time.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FormatError, readGraph } from "../../../src/formats/index.js";
import { inPieces } from "../fixtures.js";
import { drawerOf, mutate } from "../mutate.js";
import { columnFile, rawTypes } from "./columns.js";

const SEEDS = Number(process.env.COLUMN_SEEDS ?? 800);

const files = readdirSync(columnFile("")).flatMap((name) => {
  const format = /\.(arrows?|feather)$/.test(name)
    ? "arrow"
    : /\.parquet$/.test(name)
      ? "parquet"
      : undefined;
  return format === undefined ? [] : [{ name, format, bytes: readFileSync(columnFile(name)) }];
});

/** What goes wrong with the file of a seed; undefined if nothing does. */
async function failureOf(seed: number): Promise<string | undefined> {
  const draw = drawerOf(seed);
  const { name, format, bytes } = files[draw(files.length)]!;
  const file = mutate(bytes, draw);
  const source = draw(3) === 0 ? inPieces(file, 1 + draw(50)) : file;
  const start = process.cpuUsage();
  try {
    await readGraph({ source, name }, { format, types: rawTypes, lenient: draw(4) === 0 } as never);
  } catch (error) {
    const isKnown = error instanceof FormatError && error.format === format && error.message.length < 2000;
    if (!isKnown) return `seed ${seed}, ${name}: ${(error as Error).stack}`;
  }
  const { user, system } = process.cpuUsage(start);
  return user + system > 4e6 ? `seed ${seed}, ${name}: ${(user + system) / 1e6} s` : undefined;
}

test(`${SEEDS} files with faults are read or refused`, { timeout: 300_000 }, async () => {
  const first = Number(process.env.COLUMN_SEED ?? 0);
  for (let seed = first; seed < first + SEEDS; seed++) expect(await failureOf(seed)).toBeUndefined();
});
