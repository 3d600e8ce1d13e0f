// docs/first-ten-minutes.md, line by line; `npm run docs:cli` writes anew what is printed.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runConsolePage } from "./console-page.js";
import { temporaryFolder } from "./stores.js";

test("docs/first-ten-minutes.md prints what it shows", async () => {
  const path = new URL("../../docs/first-ten-minutes.md", import.meta.url);
  const { failures, page } = await runConsolePage(readFileSync(path, "utf8"), temporaryFolder());
  expect(failures).toEqual([]);
  await expect(page).toMatchFileSnapshot("../../docs/first-ten-minutes.md");
});
