// The tests of what users get: the packed tarball, and dist/ in a browser. `npm run build` comes first.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/package/**/*.test.ts", "test/browser/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // each file starts processes of its own, so one after another
    fileParallelism: false,
  },
});
