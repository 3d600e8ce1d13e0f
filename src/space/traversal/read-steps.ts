/** Arguments of reads along edges, read once and in full before anything is looked at. */
import { describe } from "../../errors.js";
import { checkNames } from "../../structures/options.js";
import type { Expression } from "../filter/expression.js";
import { readEdgeTypes } from "../states/edge-types.js";
import type { Direction } from "../states/graph-state.js";
import type { BoundFilter, Depths, Scope } from "./edge-scope.js";

/** Which edges are followed, and how far. */
export interface StepOptions {
  /** A filter that the edges pass: text or built, as in `where`. */
  readonly where?: string | Expression | undefined;
  /** The values of the filter's `$` names. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** How many edges away a node is at least. Defaults to 1; with 0 the nodes that are begun at are among those found. */
  readonly minDepth?: number | undefined;
  /** How many edges away a node is at most. Defaults to 1, or to `minDepth` where that is more; may be `Infinity`. */
  readonly maxDepth?: number | undefined;
}

/** Binds filters to the edges that are followed. */
export interface FilterBinder {
  bindFilter(filter: unknown, parameters: unknown): BoundFilter;
}

const STEP_OPTIONS = ["where", "parameters", "minDepth", "maxDepth"] as const;

/** Reads a step's type and options, of which the type may be left out. */
export function readSteps(
  direction: Direction,
  first: unknown,
  second: unknown,
  edges: FilterBinder,
): { readonly scope: Scope; readonly depths: Depths } {
  const isOptions = typeof first === "object" && first !== null && !Array.isArray(first);
  if (isOptions && second !== undefined)
    throw new TypeError(`"type" expected a type of edges or an array of them, got ${describe(first)}`);
  const types = readEdgeTypes(isOptions ? undefined : first);
  const options: unknown = (isOptions ? first : second) ?? {};
  checkNames(options, STEP_OPTIONS);
  const { where, parameters, minDepth = 1, maxDepth } = options as StepOptions;
  checkDepth("minDepth", minDepth);
  const depths = { minDepth, maxDepth: maxDepth ?? Math.max(1, minDepth) };
  checkDepth("maxDepth", depths.maxDepth);
  if (depths.maxDepth < minDepth)
    throw new RangeError(`"maxDepth" expected at least "minDepth", ${minDepth}, got ${depths.maxDepth}`);
  const bound = where === undefined ? undefined : edges.bindFilter(where, parameters);
  return { scope: { direction, types, where: bound }, depths };
}

function checkDepth(name: "minDepth" | "maxDepth", depth: unknown): void {
  if (typeof depth !== "number") throw new TypeError(`"${name}" expected a number, got ${describe(depth)}`);
  if (depth >= 0 && (Number.isInteger(depth) || (name === "maxDepth" && depth === Infinity))) return;
  const expected =
    name === "maxDepth" ? "a whole number of at least 0 or Infinity" : "a whole number of at least 0";
  throw new RangeError(`"${name}" expected ${expected}, got ${describe(depth)}`);
}
