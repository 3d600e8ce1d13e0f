/** The functions that words of a command line can call: all but those that need a function of the caller's. */
import { type AlgorithmEntry, algorithmList } from "groggy/procedures";

export const runnableAlgorithms: readonly AlgorithmEntry[] = algorithmList.filter(
  ({ options }) => !options.some(({ kind }) => kind === "estimate"),
);
