/** npm's package-lock.json as a format. */
import type { FileHead, FormatEntry } from "../shared/contract.js";

function sniffLock({ text }: FileHead): number {
  return /^\s*\{/.test(text) && /"lockfileVersion"\s*:\s*[123]\b/.test(text) ? 3 : 0;
}

export const npmLockEntry: FormatEntry = {
  format: {
    name: "npm-lock",
    title: "npm's package-lock.json",
    extensions: ["package-lock.json", "npm-shrinkwrap.json"],
    reads: true,
    writes: false,
    tables: false,
    holds: {
      direction: "none",
      ids: "text",
      labels: "none",
      edgeTypes: true,
      nodeAttributes: true,
      edgeAttributes: true,
      graphAttributes: true,
      types: ["bool", "utf8", "json"],
      typesAsked: [],
      lists: "kept",
      absent: true,
      isolatedNodes: true,
      parallelEdges: true,
      selfLoops: true,
    },
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffLock,
  reader: async () => (await import("./read.js")).readNpmLock,
};
