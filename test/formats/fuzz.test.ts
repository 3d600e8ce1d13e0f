// Files of other tools with random faults are read: a FormatError or a graph, and nothing else.
//
// FUZZ_MINUTES=n goes on for so long, FUZZ_SEED=n begins with that seed; npm run test:fuzz -- --formats
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError, formatOf, readGraph } from "../../src/formats/index.js";
import { answers, fixture, hasFixtures, inPieces } from "./fixtures.js";
import { drawerOf, mutate } from "./mutate.js";

const SEEDS = 2000;

const files: { readonly name: string; readonly format: string; readonly bytes: Uint8Array }[] = [];
for (const name of Object.keys(answers)) {
  const format = await formatOf(fixture(name)).catch(() => undefined);
  if (format !== undefined) files.push({ name, format, bytes: readFileSync(fixture(name)) });
}

/** What goes wrong with the file of a seed; undefined if nothing does. */
async function failureOf(seed: number): Promise<string | undefined> {
  const draw = drawerOf(seed);
  const { name, format, bytes } = files[draw(files.length)]!;
  const file = mutate(bytes, draw);
  const lenient = draw(4) === 0;
  const source = draw(3) === 0 ? inPieces(file, 1 + draw(50)) : file;
  try {
    await readGraph({ source, name }, {
      format,
      lenient,
      missingNodes: draw(4) === 0 ? "add" : "refuse",
    } as never);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError && error.format === format && error.message.length < 2000)
      return undefined;
    return `seed ${seed}, ${name}: ${(error as Error).stack}`;
  }
}

const minutes = Number(process.env.FUZZ_MINUTES ?? 0);

describe.skipIf(!hasFixtures)(
  "files with faults (../shared/fixtures/formats; skipped where they are not)",
  () => {
    test.runIf(minutes === 0)(`${SEEDS} files with faults are read or refused`, async () => {
      for (let seed = 0; seed < SEEDS; seed++) expect(await failureOf(seed)).toBeUndefined();
    });

    test.runIf(minutes > 0)(
      "files with faults are read or refused, for as long as asked",
      async () => {
        const end = Date.now() + minutes * 60_000;
        let seed = Number(process.env.FUZZ_SEED ?? (Math.random() * 2 ** 31) >>> 0);
        for (; Date.now() < end; seed++) expect(await failureOf(seed)).toBeUndefined();
      },
      minutes * 60_000 + 60_000,
    );
  },
);
