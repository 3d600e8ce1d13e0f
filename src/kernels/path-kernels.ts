/** The kernels of shortest paths over weights, part of what the module of algorithms exports. */
export interface PathKernels {
  packBytes(first: number, last: number, ends: number, edges: number, weights: number, arcs: number): void;
  packWords(first: number, last: number, ends: number, edges: number, weights: number, arcs: number): void;
  packNumbers(first: number, last: number, ends: number, edges: number, weights: number, arcs: number): void;
  advanceWords(first: number, last: number, state: number): void;
  advanceNumbers(first: number, last: number, state: number): void;
  relaxWords(first: number, last: number, state: number): void;
  relaxNumbers(first: number, last: number, state: number): void;
  pushSourceWord(first: number, last: number, state: number): void;
  pushSourceNumber(first: number, last: number, state: number): void;
  tightBackWords(
    first: number,
    last: number,
    offsets: number,
    arcs: number,
    distances: number,
    tree: number,
  ): void;
  tightBackNumbers(
    first: number,
    last: number,
    offsets: number,
    arcs: number,
    distances: number,
    tree: number,
  ): void;
  tightWords(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    arcs: number,
    distances: number,
    tree: number,
  ): void;
  tightNumbers(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    arcs: number,
    distances: number,
    tree: number,
  ): void;
  readTree(first: number, last: number, tree: number, edges: number, before: number, edgeTo: number): void;
  startSide(state: number, side: number, node: number): void;
  meetByHops(state: number): void;
  meetPackedWords(state: number): void;
  meetPackedNumbers(state: number): void;
  meetByEdgeWords(state: number): void;
  meetByEdgeNumbers(state: number): void;
  forgetMeeting(state: number): void;
}
