/**
 * Eighteen women and the fourteen gatherings that they attended. Davis, Gardner and Gardner 1941, "Deep South: a
 * social anthropological study of caste and class".
 */
import { type EdgeList, edgeListOf } from "../shared/edge-list.js";

/** For each woman the gatherings, 1 to 14, she came to. */
const CAME = `
Evelyn Jefferson: 1 2 3 4 5 6 8 9
Laura Mandeville: 1 2 3 5 6 7 8
Theresa Anderson: 2 3 4 5 6 7 8 9
Brenda Rogers: 1 3 4 5 6 7 8
Charlotte McDowd: 3 4 5 7
Frances Anderson: 3 5 6 8
Eleanor Nye: 5 6 7 8
Pearl Oglethorpe: 6 8 9
Ruth DeSand: 5 7 8 9
Verne Sanderson: 7 8 9 12
Myra Liddel: 8 9 10 12
Katherina Rogers: 8 9 10 12 13 14
Sylvia Avondale: 7 8 9 10 12 13 14
Nora Fayette: 6 7 9 10 11 12 13 14
Helen Lloyd: 7 8 10 11 12
Dorothy Murchison: 8 9
Olivia Carleton: 9 11
Flora Price: 9 11`;

const GATHERING_COUNT = 14;

/**
 * The 18 women, nodes 0 to 17, the 14 gatherings, nodes 18 to 31, and 89 undirected edges from women to gatherings;
 * attribute `name` has the women's names, and `"E1"` to `"E14"`.
 *
 * Time and space: O(1). Deterministic.
 *
 * @example
 * southernWomen().nodeCount; // => 32
 */
export function southernWomen(): EdgeList {
  const women = CAME.trim()
    .split("\n")
    .map((line) => line.split(": "));
  const gatherings = Array.from({ length: GATHERING_COUNT }, (_, i) => `E${i + 1}`);
  const pairs = women.flatMap(([, came], woman) =>
    came.split(" ").map((number) => [woman, women.length + Number(number) - 1] as const),
  );
  const name = [...women.map(([name]) => name), ...gatherings];
  return edgeListOf(false, name.length, pairs, { name });
}
