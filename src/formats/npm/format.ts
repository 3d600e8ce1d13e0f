/** Lock files of npm, pnpm and yarn as formats. */
import { describe } from "../../errors.js";
import { isRecord } from "../../structures/arguments.js";
import type { FileHead, FormatCapacity, FormatEntry } from "../shared/contract.js";

const HOLDS: FormatCapacity = {
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
};

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
    holds: HOLDS,
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffLock,
  reader: async () => (await import("./read.js")).readNpmLock,
};

export const pnpmLockEntry: FormatEntry = {
  format: {
    name: "pnpm-lock",
    title: "pnpm-lock.yaml",
    extensions: ["pnpm-lock.yaml"],
    reads: true,
    writes: false,
    tables: false,
    holds: HOLDS,
    readOptions: [],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^lockfileVersion:\s/m.test(text.slice(0, 400)) ? 3 : 0),
  reader: async () => (await import("./read-pnpm.js")).readPnpmLock,
};

export const yarnLockEntry: FormatEntry = {
  format: {
    name: "yarn-lock",
    title: "yarn.lock",
    extensions: ["yarn.lock"],
    reads: true,
    writes: false,
    tables: false,
    holds: HOLDS,
    readOptions: ["packageJson"],
    writeOptions: [],
  },
  sniff: ({ text }) => (/^# yarn lockfile v1$/m.test(text) || /^__metadata:\s*$/m.test(text) ? 3 : 0),
  reader: async () => (await import("./read-yarn.js")).readYarnLock,
  checkOptions({ packageJson }) {
    if (packageJson !== undefined && !isRecord(packageJson))
      throw new TypeError(`"packageJson" expected what a package.json says, got ${describe(packageJson)}`);
  },
};
