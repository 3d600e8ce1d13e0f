/**
 * Trails as walks with signs. A walk may meet a relationship twice, a trail may not: the trails of a pattern are its
 * walks, less those where two relationships are one, and so on. By Möbius inversion over the partitions of the
 * relationships, each block of which is one relationship, with the sign (-1)^(n - 1) (n - 1)! for a block of n.
 */
import type { BoundExpression } from "../bind/bound.js";
import type { LabelExpression } from "../text/tree.js";
import type { CountEdge, CountQuery } from "./count-query.js";
import { isIrreflexive } from "./joins/pair-conditions.js";

/** Relationships between two nodes of a tree, each of which is met independently of the others. */
export interface TreeEdge {
  /** Whether it leads from the child to its parent; undefined where it may be met either way. */
  readonly up: boolean | undefined;
  readonly types: LabelExpression | undefined;
  /** Instead of a relationship: a value of the child and the one of its parent that has to equal it. */
  readonly equal?: readonly [BoundExpression, BoundExpression] | undefined;
}

/** A node of a tree: nodes of the pattern that are one. */
export interface TreeNode {
  readonly nodes: readonly number[];
  /** Types of relationships from the node to itself. */
  readonly loops: readonly (LabelExpression | undefined)[];
  /** Conditions on two nodes that are one here. */
  readonly conditions: readonly BoundExpression[];
  readonly children: readonly { readonly node: TreeNode; readonly edges: readonly TreeEdge[] }[];
}

export interface SignedPattern {
  readonly sign: number;
  readonly pattern: MergedPattern;
}

/** A pattern some of whose nodes are one: the class of each node, and one relationship for each block. */
export interface MergedPattern {
  readonly of: readonly number[];
  readonly edges: readonly CountEdge[];
}

/** The relationships that a state has of some types. */
export interface TypeFacts {
  /** Whether one relationship may be of both. */
  overlap(a: LabelExpression | undefined, b: LabelExpression | undefined): boolean;
  /** The number of relationships of a type from a node to itself. */
  loops(types: LabelExpression | undefined): number;
}

/** Partitions that are looked at at most. */
const PARTITIONS_MAX = 256;

/** The patterns whose walks, with their signs, are the trails of a query; undefined where that cannot be told. */
export function signedPatterns(query: CountQuery, facts: TypeFacts): SignedPattern[] | undefined {
  const patterns: SignedPattern[] = [];
  let count = 0;
  for (const blocks of partitions(query, facts)) {
    if (++count > PARTITIONS_MAX) return undefined;
    const sign = blocks.reduce((product, { length }) => product * signOf(length), 1);
    for (const pattern of mergings(query, blocks))
      if (!isRuledOut(query, pattern, facts)) patterns.push({ sign, pattern });
    // a loop is met either way at once, so that the two ways are not two
    const isAlike = blocks.some(
      (block) => block.length > 1 && block.some(({ isEither, types }) => isEither && facts.loops(types) > 0),
    );
    if (isAlike) return undefined;
  }
  return patterns;
}

/** Whether no nodes are as a pattern has them: a relationship of no type that has loops is one, or a node differs from itself. */
function isRuledOut({ pairs }: CountQuery, { of, edges }: MergedPattern, facts: TypeFacts): boolean {
  return (
    edges.some(({ from, to, types }) => of[from] === of[to] && facts.loops(types) === 0) ||
    pairs.some((pair) => of[pair.a] === of[pair.b] && isIrreflexive(pair))
  );
}

function signOf(length: number): number {
  let sign = 1;
  for (let i = 1; i < length; i++) sign *= -i;
  return sign;
}

/** All ways to put relationships that may be the same one into blocks. */
function* partitions(query: CountQuery, facts: TypeFacts): Generator<readonly CountEdge[][]> {
  const { edges } = query;
  const blocks: CountEdge[][] = [];
  const mayBeOne = edges.map((edge) => edges.map((other) => mayBeSame(query, edge, other, facts)));
  const placeOf = new Map(edges.map((edge, i) => [edge, i]));
  const place = function* (at: number): Generator<readonly CountEdge[][]> {
    if (at === edges.length) {
      yield blocks;
      return;
    }
    const edge = edges[at];
    blocks.push([edge]);
    yield* place(at + 1);
    blocks.pop();
    for (const block of blocks) {
      if (!block.every((other) => mayBeOne[at][placeOf.get(other)!])) continue;
      block.push(edge);
      yield* place(at + 1);
      block.pop();
    }
  };
  yield* place(0);
}

