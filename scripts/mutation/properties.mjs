// Stands in for fast-check where mutants are tried: the same seed each time, a part of the runs, and no shrinking,
// since a failure is all that matters.
import fc from "fast-check-itself";

export * from "fast-check-itself";

const share = Number(process.env.MUTATION_RUNS ?? 1);
const given = (parameters = {}) => ({
  seed: 20_260_101,
  ...parameters,
  endOnFailure: true,
  numRuns: Math.max(1, Math.ceil((parameters.numRuns ?? 100) * share)),
});

export const assert = (property, parameters) => fc.assert(property, given(parameters));
const properties = { ...fc, assert };

// biome-ignore lint/style/noDefaultExport: as fast-check has it
export default properties;
