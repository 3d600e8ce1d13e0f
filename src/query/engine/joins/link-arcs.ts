/** Tests of two nodes that a link joins, and the arcs by which the nodes that fit one are listed. */
import type { ComparisonSymbol } from "../../text/tree.js";
import { arcsBetween } from "../count-walks.js";
import type { EngineContext } from "../operator.js";
import type { TypedArcs } from "../typed-arcs.js";
import { areSame, comparableValues, type VariableNodes } from "./comparable-values.js";
import type { JoinLink, LinkEdge } from "./join-core.js";

/** Arcs of one direction; of those that are met either way, a loop is among the first alone. */
export interface DirectedArcs {
  readonly arcs: TypedArcs;
  readonly skipsLoops: boolean;
}

/** A value of each of two nodes, by id; NaN stands for null. */
export interface ComparedValues {
  readonly own: Float64Array;
  readonly operator: ComparisonSymbol;
  readonly other: Float64Array;
}

/** A link as seen from one of its variables. */
export interface LinkSide {
  /** The arcs of each relationship. */
  readonly edges: readonly (readonly DirectedArcs[])[];
  readonly present: readonly (readonly DirectedArcs[])[];
  readonly absent: readonly (readonly DirectedArcs[])[];
  readonly compares: readonly ComparedValues[];
  readonly differs: boolean;
  /** The arcs that list the nodes of the other variable. */
  readonly listing: readonly DirectedArcs[] | undefined;
  /** Whether the listing arcs are all that there is to a link: then each counts, and no test follows. */
  readonly isPlain: boolean;
}

/** A link as seen from its variable `a`, and from `b`. */
export function linkSides(
  link: JoinLink,
  a: VariableNodes,
  b: VariableNodes,
  context: EngineContext,
): readonly [LinkSide, LinkSide] {
  let { differs } = link;
  const compares: { a: Float64Array; operator: ComparisonSymbol; b: Float64Array }[] = [];
  for (const { pair, isTurned } of link.compares) {
    const [left, right] = isTurned ? [pair.right, pair.left] : [pair.left, pair.right];
    const values = comparableValues([left, right], [a, b], context);
    // a value that no two nodes share tells them apart as they do themselves
    if (pair.operator === "<>" && areSame(left, right) && values.areDistinct) differs = true;
    else
      compares.push({
        a: values.of[0],
        operator: isTurned ? TURNED[pair.operator] : pair.operator,
        b: values.of[1],
      });
  }
  const side = (isA: boolean): LinkSide => {
    const arcsOf = (list: readonly LinkEdge[]) => list.map((edge) => arcsFrom(edge, isA, context));
    const [edges, present, absent] = [link.edges, link.present, link.absent].map(arcsOf);
    return {
      edges,
      present,
      absent,
      differs,
      compares: compares.map((each) =>
        isA
          ? { own: each.a, operator: each.operator, other: each.b }
          : { own: each.b, operator: TURNED[each.operator], other: each.a },
      ),
      listing: edges[0] ?? present[0],
      isPlain: edges.length === 1 && present.length + absent.length + compares.length === 0 && !differs,
    };
  };
  return [side(true), side(false)];
}

const TURNED = { "=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function arcsFrom({ forward, types }: LinkEdge, isA: boolean, { cache }: EngineContext): DirectedArcs[] {
  if (forward !== undefined) return [{ arcs: cache.arcs(types, forward !== isA), skipsLoops: false }];
  return [
    { arcs: cache.arcs(types, false), skipsLoops: false },
    { arcs: cache.arcs(types, true), skipsLoops: true },
  ];
}

/** Whether a number compares with another as an operator says; never if one of them is NaN. */
export function compares(own: number, operator: ComparisonSymbol, other: number): boolean {
  switch (operator) {
    case "<":
      return own < other;
    case "<=":
      return own <= other;
    case ">":
      return own > other;
    case ">=":
      return own >= other;
    case "=":
      return own === other;
    case "<>":
      return own !== other && own === own && other === other;
  }
}

/** How often a link joins two nodes: the product of its relationships, 0 where a test fails. */
export function meetings(side: LinkSide, from: number, to: number): number {
  if (side.differs && from === to) return 0;
  for (const { own, operator, other } of side.compares)
    if (!compares(own[from], operator, other[to])) return 0;
  for (const each of side.present) if (between(each, from, to) === 0) return 0;
  for (const each of side.absent) if (between(each, from, to) > 0) return 0;
  let count = 1;
  for (const each of side.edges) {
    count *= between(each, from, to);
    if (count === 0) return 0;
  }
  return count;
}

function between(tables: readonly DirectedArcs[], from: number, to: number): number {
  let count = 0;
  for (const { arcs, skipsLoops } of tables)
    if (!(skipsLoops && from === to)) count += arcsBetween(arcs, from, to);
  return count;
}

/** The number of listing arcs of a node. */
export function listedCount(tables: readonly DirectedArcs[], node: number): number {
  let count = 0;
  for (const { arcs } of tables)
    if (node + 1 < arcs.offsets.length) count += arcs.offsets[node + 1] - arcs.offsets[node];
  return count;
}
