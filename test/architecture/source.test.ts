// The rules on the source as it is.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { complaintsOf } from "./rules.js";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

test("the source keeps to the layers, without circles, and says what each file is", () => {
  const files = (readdirSync(src, { recursive: true }) as string[])
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !file.startsWith("kernels/assembly/"))
    .sort();
  expect(files.length).toBeGreaterThan(20);
  expect(complaintsOf(new Map(files.map((file) => [file, readFileSync(src + file, "utf8")])))).toEqual([]);
});
