// docs/cypher-values.md: each row of its table of relations, and the names of all functions.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findAggregate, findFunction, functionNames } from "../../../src/query/values/functions/registry.js";
import { equals, isEquivalent, isLess, orderValues } from "../../../src/query/values/relations.js";
import { evaluate } from "./expression.js";

const page = readFileSync(new URL("../../../docs/cypher-values.md", import.meta.url), "utf8");

/** The rows of the table whose header begins with the words given. */
function rowsOf(header: string): string[][] {
  const lines = page.slice(page.indexOf(header)).split("\n").slice(2);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const relations = rowsOf("| a | b |");

test("the table of relations has its rows", () => {
  expect(relations.length).toBeGreaterThan(20);
});

test.each(relations)("%s and %s", (a, b, equal, less, greater, equivalent, first) => {
  const [x, y] = [a, b].map((text) => evaluate(text!.replaceAll("`", "")));
  const order = orderValues(x!, y!);
  expect({
    equal: String(equals(x!, y!)),
    less: String(isLess(x!, y!)),
    greater: String(isLess(y!, x!)),
    equivalent: isEquivalent(x!, y!) ? "yes" : "no",
    first: order === 0 ? "" : order < 0 ? "a" : "b",
  }).toEqual({ equal, less, greater, equivalent, first });
});

test("the page names all functions, and no others", () => {
  const rows = rowsOf("| | |");
  const named = rows.flatMap(([group, text]) => {
    const names = Array.from(text!.matchAll(/`([\w.]+)`/g), ([, name]) => name!);
    if (group === "conversion") return names.flatMap((name) => [name, `${name}OrNull`, `${name}List`]);
    if (group !== "dates and times") return names;
    const clocks = ["", ".transaction", ".statement", ".realtime", ".truncate"];
    return names
      .filter((name) => !name.startsWith("."))
      .flatMap((name) => (name.includes(".") ? [name] : clocks.map((clock) => name + clock)));
  });
  expect(new Set(named)).toEqual(new Set(functionNames()));
  for (const name of named) expect(findFunction(name) ?? findAggregate(name), name).toBeDefined();
});
