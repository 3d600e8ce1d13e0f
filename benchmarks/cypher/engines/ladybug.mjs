// Ladybug, the successor of Kuzu, in memory and with one thread: a table for each label and each type of relationship.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { folder: peers } = JSON.parse(process.argv[2]);
const { Connection, Database, VERSION } = createRequire(join(peers, "package.json"))("@ladybugdb/core");

export const version = VERSION;
const folder = mkdtempSync(join(tmpdir(), "groggy-cypher-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const typeOf = (values) =>
  typeof values[0] === "number" ? "INT64" : typeof values[0] === "boolean" ? "BOOLEAN" : "STRING";

function copy(run, target, columns, options = "") {
  const path = join(folder, "rows.csv");
  const lines = [];
  for (let i = 0; i < columns[0].length; i++) lines.push(columns.map((values) => values[i]).join(","));
  writeFileSync(path, `${lines.join("\n")}\n`);
  run(`COPY ${target} FROM "${path}"${options}`);
}

export async function open({ nodes, edges }, { limitMs }) {
  const connection = new Connection(new Database(":memory:"), 1);
  const run = (text, parameters) =>
    (parameters === undefined
      ? connection.querySync(text)
      : connection.executeSync(connection.prepareSync(text), parameters)
    )
      .getAllSync()
      .map(Object.values);
  for (const { label, columns } of nodes) {
    const fields = Object.entries(columns).map(([name, values]) => `${name} ${typeOf(values)}`);
    const more = label === "Person" ? ", visits INT64" : "";
    run(`CREATE NODE TABLE ${label}(${fields.join(", ")}${more}, PRIMARY KEY(id))`);
    const names = Object.keys(columns);
    copy(run, `${label}(${names.join(", ")})`, Object.values(columns));
  }
  for (const type of new Set(edges.map((each) => each.type))) {
    const pairs = edges.filter((each) => each.type === type);
    run(`CREATE REL TABLE ${type}(${pairs.map(({ from, to }) => `FROM ${from} TO ${to}`).join(", ")})`);
    for (const { from, to, sources, targets } of pairs)
      copy(run, type, [sources, targets], pairs.length > 1 ? ` (from='${from}', to='${to}')` : "");
  }
  // what the cases write
  if (nodes.some(({ label }) => label === "Person") && nodes.some(({ label }) => label === "Interest")) {
    run("CREATE NODE TABLE Note(id INT64, text STRING, PRIMARY KEY(id))");
    run("CREATE REL TABLE SAW(FROM Person TO Person, day INT64)");
    run("CREATE REL TABLE ABOUT(FROM Note TO Person)");
  }
  connection.setQueryTimeout(limitMs);
  return {
    run,
    prepare(text, form) {
      const statement = connection.prepareSync(text);
      if (!statement.isSuccess()) throw new Error(statement.getErrorMessage());
      // there it stays in memory of its own: rows are only counted
      if (form === "Arrow") return () => connection.queryArrowSync(text);
      return (parameters) => {
        const result = connection.executeSync(statement, parameters);
        const rows = result.getAllSync();
        result.close();
        return rows;
      };
    },
    rows: (result, form) => (form === "Arrow" ? result.getNumTuples() : result.map(Object.values)),
  };
}

/** It has no rows as arrays, and no past. */
export const textOf = ({ query, peer, form }) =>
  form === "arrays" || form === "past" ? "" : (peer ?? query);
