import { tune } from "./kernels/tune.js";

// Gives all property tests the seed of the environment, if it has one: what `.ci/run` found is found again.
const seed = process.env.GROGGY_TEST_SEED;
if (seed !== undefined) (await import("fast-check")).default.configureGlobal({ seed: Number(seed) });

// threads share all steps, however short
tune();
