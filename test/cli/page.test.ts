// docs/cli.md is what the table says: `npm run docs:cli` writes it anew.
import { expect, test } from "vitest";
import { cliPage } from "./cli-page.js";

test("docs/cli.md is made from the table of commands", async () => {
  await expect(cliPage()).toMatchFileSnapshot("../../docs/cli.md");
});
