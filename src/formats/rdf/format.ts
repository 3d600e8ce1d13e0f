/** Turtle as a format. */
import { describe } from "../../errors.js";
import { type FileHead, type FormatEntry, HOLDS_TRIPLES } from "../shared/contract.js";

/** Whether a directive stands at the beginning of a line, before any other statement. */
function sniffTurtle({ text }: FileHead): number {
  const body = text.replace(/^(?:\s+|#[^\n]*\n)+/, "");
  return /^(?:@prefix\s+[^\s:<>"]*:\s*<[^<>\s]*>\s*\.|@base\s+<[^<>\s]*>\s*\.|(?:prefix\s+[^\s:<>"]*:|base)\s*<[^<>\s]*>\s)/i.test(
    body,
  )
    ? 3
    : 0;
}

export const turtleEntry: FormatEntry = {
  format: {
    name: "turtle",
    title: "Turtle (RDF)",
    extensions: [".ttl", ".turtle"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_TRIPLES,
    readOptions: ["base"],
    writeOptions: [],
  },
  sniff: sniffTurtle,
  reader: async () => (await import("./read-turtle.js")).readTurtle,
  writer: async () => (await import("./write-turtle.js")).turtleWriter,
  checkOptions({ base }) {
    if (base !== undefined && !(typeof base === "string" && /^[A-Za-z][A-Za-z\d+.-]*:[^\s<>"]*$/.test(base)))
      throw new TypeError(`"base" expected an absolute IRI, got ${describe(base)}`);
  },
};
