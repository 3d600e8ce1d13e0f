// Lanes that lie beside each other take one row to reach, those further off two.
import { expect, test } from "vitest";
import { Lanes } from "../../../src/history/inspect/lanes.js";

/** Lanes of these commits, side by side. */
function lanesOf(...items: string[]): Lanes<string> {
  const lanes = new Lanes<string>();
  for (const item of items) lanes.place(item);
  return lanes;
}

test("a merge with the lane to its right, or to its left, takes one row", () => {
  expect([...lanesOf("p", "q").lead("p", ["new", "q"])]).toEqual(["|\\|"]);
  expect([...lanesOf("p", "q").lead("q", ["new", "p"])]).toEqual(["|/|"]);
  expect([...lanesOf("p", "q").lead("q", ["p"])]).toEqual(["|/"]);
  expect([...lanesOf("p", "q").lead("p", ["q"])]).toEqual(["|/"]);
});

test("a merge with a lane further off takes two", () => {
  expect([...lanesOf("p", "o", "q").lead("p", ["new", "q"])]).toEqual(["|\\| |", "| |\\|"]);
  expect([...lanesOf("p", "o", "q").lead("q", ["new", "p"])]).toEqual(["| |/|", "|/| |"]);
});

test("a lane without parents ends, and those to its right move up", () => {
  expect([...lanesOf("p", "o", "q").lead("o", [])]).toEqual(["|  /"]);
  expect([...lanesOf("p", "o").lead("o", [])]).toEqual([]);
});
