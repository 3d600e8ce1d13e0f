import { defineConfig } from "vitest/config";
import { sourcesOfExports, sourcesOfImports } from "./scripts/imported-modules.mjs";

export default defineConfig({
  resolve: {
    // a name alone: "groggy" is no part of "groggy/formats"
    alias: Object.entries({ ...sourcesOfImports(), ...sourcesOfExports() }).map(([name, replacement]) => ({
      find: new RegExp(`^${name}$`),
      replacement,
    })),
  },
  test: {
    include: ["test/**/*.test.ts"],
    // what works on dist/ has a configuration of its own, vitest.package.config.ts
    exclude: ["test/package/**", "test/browser/**"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 60_000,
    // by default one core is left idle, which of two is half of the machine
    maxWorkers: "100%",
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/kernels/assembly/**", "src/kernels/*/*module.ts", "src/platform/web.ts"],
      reporter: ["text-summary", "html"],
      thresholds: {
        "src/pool/**": { lines: 95, branches: 95 },
        "src/space/**": { lines: 95, branches: 95 },
        "src/history/**": { lines: 95, branches: 95 },
      },
    },
  },
});
