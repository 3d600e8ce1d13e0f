/**
 * Trails as walks with signs. A walk may meet a relationship twice, a trail may not: the trails of a pattern are its
 * walks, less those where two relationships are one, and so on. By Möbius inversion over the partitions of the
 * relationships, each block of which is one relationship, with the sign (-1)^(n - 1) (n - 1)! for a block of n.
 */
import type { LabelExpression } from "../text/tree.js";
import type { CountEdge, CountQuery } from "./count-query.js";

/** Relationships between two nodes of a tree, each of which is met independently of the others. */
export interface TreeEdge {
  /** Whether it leads from the child to its parent; undefined where it may be met either way. */
  readonly up: boolean | undefined;
  readonly types: LabelExpression | undefined;
}

/** A node of a tree: nodes of the pattern that are one. */
export interface TreeNode {
  readonly nodes: readonly number[];
  /** Types of relationships from the node to itself. */
  readonly loops: readonly (LabelExpression | undefined)[];
  readonly children: readonly { readonly node: TreeNode; readonly edges: readonly TreeEdge[] }[];
}

export interface SignedTree {
  readonly sign: number;
  readonly root: TreeNode;
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

/** The trees whose walks, with their signs, are the trails of a query; undefined where one of them is no tree. */
export function signedTrees(query: CountQuery, root: number, facts: TypeFacts): SignedTree[] | undefined {
  const trees: SignedTree[] = [];
  let count = 0;
  for (const blocks of partitions(query.edges, facts)) {
    if (++count > PARTITIONS_MAX) return undefined;
    const sign = blocks.reduce((product, { length }) => product * signOf(length), 1);
    for (const merged of mergings(query, blocks)) {
      if (
        merged.edges.some(
          ({ from, to, types }) => merged.of[from] === merged.of[to] && facts.loops(types) === 0,
        )
      )
        continue;
      const tree = treeOf(query, merged, root);
      if (tree === undefined) return undefined;
      trees.push({ sign, root: tree });
    }
    // a loop is met either way at once, so that the two ways are not two
    const isAlike = blocks.some(
      (block) => block.length > 1 && block.some(({ isEither, types }) => isEither && facts.loops(types) > 0),
    );
    if (isAlike) return undefined;
  }
  return trees;
}

function signOf(length: number): number {
  let sign = 1;
  for (let i = 1; i < length; i++) sign *= -i;
  return sign;
}

/** All ways to put relationships that may be the same one into blocks. */
function* partitions(edges: readonly CountEdge[], facts: TypeFacts): Generator<readonly CountEdge[][]> {
  const blocks: CountEdge[][] = [];
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
      if (!block.every((other) => other.match === edge.match && facts.overlap(other.types, edge.types)))
        continue;
      block.push(edge);
      yield* place(at + 1);
      block.pop();
    }
  };
  yield* place(0);
}

/** A pattern some of whose nodes are one: the class of each node, and one relationship for each block. */
interface Merged {
  readonly of: readonly number[];
  readonly edges: readonly CountEdge[];
}

/** The patterns in which each block is one relationship: one for each way in which those that have no direction may lie. */
function* mergings(query: CountQuery, blocks: readonly (readonly CountEdge[])[]): Generator<Merged> {
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

/** The tree that a pattern is, seen from one node; undefined if there is a circle in it, or it is in several parts. */
function treeOf(query: CountQuery, { of, edges }: Merged, root: number): TreeNode | undefined {
  const seen = new Set<number>();
  const build = (node: number, parent: number): TreeNode | undefined => {
    seen.add(node);
    const loops: (LabelExpression | undefined)[] = [];
    const edgesTo = new Map<number, TreeEdge[]>();
    for (const { from, to, isEither, types } of edges) {
      const [a, b] = [of[from], of[to]];
      if (a === node && b === node) loops.push(types);
      else if (a === node || b === node) {
        const other = a === node ? b : a;
        if (other === parent) continue;
        const list = edgesTo.get(other) ?? [];
        list.push({ up: isEither ? undefined : b === node, types });
        edgesTo.set(other, list);
      }
    }
    const children: TreeNode["children"][number][] = [];
    for (const [other, list] of edgesTo) {
      if (seen.has(other)) return undefined;
      const child = build(other, node);
      if (child === undefined) return undefined;
      children.push({ node: child, edges: list });
    }
    return { nodes: query.nodes.flatMap((_, i) => (of[i] === node ? [i] : [])), loops, children };
  };
  const tree = build(of[root], -1);
  return tree !== undefined && new Set(of).size === seen.size ? tree : undefined;
}
