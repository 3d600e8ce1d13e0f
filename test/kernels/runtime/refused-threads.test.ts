// Where threads are not to be had, everything runs on the one there is, with the same results.
import { afterEach, expect, it, vi } from "vitest";
import { tune } from "../tune.js";

const startThread = vi.fn(() => undefined);

vi.mock("#platform", async (importOriginal) => {
  const { platform } = await importOriginal<typeof import("../../../src/platform/node.js")>();
  return { platform: { ...platform, startThread } };
});

afterEach(() => tune());

it("short runs ask for none", async () => {
  const { componentSteps } = await import(
    "../../../src/algorithms/components/connected-components-kernel.js"
  );
  const { runSteps } = await import("../../../src/kernels/runtime/run-steps.js");
  const { expectSame, freeze, seededGraph } = await import("../arbitrary-graphs.js");
  const csr = freeze(seededGraph(100_000, 300_000, 1_000_000, false), true);
  tune({ threadsAfterMs: 600_000 });
  expectSame(runSteps(componentSteps(csr), 4), runSteps(componentSteps(csr)));
  expect(startThread).not.toHaveBeenCalled();
});

it("algorithms do without threads that are refused, and ask for them once", async () => {
  const { componentSteps } = await import(
    "../../../src/algorithms/components/connected-components-kernel.js"
  );
  const { runInBackground, runSteps } = await import("../../../src/kernels/runtime/run-steps.js");
  const { expectSame, freeze, seededGraph } = await import("../arbitrary-graphs.js");
  const csr = freeze(seededGraph(100_000, 300_000, 1_000_000, false), true);
  const expected = runSteps(componentSteps(csr));
  expect(startThread).not.toHaveBeenCalled();
  for (let i = 0; i < 3; i++) {
    expectSame(runSteps(componentSteps(csr), 4), expected);
    expectSame(await runInBackground(componentSteps(csr), 2), expected);
  }
  expect(startThread).toHaveBeenCalledTimes(1);
});
