/** All formats there are. Adding one is adding its entry here; see `shared/contract.ts`. */
import { describe } from "../errors.js";
import { arrowEntry, parquetEntry } from "./columnar/format.js";
import { csvEntry, neo4jEntry } from "./csv/format.js";
import { cypherEntry } from "./cypher/format.js";
import {
  adjacencyEntry,
  cytoscapeEntry,
  graphologyEntry,
  jsonGraphEntry,
  nodeLinkEntry,
  pandasEntry,
} from "./json/format.js";
import { apocEntry, jsonLinesEntry } from "./jsonl/format.js";
import {
  adjacencyListEntry,
  edgeListEntry,
  gdfEntry,
  graph6Entry,
  matrixMarketEntry,
  metisEntry,
  multilineAdjacencyListEntry,
  pajekEntry,
  sparse6Entry,
  tgfEntry,
} from "./lists/format.js";
import { npmLockEntry, pnpmLockEntry, yarnLockEntry } from "./npm/format.js";
import { turtleEntry } from "./rdf/format.js";
import { cycloneDxEntry, spdxEntry } from "./sbom/format.js";
import type { Format, FormatEntry } from "./shared/contract.js";
import { FormatError } from "./shared/format-error.js";
import { dotEntry, gmlEntry, graphvizJsonEntry, nTriplesEntry } from "./text/format.js";
import { gexfEntry, graphmlEntry } from "./xml/format.js";

/** Every format, the likelier of those that share an extension first. */
export const registry: readonly FormatEntry[] = [
  csvEntry,
  neo4jEntry,
  jsonLinesEntry,
  apocEntry,
  graphologyEntry,
  nodeLinkEntry,
  adjacencyEntry,
  cytoscapeEntry,
  jsonGraphEntry,
  pandasEntry,
  edgeListEntry,
  adjacencyListEntry,
  multilineAdjacencyListEntry,
  matrixMarketEntry,
  pajekEntry,
  metisEntry,
  gdfEntry,
  tgfEntry,
  graph6Entry,
  sparse6Entry,
  npmLockEntry,
  pnpmLockEntry,
  yarnLockEntry,
  cycloneDxEntry,
  spdxEntry,
  arrowEntry,
  parquetEntry,
  dotEntry,
  graphvizJsonEntry,
  gmlEntry,
  nTriplesEntry,
  turtleEntry,
  cypherEntry,
  graphmlEntry,
  gexfEntry,
];

/** Every format as data: its name, extensions, whether it is read and written, what it can hold. */
export const formats: readonly Format[] = registry.map(({ format }) => format);

/** The format of a name. */
export function entryOf(name: string): FormatEntry {
  const entry = registry.find(({ format }) => format.name === name);
  if (entry !== undefined) return entry;
  const names = registry.map(({ format }) => format.name).join(", ");
  throw new FormatError("FORMAT_UNKNOWN", `"format" expected one of ${names}, got ${describe(name)}`);
}