/** Whether two relationships may be one, as far as these two tell. */
function mayBeSame(query: CountQuery, edge: CountEdge, other: CountEdge, facts: TypeFacts): boolean {
  if (edge === other || other.match !== edge.match || !facts.overlap(other.types, edge.types)) return false;
  // the nodes that are one then are one in all patterns in which these two relationships are
  const pattern = { ...query, edges: query.edges.filter((each) => each !== edge && each !== other) };
  for (const { of, edges } of mergings(query, [[edge, other]]))
    if (!isRuledOut(query, { of, edges: [...edges, ...pattern.edges] }, facts)) return true;
  return false;
}

/** The patterns in which each block is one relationship: one for each way in which those that have no direction may lie. */
function* mergings(query: CountQuery, blocks: readonly (readonly CountEdge[])[]): Generator<MergedPattern> {
  const ways = blocks.flatMap((block) => {
    const leader = block.find(({ isEither }) => !isEither) ?? block[0];
    return block.filter((edge) => edge !== leader && edge.isEither).map((edge) => ({ edge }));
  });
  for (let turned = 0; turned < 2 ** ways.length; turned++) {
    const of = query.nodes.map((_, i) => i);
    const find = (node: number): number => (of[node] === node ? node : find(of[node]));
    const edges: CountEdge[] = [];
    for (const block of blocks) {
      const leader = block.find(({ isEither }) => !isEither) ?? block[0];
      for (const edge of block) {
        const way = ways.findIndex((each) => each.edge === edge);
        const isTurned = way >= 0 && ((turned >> way) & 1) === 1;
        const [from, to] = isTurned ? [edge.to, edge.from] : [edge.from, edge.to];
        of[find(from)] = find(leader.from);
        of[find(to)] = find(leader.to);
      }
      const types = block.map((edge) => edge.types).reduce(both);
      edges.push({ ...leader, types });
    }
    yield { of: of.map((_, i) => find(i)), edges };
  }
}

function both(a: LabelExpression | undefined, b: LabelExpression | undefined): LabelExpression | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a === b ? a : { kind: "and", left: a, right: b, start: a.start, end: a.end };
}

/**
 * The tree that a pattern is, seen from one node; undefined if there is a circle in it, or it is in several parts, or a
 * condition joins two of its nodes.
 */
export function patternTree(
  query: CountQuery,
  { of, edges }: MergedPattern,
  root: number,
): TreeNode | undefined {
  if (query.pairs.some(({ a, b }) => of[a] !== of[b])) return undefined;
  const seen = new Set<number>();
  const build = (node: number, parent: number): TreeNode | undefined => {
    seen.add(node);
    const edgesTo = new Map<number, TreeEdge[]>();
    for (const { from, to, isEither, types } of edges) {
      const [a, b] = [of[from], of[to]];
      if (a === b || (a !== node && b !== node)) continue;
      const other = a === node ? b : a;
      if (other === parent) continue;
      const list = edgesTo.get(other) ?? [];
      list.push({ up: isEither ? undefined : b === node, types });
      edgesTo.set(other, list);
    }
    const children: TreeNode["children"][number][] = [];
    for (const [other, list] of edgesTo) {
      if (seen.has(other)) return undefined;
      const child = build(other, node);
      if (child === undefined) return undefined;
      children.push({ node: child, edges: list });
    }
    return treeNode(query, { of, edges }, node, children);
  };
  const tree = build(of[root], -1);
  return tree !== undefined && new Set(of).size === seen.size ? tree : undefined;
}

/** The node of a tree that a class of a pattern is. */
export function treeNode(
  { nodes, pairs }: CountQuery,
  { of, edges }: MergedPattern,
  node: number,
  children: TreeNode["children"],
): TreeNode {
  const isHere = (a: number, b: number): boolean => of[a] === node && of[b] === node;
  return {
    nodes: nodes.flatMap((_, i) => (of[i] === node ? [i] : [])),
    loops: edges.flatMap(({ from, to, types }) => (isHere(from, to) ? [types] : [])),
    conditions: pairs.flatMap(({ a, b, condition }) => (isHere(a, b) ? [condition] : [])),
    children,
  };
}
