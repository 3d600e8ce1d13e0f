/** The type of the ids that a bulk verb returns: a Uint32Array whose first ids the compiler knows to be there. */

/** The first positions of an array of N, at most 32 of them. */
type Positions<N, Found extends number[] = []> = Found["length"] extends N | 32
  ? Found[number]
  : Positions<N, [...Found, Found["length"]]>;

/**
 * The methods that an array has, of no use: those that a Uint32Array lacks cannot be called, the others are its own.
 * The compiler takes apart by position only what has them all.
 */
type ArrayShape = { readonly [K in Exclude<keyof (readonly unknown[]), keyof Uint32Array>]: never } & {
  readonly [K in Exclude<keyof (readonly unknown[]) & keyof Uint32Array & string, "length">]: (
    ...none: never
  ) => never;
};

/**
 * New ids, a Uint32Array. Where their number is a literal, such as in `addNodes(2)`, the compiler knows that they are
 * there, also under `noUncheckedIndexedAccess`.
 *
 * @example
 * const [a, b] = graph.addNodes(2);
 * graph.addEdge(a, b);
 */
export type NewIds<N extends number = number> = number extends N
  ? Uint32Array
  : Uint32Array & ArrayShape & { readonly [Position in Positions<N>]: number };
