/**
 * The kernels that look at the structure of a graph without its directions: triangles, cores and communities. Part
 * of what the module of algorithms exports.
 */
export interface StructureKernels {
  symmetrizeOffsets(
    first: number,
    last: number,
    outOffsets: number,
    inOffsets: number,
    offsets: number,
  ): void;
  symmetrizeArcs(
    first: number,
    last: number,
    outOffsets: number,
    inOffsets: number,
    outWords: number,
    inWords: number,
    offsets: number,
    words: number,
  ): void;
  countNeighbors(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    marks: number,
    flags: number,
    degrees: number,
  ): void;
  takeLevel(
    first: number,
    last: number,
    degrees: number,
    left: number,
    level: number,
    queue: number,
    state: number,
  ): void;
  peelQueue(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    marks: number,
    flags: number,
    degrees: number,
    level: number,
    queue: number,
    state: number,
  ): void;
  countShortfalls(first: number, last: number, offsets: number, cap: number, counts: number): void;
  rankNodes(
    first: number,
    last: number,
    offsets: number,
    cap: number,
    places: number,
    ranks: number,
    starts: number,
  ): void;
  classifyDegrees(first: number, last: number, offsets: number, classes: number): void;
  orientArcs(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    lists: number,
    backs: number,
    degrees: number,
    workspaces: number,
    workspaceBytes: number,
    workspaceCount: number,
  ): void;
  orientRankedArcs(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    ranks: number,
    lists: number,
    backs: number,
    degrees: number,
    workspaces: number,
    workspaceBytes: number,
    workspaceCount: number,
  ): void;
  countTriangles(
    first: number,
    last: number,
    offsets: number,
    ranks: number,
    starts: number,
    lists: number,
    backs: number,
    workspaces: number,
    workspaceBytes: number,
    workspaceCount: number,
    nodeCount: number,
  ): void;
  orientWideArcs(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    outOffsets: number,
    classes: number,
    ranks: number,
    lists: number,
    backs: number,
    degrees: number,
    workspaces: number,
    workspaceBytes: number,
    workspaceCount: number,
  ): void;
  countWideTriangles(
    first: number,
    last: number,
    offsets: number,
    ranks: number,
    starts: number,
    lists: number,
    backs: number,
    workspaces: number,
    workspaceBytes: number,
    workspaceCount: number,
    nodeCount: number,
  ): void;
  shuffleWords(first: number, last: number, words: number, count: number, state: number): void;
  markStale(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    labels: number,
    before: number,
    isStale: number,
  ): void;
  propagateAtOnce(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
    next: number,
    isStale: number,
    workspaces: number,
    workspaceBytes: number,
    workspaceCount: number,
    nodeCount: number,
    state: number,
  ): void;
  shuffleBlocks(
    first: number,
    last: number,
    blocks: number,
    blockSize: number,
    order: number,
    nodeCount: number,
    chance: number,
    state: number,
  ): void;
  countWithin(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    labels: number,
    state: number,
  ): void;
  sumDegrees(first: number, last: number, offsets: number, labels: number, sums: number): void;
  propagateOneByOne(
    first: number,
    last: number,
    order: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
    isStale: number,
    workspaces: number,
    workspaceBytes: number,
    nodeCount: number,
    chance: number,
    state: number,
  ): void;
  weighArcs(first: number, last: number, edges: number, edgeWeights: number, weights: number): void;
  tallyWeights(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
    leaving: number,
    entering: number,
    sums: number,
  ): void;
  moveNodes(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    weights: number,
    nodeCount: number,
    labels: number,
    leaving: number,
    entering: number,
    out: number,
    into: number,
    sizes: number,
    empty: number,
    blocks: number,
    shift: number,
    waits: number,
    few: number,
    workspace: number,
    met: number,
    sums: number,
    scale: number,
    gainMin: number,
    tieShare: number,
    state: number,
  ): void;
  mergeArcs(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
    memberOffsets: number,
    members: number,
    places: number,
    workspace: number,
    mergedOffsets: number,
    mergedEnds: number,
    mergedWeights: number,
  ): void;
  sumStrengths(
    first: number,
    last: number,
    labels: number,
    strengths: number,
    sums: number,
    sizes: number,
  ): void;
  sumArcs(first: number, last: number, offsets: number, weights: number, strengths: number): void;
  renumberLabels(first: number, last: number, labels: number, numbers: number, state: number): void;
  placeMembers(first: number, last: number, labels: number, cursors: number, members: number): void;
  composeLabels(first: number, last: number, labels: number, next: number): void;
  sumBonds(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
    bonds: number,
  ): void;
  refineNodes(
    first: number,
    last: number,
    order: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
    parts: number,
    leaving: number,
    entering: number,
    out: number,
    into: number,
    outOf: number,
    intoOf: number,
    bonds: number,
    alone: number,
    met: number,
    sums: number,
    gains: number,
    scale: number,
    sharpness: number,
    tieShare: number,
    chance: number,
  ): void;
  uniteWithin(
    first: number,
    last: number,
    parents: number,
    offsets: number,
    ends: number,
    weights: number,
    labels: number,
  ): void;
  labelParts(first: number, last: number, parts: number, labels: number, labelsOfParts: number): void;
  countLabels(first: number, last: number, labels: number, counts: number): void;
}
