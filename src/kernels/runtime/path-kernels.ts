/** The kernels of shortest paths over weights, part of what the module of algorithms exports. */

/** Packs weights by edge beside the ends of arcs. */
type Pack = (first: number, last: number, ends: number, edges: number, weights: number, arcs: number) => void;

/** Works at a search whose arrays its state names. */
type Advance = (first: number, last: number, state: number) => void;

/** Finds the tree's arcs, back along packed arcs that lead either way. */
type TightBack = (
  first: number,
  last: number,
  offsets: number,
  arcs: number,
  distances: number,
  tree: number,
) => void;

/** Finds the tree's arcs along all arcs. */
type Tight = (
  first: number,
  last: number,
  offsets: number,
  ends: number,
  arcs: number,
  distances: number,
  tree: number,
) => void;

/** Kernels in two forms have whole numbers of 32 bits, or floats of 64, for weights and distances. */
export interface PathKernels {
  readonly packBytes: Pack;
  readonly packWords: Pack;
  readonly packNumbers: Pack;
  readonly advanceWords: Advance;
  readonly advanceNumbers: Advance;
  readonly relaxWords: Advance;
  readonly relaxNumbers: Advance;
  readonly pushSourceWord: Advance;
  readonly pushSourceNumber: Advance;
  readonly tightBackWords: TightBack;
  readonly tightBackNumbers: TightBack;
  readonly tightWords: Tight;
  readonly tightNumbers: Tight;
  readTree(first: number, last: number, tree: number, edges: number, before: number, edgeTo: number): void;
  startSide(state: number, side: number, node: number): void;
  searchByHops(state: number): void;
  searchPackedWords(state: number): void;
  searchPackedNumbers(state: number): void;
  searchByEdgeWords(state: number): void;
  searchByEdgeNumbers(state: number): void;
  resetSearch(state: number): void;
}
