/**
 * A pattern without what hangs on it as a tree: its variables, each with the trees that are counted into its weights, and
 * what joins two of them.
 */
import type { LabelExpression } from "../../text/tree.js";
import type { CountQuery } from "../count-query.js";
import { type MergedPattern, type TreeEdge, type TreeNode, treeNode } from "../count-tree.js";
import type { ComparedPair } from "./pair-conditions.js";

/** Relationships between the variables `a` and `b` of a link; from `a` to `b` if `forward`, either way if undefined. */
export interface LinkEdge {
  readonly forward: boolean | undefined;
  readonly types: LabelExpression | undefined;
}

/** All that is said of two variables. */
export interface JoinLink {
  readonly a: number;
  readonly b: number;
  /** Each is met as often as there are relationships. */
  readonly edges: LinkEdge[];
  readonly present: LinkEdge[];
  readonly absent: LinkEdge[];
  readonly compares: { readonly pair: ComparedPair; readonly isTurned: boolean }[];
  differs: boolean;
}

export interface JoinCore {
  readonly variables: readonly TreeNode[];
  readonly links: readonly JoinLink[];
  /** The variable that the root is. */
  readonly root: number | undefined;
}

/** `root` is a node that is not to be counted into another. */
export function joinCore(query: CountQuery, pattern: MergedPattern, root: number | undefined): JoinCore {
  const { of, edges } = pattern;
  const links = linksOf(query, pattern);
  const rootClass = root === undefined ? undefined : of[root];
  const children = new Map<number, TreeNode["children"][number][]>();
  const left = new Set(of);
  for (const each of left) children.set(each, []);
  const leafIn = (): { leaf: number; link: JoinLink } | undefined => {
    for (const leaf of left) {
      const own = links.filter(({ a, b }) => a === leaf || b === leaf);
      const isSummed = own.length === 1 && (isOfEdges(own[0]) || isEquality(own[0]));
      if (leaf !== rootClass && isSummed) return { leaf, link: own[0] };
    }
    return undefined;
  };
  for (let next = leafIn(); next !== undefined; next = leafIn()) {
    const { leaf, link } = next;
    const parent = link.a === leaf ? link.b : link.a;
    const up = link.edges.map(({ forward, types }): TreeEdge => {
      return { up: forward === undefined ? undefined : forward === (link.a === leaf), types };
    });
    for (const { pair, isTurned } of link.compares) {
      const [ofA, ofB] = isTurned ? [pair.right, pair.left] : [pair.left, pair.right];
      const equal = link.a === leaf ? ([ofA, ofB] as const) : ([ofB, ofA] as const);
      up.push({ up: undefined, types: undefined, equal });
    }
    children
      .get(parent)!
      .push({ node: treeNode(query, { of, edges }, leaf, children.get(leaf)!), edges: up });
    left.delete(leaf);
    links.splice(links.indexOf(link), 1);
  }
  const classes = [...left];
  const placeOf = new Map(classes.map((each, i) => [each, i]));
  return {
    variables: classes.map((each) => treeNode(query, { of, edges }, each, children.get(each)!)),
    links: links.map((link) => ({ ...link, a: placeOf.get(link.a)!, b: placeOf.get(link.b)! })),
    root: rootClass === undefined ? undefined : placeOf.get(rootClass),
  };
}

/** Whether all that joins two variables is one value of each that equals the other. */
function isEquality({ edges, present, absent, compares, differs }: JoinLink): boolean {
  const [compared, ...others] = compares;
  const isAlone = edges.length + present.length + absent.length + others.length === 0 && !differs;
  return isAlone && compared?.pair.operator === "=";
}

function isOfEdges({ present, absent, compares, differs }: JoinLink): boolean {
  return present.length + absent.length + compares.length === 0 && !differs;
}

/** The links between classes of nodes. */
function linksOf({ pairs }: CountQuery, { of, edges }: MergedPattern): JoinLink[] {
  const links = new Map<string, JoinLink>();
  const linkOf = (from: number, to: number): JoinLink => {
    const [a, b] = from < to ? [from, to] : [to, from];
    const key = `${a} ${b}`;
    let link = links.get(key);
    if (link === undefined) {
      link = { a, b, edges: [], present: [], absent: [], compares: [], differs: false };
      links.set(key, link);
    }
    return link;
  };
  for (const { from, to, isEither, types } of edges) {
    const [x, y] = [of[from], of[to]];
    if (x === y) continue;
    const link = linkOf(x, y);
    link.edges.push({ forward: isEither ? undefined : link.a === x, types });
  }
  for (const pair of pairs) {
    const [x, y] = [of[pair.a], of[pair.b]];
    if (x === y) continue;
    const link = linkOf(x, y);
    if (pair.kind === "differ") link.differs = true;
    else if (pair.kind === "compare") link.compares.push({ pair, isTurned: link.a !== x });
    else {
      const { isEither, types } = pair;
      link[pair.kind].push({ forward: isEither ? undefined : link.a === x, types });
    }
  }
  return [...links.values()];
}
