/**
 * The language, query by query: each file of `language` has a graph behind "setup", and queries with what they give
 * behind "=" (cells with bars between, rows with semicolons, sorted unless the query has an order; or type, phase and
 * detail of an error), what they change behind "+", and parameters behind "$".
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CypherError } from "../../src/errors.js";
import { Graph } from "../../src/graph.js";
import { staticType } from "../../src/query/bind/static-type.js";
import type { LivePort } from "../../src/query/result/live-port.js";
import type { CypherValue } from "../../src/query/values/value.js";
import { PlainGraph } from "./plain-graph.js";
import { type PlainOutcome, runPlainly } from "./run-plainly.js";
import { printValue, readCell } from "./tck-values.js";

interface LanguageCase {
  readonly setup: string;
  readonly query: string;
  readonly parameters: Record<string, CypherValue>;
  readonly gives: string;
  readonly effects: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function readCases(text: string): LanguageCase[] {
  const cases: Writable<LanguageCase>[] = [];
  let setup = "";
  for (const block of text.split("\n\n")) {
    const [first, ...rest] = block.split("\n").filter((line) => line !== "" && !line.startsWith("//"));
    if (first === undefined) continue;
    if (first.startsWith("setup")) {
      setup = first.slice(6);
      continue;
    }
    const query = first === "''" ? "" : first;
    const each: Writable<LanguageCase> = { setup, query, parameters: {}, gives: "", effects: "" };
    for (const line of rest) {
      const value = line.slice(2);
      if (line.startsWith("=")) each.gives = value;
      else if (line.startsWith("+")) each.effects = value;
      else if (line.startsWith("$")) {
        const place = value.indexOf(" ");
        each.parameters[value.slice(0, place)] = readCell(value.slice(place + 1));
      } else throw new Error(`unknown line: ${line}`);
    }
    cases.push(each);
  }
  return cases;
}

function field(name: string, typeText: string) {
  return { name, typeText, nullable: true, type: staticType(typeText.slice(0, -1)) };
}

const CITIES: readonly CypherValue[][] = [
  ["Stefan", 1n, "Berlin", 49n],
  ["Stefan", 2n, "München", 49n],
  ["Petra", 1n, "London", 44n],
];
const PROCEDURES = [
  { name: "test.doNothing", inputs: [], outputs: [], run: () => [] },
  {
    name: "test.labels",
    inputs: [],
    outputs: [field("label", "STRING?")],
    run: () => [["A"], ["B"], ["C"]],
  },
  {
    name: "test.my.proc",
    inputs: [field("name", "STRING?"), field("id", "INTEGER?")],
    outputs: [field("city", "STRING?"), field("country_code", "INTEGER?")],
    run: ([name, id]: readonly CypherValue[]) =>
      CITIES.filter((row) => row[0] === name && row[1] === id).map((row) => row.slice(2)),
  },
  {
    name: "test.num",
    inputs: [field("in", "NUMBER?")],
    outputs: [field("out", "STRING?")],
    run: ([value]: readonly CypherValue[]) => [[`n${value}`]],
  },
  {
    name: "test.flt",
    inputs: [field("in", "FLOAT?")],
    outputs: [field("out", "STRING?")],
    run: ([value]: readonly CypherValue[]) => [[`f${value}`]],
  },
];

function outcomeText(query: string, run: () => PlainOutcome): { gives: string; effects: string } {
  let outcome: PlainOutcome;
  try {
    outcome = run();
  } catch (error) {
    if (!(error instanceof CypherError)) throw error;
    return { gives: `${error.type} ${error.phase} ${error.detail}`, effects: "" };
  }
  const rows = outcome.rows.map((row) => row.map((value) => printValue(value)).join(" | "));
  const { counts } = outcome;
  const effects = [
    [counts.nodesCreated, "+", "nodes"],
    [counts.nodesDeleted, "-", "nodes"],
    [counts.relationshipsCreated, "+", "edges"],
    [counts.relationshipsDeleted, "-", "edges"],
    [counts.attributesSet, "", "attributes"],
    [counts.labelsAdded, "+", "labels"],
    [counts.labelsRemoved, "-", "labels"],
  ] as const;
  return {
    gives: (query.includes("ORDER BY") ? rows : rows.sort()).join("; "),
    effects: effects
      .flatMap(([count, sign, what]) => (count === 0 ? [] : `${sign}${count} ${what}`))
      .join(", "),
  };
}

function livePort(): LivePort {
  return new Graph().queryTarget.live!.port() as LivePort;
}

const folder = join(import.meta.dirname, "language");

describe.each([
  ["a plain graph", () => new PlainGraph()],
  ["the graph itself", livePort],
] as const)("on %s", (_, newPort) => {
  test.each(readdirSync(folder))("%s", (file) => {
    const wrong = readCases(readFileSync(join(folder, file), "utf8")).flatMap((each) => {
      const port = newPort();
      if (each.setup !== "") runPlainly(each.setup, port);
      const got = outcomeText(each.query, () => runPlainly(each.query, port, each.parameters, PROCEDURES));
      if (got.gives === each.gives && got.effects === each.effects) return [];
      return [{ query: each.query, wanted: each.gives, wantedEffects: each.effects, ...got }];
    });
    expect(wrong).toEqual([]);
  });
});
