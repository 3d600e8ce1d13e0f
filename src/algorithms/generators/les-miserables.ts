/**
 * Characters who meet in Victor Hugo's "Les Misérables", 1862. Knuth 1993, "The Stanford GraphBase: a platform for
 * combinatorial computing".
 */
import { type EdgeList, edgeListOf } from "../shared/edge-list.js";

/** Each character, then those named before with whom he or she meets, by number, and in how many chapters if not one. */
const MEETINGS = `
Anzelma
Babet
Bahorel
Bamatabois
BaronessT
Blacheville
Bossuet 2*4
Boulatruelle
Brevet 3
Brujon 1*3
Champmathieu 3*2 8*2
Champtercier
Chenildieu 3 8*2 10*2
Child1
Child2 13*3
Claquesous 1*4 9
Cochepaille 3 8*2 10*2 12*2
Combeferre 2*5 6*9
Cosette
Count
CountessDeLo
Courfeyrac 2*6 6*12 17*13
Cravatte
Dahlia 5*3
Enjolras 2*4 6*10 15 17*15 21*17
Eponine 0*2 1 9 15 21
Fameuil 5*4 23*3
Fantine 3 5*3 23*4 26*3
Fauchelevent
Favourite 5*4 23*5 26*3 27*4
Feuilly 2*3 6*6 17*5 21*6 24*6
Gavroche 1 2*5 6*5 9 13*2 14*2 17*6 21*7 24*7 30*2
Geborand
Gervais
Gillenormand 4 18*3
Grantaire 2 6*3 17 21*2 24*3 30 31
Gribier 28*2
Gueulemer 1*6 9*3 15*4 25 31
Isabeau
Javert 1*2 3 15 18 24*6 27*5 28 31 37
Joly 2*5 6*7 17*5 21*5 24*5 30*5 31*3 35*2
Jondrette
Judge 3*2 8*2 10*3 12*2 16*2
Labarre
Listolier 5*4 23*3 26*4 27*3 29*3
LtGillenormand 18 34
Mabeuf 2*2 6 17*2 21*2 24 25 30 31 40
Magnon 34
Marguerite 27*2
Marius 2 4 6*5 17*5 18*21 21*9 24*7 25*5 30 31*4 34*12 40*2 45 46
MlleBaptistine
MlleGillenormand 18*2 34*9 45*2 49*6
MlleVaubois 51
MmeBurgon 31*2 41
MmeDeR
MmeHucheloup 2 6 21 24 31 35 40
MmeMagloire 50*6
MmePontmercy 51
MmeThenardier 0 1 15 18*4 25*2 27*2 37 39 47
Montparnasse 1*2 9 15*2 25 31 37*2 39
MotherInnocent 28*3
MotherPlutarch 46*3
Myriel 11 19*2 20 22 32 50*8 56*10
Napoleon 62
OldMan 62
Perpetue 27
Pontmercy 49 57
Prouvaire 2*2 6*2 17*2 21*3 24*4 30*2 31 35 40*2
Scaufflaire
Simplice 27*2 39 65*2
Thenardier 0*2 1*6 7 9*3 15*4 18 25*3 27 31 37*5 39*5 49*2 58*13 59 66
Tholomyes 5*4 18 23*3 26*4 27*3 29*3 44*4 49
Toussaint 18*2 39
Valjean 1 3*2 6 8*2 10*3 12*2 15 16*2 18*31 24*4 27*9 28*8 31 33 34*2 37 38 39*17 42*3 43 48 49*19 50*3 51*2 54 56*3 58*7 59 60 62*5 68 69*3 70*12 72
Woman1 39 73*2
Woman2 18 39 73*3
Zephine 5*3 23*4 26*3 27*4 29*4 44*3 71*3`;

/**
 * The 77 characters and 254 undirected edges between those who are on stage together. Attribute `name` of the nodes has
 * the characters' names, `weight` of the edges in how many chapters they meet.
 *
 * Time and space: O(1). Deterministic.
 *
 * @example
 * lesMiserables().edgeCount; // => 254
 */
export function lesMiserables(): EdgeList {
  const lines = MEETINGS.trim()
    .split("\n")
    .map((line) => line.split(" "));
  const meetings = lines.flatMap(([, ...met], character) =>
    met.map((text) => {
      const [other, chapters = 1] = text.split("*").map(Number);
      return { other, character, chapters };
    }),
  );
  return edgeListOf(
    false,
    lines.length,
    meetings.map(({ other, character }) => [other, character]),
    { name: lines.map(([name]) => name) },
    { weight: meetings.map(({ chapters }) => chapters) },
  );
}
