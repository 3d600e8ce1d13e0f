import { expect, test } from "vitest";
import { loadPackage } from "../../../src/formats/shared/packages.js";

test("a package that is not installed is named, with the way to install it", async () => {
  const missing = Object.assign(new Error("Cannot find package 'hyparquet' imported from x.js"), {
    code: "ERR_MODULE_NOT_FOUND",
  });
  await expect(loadPackage("hyparquet", () => Promise.reject(missing), "parquet")).rejects.toMatchObject({
    code: "FORMAT_DEPENDENCY",
    format: "parquet",
    message: "expected the package hyparquet to be installed: npm install hyparquet",
  });
});

test("what goes wrong within a package is not taken for its absence", async () => {
  const broken = new Error("broken");
  await expect(loadPackage("x", () => Promise.reject(broken), "parquet")).rejects.toBe(broken);
});

test("a package that is there is handed on", async () => {
  expect(await loadPackage("x", () => Promise.resolve(7), "parquet")).toBe(7);
});
