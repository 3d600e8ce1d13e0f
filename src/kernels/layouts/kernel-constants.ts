/**
 * Numbers that kernels and TypeScript both know. AssemblyScript compiles this file as well: it holds plain numbers
 * alone.
 */

/** Labels with this share of the largest weight have as much: less may be rounding of the sum. It is 1 - 2^-40. */
export const ALIKE_SHARE = 0.9999999999990905;

/** Blocks that arcs of tiles come from have two to the power of this many nodes. */
export const SOURCE_BITS = 15;

/** Ranks of strong components from here on are components; a frozen graph has fewer nodes. */
export const COMPONENT_RANK_MIN = 0x8000_0000;
