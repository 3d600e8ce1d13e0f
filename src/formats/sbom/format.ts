/** Software bills of materials as formats: CycloneDX and SPDX, in JSON. */
import type { FileHead, FormatCapacity, FormatEntry } from "../shared/contract.js";

const HOLDS: FormatCapacity = {
  direction: "none",
  ids: "text",
  labels: "one",
  edgeTypes: true,
  nodeAttributes: true,
  edgeAttributes: true,
  graphAttributes: true,
  types: ["bool", "int32", "utf8", "json"],
  typesAsked: [],
  lists: "kept",
  absent: true,
  isolatedNodes: true,
  parallelEdges: true,
  selfLoops: true,
};

const isObject = ({ text }: FileHead): boolean => /^\s*\{/.test(text);

export const cycloneDxEntry: FormatEntry = {
  format: {
    name: "cyclonedx",
    title: "CycloneDX (JSON)",
    extensions: [".cdx.json", "bom.json"],
    reads: true,
    writes: false,
    tables: false,
    holds: HOLDS,
    readOptions: [],
    writeOptions: [],
  },
  sniff: (head) => (isObject(head) && /"bomFormat"\s*:\s*"CycloneDX"/.test(head.text) ? 3 : 0),
  reader: async () => (await import("./read-sbom.js")).readCycloneDx,
};

export const spdxEntry: FormatEntry = {
  format: {
    name: "spdx",
    title: "SPDX 2 (JSON)",
    extensions: [".spdx.json"],
    reads: true,
    writes: false,
    tables: false,
    holds: HOLDS,
    readOptions: [],
    writeOptions: [],
  },
  sniff: (head) => (isObject(head) && /"spdxVersion"\s*:\s*"SPDX-/.test(head.text) ? 3 : 0),
  reader: async () => (await import("./read-sbom.js")).readSpdx,
};
