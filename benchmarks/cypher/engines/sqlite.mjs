// SQLite through better-sqlite3, in memory: the lookups that it can be asked as well, by its indices.
import { createRequire } from "node:module";
import { join } from "node:path";

const { folder: peers } = JSON.parse(process.argv[2]);
const require = createRequire(join(peers, "package.json"));
const Database = require("better-sqlite3");

export const version = require("better-sqlite3/package.json").version;

export async function open(data) {
  const db = new Database(":memory:");
  const persons = data.table("Person");
  const names = Object.keys(persons.columns);
  db.exec(
    `CREATE TABLE Person (${names.map((each) => (each === "id" ? "id INTEGER PRIMARY KEY" : each)).join(", ")})`,
  );
  const fill = (table, columns) => {
    const insert = db.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => "?").join(", ")})`);
    const value = (each) => (typeof each === "boolean" ? Number(each) : each);
    db.transaction(() => {
      for (let i = 0; i < columns[0].length; i++) insert.run(columns.map((values) => value(values[i])));
    })();
  };
  fill("Person", Object.values(persons.columns));
  db.exec("CREATE TABLE FOLLOWS (source, target, PRIMARY KEY (source, target)) WITHOUT ROWID");
  const { sources, targets } = data.edges.find(({ type }) => type === "FOLLOWS");
  fill("FOLLOWS", [sources, targets]);
  return {
    prepare(text) {
      const statement = db.prepare(text);
      return (parameters) => statement.all(parameters);
    },
    rows: (result) => result.map(Object.values),
  };
}

export const textOf = ({ sql }) => sql ?? "";
