// What the verbs of exchange, care and the store print on a terminal is on record, sizes aside.
import { expect, test } from "vitest";
import { runLine } from "./run-line.js";
import { exampleFolder } from "./stores.js";

const LINES = [
  "groggy info people.groggy",
  "groggy schema people.groggy",
  "groggy clone people.groggy copy.groggy",
  "groggy clone all.bundle copy.groggy",
  "groggy fetch people.groggy colleague.groggy --dry-run",
  "groggy fetch people.groggy colleague.groggy",
  "groggy fetch people.groggy colleague.groggy",
  "groggy pull people.groggy colleague.groggy",
  "groggy pull people.groggy all.bundle --branch rival",
  "groggy push people.groggy colleague.groggy --branch experiment",
  "groggy push colleague.groggy people.groggy --branch main --to experiment",
  "groggy bundle people.groggy whole.bundle",
  "groggy bundle people.groggy people.csv",
  "groggy bundle all.bundle --list",
  "groggy bundle people.groggy news.bundle --verify",
  "groggy verify people.groggy",
  "groggy verify damaged.groggy",
  "groggy log damaged.groggy",
  "groggy gc people.groggy --force",
  "groggy salvage damaged.groggy saved.groggy",
  "groggy salvage damaged.groggy saved.groggy",
  "groggy backup people.groggy kept.groggy",
  "groggy init fresh.groggy",
  "groggy init fresh.groggy",
  "groggy nodse people.groggy",
];

test.each([80, 40])("what is printed on a terminal of %i columns is on record", async (columns) => {
  const cwd = exampleFolder();
  let text = "";
  for (const line of LINES) {
    const { code, stdout, stderr } = await runLine(line, {
      cwd,
      isTerminal: true,
      columns,
      rows: 60,
      env: { NO_COLOR: "1", LANG: "C.UTF-8", TERM: "xterm" },
    });
    const ended = code === 0 ? "" : `[exit code ${code}]\n`;
    text += `$ ${line}\n${stdout}${stderr}${ended}\n`;
  }
  // the folder has another name each time, and the bytes of a store are partly random
  const fixed = text.replaceAll(cwd, ".").replace(/\b[\d.]+ (kB|MB|bytes)\b/g, "N $1");
  await expect(fixed).toMatchFileSnapshot(`golden/exchange-${columns}.txt`);
});
