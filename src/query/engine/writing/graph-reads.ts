/**
 * The reads that an expression makes of the graph, which tell whether it may be worked out for all rows before any of
 * them writes.
 */
import type { BoundExpression } from "../../bind/bound.js";
import { TYPE_BITS } from "../../bind/static-type.js";

export interface GraphReads {
  /** Attributes of what variables hold. */
  readonly attributes: readonly { readonly slot: number; readonly name: string }[];
  /** Whether it reads labels. */
  readonly labels: boolean;
  /** Whether it reads attributes that are not told by their names alone, or of elements that no variable holds. */
  readonly anyAttribute: boolean;
  /** Whether it looks for patterns, or may read anything at all. */
  readonly anything: boolean;
}

const ELEMENTS = TYPE_BITS.NODE | TYPE_BITS.RELATIONSHIP | TYPE_BITS.PATH;

/** Functions of elements that read what never changes while these are there. */
const FIXED: ReadonlySet<string> = new Set([
  "id",
  "elementId",
  "type",
  "startNode",
  "endNode",
  "nodes",
  "relationships",
  "length",
]);

/** Functions that read the attributes of elements, and those that read labels. */
const ATTRIBUTE_READERS: ReadonlySet<string> = new Set(["properties", "keys"]);

const found = new WeakMap<BoundExpression, GraphReads>();

export function graphReads(expression: BoundExpression): GraphReads {
  const known = found.get(expression);
  if (known !== undefined) return known;
  const reads = {
    attributes: [] as { slot: number; name: string }[],
    labels: false,
    anyAttribute: false,
    anything: false,
  };
  collect(expression, reads);
  found.set(expression, reads);
  return reads;
}

interface Collected {
  attributes: { slot: number; name: string }[];
  labels: boolean;
  anyAttribute: boolean;
  anything: boolean;
}

function mayBeElement({ type }: BoundExpression): boolean {
  return (type.mask & ELEMENTS) !== 0;
}

function collect(expression: BoundExpression, reads: Collected): void {
  switch (expression.kind) {
    case "property":
      if (mayBeElement(expression.of)) {
        if (expression.of.kind === "slot")
          reads.attributes.push({ slot: expression.of.slot.index, name: expression.name });
        else reads.anyAttribute = true;
      }
      break;
    case "index":
    case "mapProjection":
      if (mayBeElement(expression.of)) reads.anyAttribute = true;
      break;
    case "hasLabels":
      reads.labels = true;
      break;
    case "call": {
      const { name } = expression.spec;
      if (!("isDeterministic" in expression.spec)) reads.anything = true;
      else if (expression.items.some(mayBeElement) && !FIXED.has(name)) {
        if (name === "labels") reads.labels = true;
        else if (ATTRIBUTE_READERS.has(name)) reads.anyAttribute = true;
        else reads.anyAttribute = reads.labels = true;
      }
      break;
    }
    case "subquery":
    case "patternExists":
    case "patternCollect":
    case "shortestPath":
      reads.anything = true;
      return;
    case "stored":
      // depends on the type that an attribute has
      reads.anyAttribute = true;
      break;
  }
  for (const part of Object.values(expression)) collectIn(part, reads);
}

/** Goes through the expressions among the fields of one. */
function collectIn(part: unknown, reads: Collected): void {
  if (Array.isArray(part)) {
    for (const each of part) collectIn(each, reads);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  if ("kind" in part && "offset" in part && "type" in part) collect(part as BoundExpression, reads);
  else if (("value" in part && "name" in part) || ("when" in part && "result" in part))
    for (const each of Object.values(part)) collectIn(each, reads);
}
