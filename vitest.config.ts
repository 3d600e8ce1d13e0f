import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What package.json names in "imports", in the source. */
const modules = {
  "#frozen": "./src/space/frozen.ts",
  "#indices": "./src/space/index/value-indices.ts",
  "#later": "./src/later.ts",
  "#platform": "./src/platform/node.ts",
  "#search": "./src/space/search.ts",
};

export default defineConfig({
  resolve: {
    alias: Object.fromEntries(
      Object.entries(modules).map(([name, path]) => [name, fileURLToPath(new URL(path, import.meta.url))]),
    ),
  },
  test: {
    include: ["test/**/*.test.ts"],
    // what works on dist/ has a configuration of its own, vitest.package.config.ts
    exclude: ["test/package/**", "test/browser/**"],
    testTimeout: 60_000,
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/kernels/assembly/**", "src/kernels/*module.ts", "src/platform/web.ts"],
      reporter: ["text-summary", "html"],
      thresholds: {
        "src/pool/**": { lines: 95, branches: 95 },
        "src/space/**": { lines: 95, branches: 95 },
        "src/history/**": { lines: 95, branches: 95 },
      },
    },
  },
});
