/** Cypher scripts as a format. */
import { type FileHead, type FormatEntry, HOLDS_ALL } from "../shared/contract.js";
import { SCRIPT_NOTE, withoutComments } from "./note-mark.js";

/** The beginning of scripts that make graphs; `CREATE TABLE` and the like are SQL. */
const STATEMENT =
  /^(?:(?:CREATE|MERGE)\s*\(|(?:CREATE|DROP)\s+(?:(?:RANGE|TEXT|POINT|BTREE|LOOKUP|FULLTEXT)\s+)?(?:INDEX|CONSTRAINT)\b[^;]*?(?:\bFOR\s*\(|\bON\s*[:(])|(?:OPTIONAL\s+)?MATCH\s*\(|UNWIND\s*[[$]|:(?:begin|auto|params?|use)\b|BEGIN\s*;?\s*\n\s*(?:CREATE|MERGE|UNWIND)\b)/i;

function sniffCypher({ text }: FileHead): number {
  if (text.startsWith(`${SCRIPT_NOTE}{`)) return 3;
  return STATEMENT.test(withoutComments(text)) ? 2 : 0;
}

export const cypherEntry: FormatEntry = {
  format: {
    name: "cypher",
    title: "Cypher scripts (Neo4j, Memgraph)",
    extensions: [".cypher", ".cyp", ".cql", ".cypherl"],
    reads: true,
    writes: true,
    tables: false,
    holds: HOLDS_ALL,
    readOptions: [],
    writeOptions: [],
  },
  sniff: sniffCypher,
  reader: async () => (await import("./read-cypher.js")).readCypher,
  writer: async () => (await import("./write-cypher.js")).cypherWriter,
};
