/**
 * Marriages between families of Florence about 1430. Padgett and Ansell 1993, "Robust action and the rise of the
 * Medici"; the fifteen families that were tied by any, as Breiger and Pattison 1986 have them.
 */
import { type EdgeList, edgeListOf } from "../shared/edge-list.js";

const MARRIAGES = `
Acciaiuoli Medici
Castellani Peruzzi
Castellani Strozzi
Castellani Barbadori
Medici Barbadori
Medici Ridolfi
Medici Tornabuoni
Medici Albizzi
Medici Salviati
Salviati Pazzi
Peruzzi Strozzi
Peruzzi Bischeri
Strozzi Ridolfi
Strozzi Bischeri
Ridolfi Tornabuoni
Tornabuoni Guadagni
Albizzi Ginori
Albizzi Guadagni
Bischeri Guadagni
Guadagni Lamberteschi`;

/**
 * The marriages between 15 Florentine families: 20 undirected edges; attribute `name` has the families' names.
 *
 * Time and space: O(1). Deterministic.
 *
 * @example
 * florentineFamilies().nodeCount; // => 15
 */
export function florentineFamilies(): EdgeList {
  const pairs = MARRIAGES.trim()
    .split("\n")
    .map((line) => line.split(" "));
  const name = [...new Set(pairs.flat())].sort();
  const numbers = pairs.map(([a, b]) => [name.indexOf(a), name.indexOf(b)] as const);
  return edgeListOf(false, name.length, numbers, { name });
}
