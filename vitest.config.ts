import { defineConfig } from "vitest/config";
import { sourcesOfExports, sourcesOfImports } from "./scripts/imported-modules.mjs";

/** What these replace (a module, a global, time) or measure (memory) would be seen by the files after them. */
const ALONE = [
  "test/algorithms/flow/flow.test.ts",
  "test/cli/table.test.ts",
  "test/formats/{bombs,hostile,hostile-made}.test.ts",
  "test/formats/columnar/faults.test.ts",
  "test/history/hashing/platform.test.ts",
  "test/kernels/{core,runtime}/**/*.test.ts",
  "test/store/{fencing,replay}.test.ts",
  "test/viewer/page.test.ts",
];

export default defineConfig({
  resolve: {
    // a name alone: "groggy" is no part of "groggy/formats"
    alias: Object.entries({ ...sourcesOfImports(), ...sourcesOfExports() }).map(([name, replacement]) => ({
      find: new RegExp(`^${name}$`),
      replacement,
    })),
  },
  test: {
    // files share the modules that their worker has loaded: loading them took as long as half of the tests
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          // what works on dist/ has a configuration of its own, vitest.package.config.ts
          exclude: ["test/package/**", "test/browser/**", ...ALONE],
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
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
