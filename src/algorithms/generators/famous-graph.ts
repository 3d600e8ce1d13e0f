/** Small graphs that have names, each known for something that few or no others have; most are in igraph as well. */
import { describe } from "../../errors.js";
import { type EdgeList, edgeListOf } from "../shared/edge-list.js";

/** The names that {@link famousGraph} knows. */
export type FamousGraph =
  | "bull"
  | "chvatal"
  | "coxeter"
  | "cubical"
  | "desargues"
  | "diamond"
  | "dodecahedral"
  | "folkman"
  | "franklin"
  | "frucht"
  | "grotzsch"
  | "heawood"
  | "herschel"
  | "house"
  | "houseX"
  | "icosahedral"
  | "krackhardtKite"
  | "levi"
  | "mcGee"
  | "meredith"
  | "moebiusKantor"
  | "octahedral"
  | "pappus"
  | "petersen"
  | "robertson"
  | "tetrahedral"
  | "thomassen"
  | "tutte"
  | "walther";

/** For each node those of its neighbors that come after it. */
const LATER_NEIGHBORS: Readonly<Record<FamousGraph, string>> = {
  bull: "1 2;2 3;4",
  chvatal: "6 9 10 11;2 5 7 10;6 8 11;7 9 10 11;5 8 10 11;6 9;7;8;9",
  coxeter:
    "1 2 7;4 13;3 8;6 9;5 12;6 11;10;19 24;20 23;14 22;15 21;16 27;17 26;18 25;17 18;18 19;19 20;20;;;;23 26;24 27;25;26;27",
  cubical: "1 3 4;2 5;3 6;7;5 7;6;7",
  desargues: "1 5 19;2 16;3 11;4 14;5 9;6;7 15;8 18;9 13;10;11 19;12;13 17;14;15;16;17;18;19",
  diamond: "1 2;2 3;3",
  dodecahedral: "1 4 5;2 6;3 7;4 8;9;10 11;10 14;13 14;12 13;11 12;15;16;17;18;19;16 19;17;18;19",
  folkman:
    "5 8 10 13;7 9 12 14;6 8 11 13;5 7 10 12;6 9 11 14;15 19;15 16;16 17;17 18;18 19;15 19;15 16;16 17;17 18;18 19",
  franklin: "1 2 6;3 7;4 10;5 11;5 6;7;8;9;9 11;10;11",
  frucht: "1 2 11;3 6;5 10;4 6;8 11;9 10;7;8 9;9;;11",
  grotzsch: "1 2 7 10;3 6 9;4 6 8;4 8 10;7 9;6 7 8 9 10",
  heawood: "1 5 13;2 10;3 7;4 12;5 9;6;7 11;8;9 13;10;11;12;13",
  herschel: "2 3 4 5;2 3 6 7;10;9;8 9;8 10;8 9;8 10",
  house: "1 2;3;3 4;4",
  houseX: "1 2 3;2 3;3 4;4",
  icosahedral: "1 2 3 4 8;2 6 7 8;4 5 6;4 8 9 11;5 11;6 10 11;7 10;8 9 10;9;10 11;11",
  krackhardtKite: "1 2 3 5;3 4 6;3 5;4 5 6;6;6 7;7;8;9",
  levi: "1 7 29;2 24;3 11;4 16;5 21;6 26;7 13;8;9 17;10 22;11 27;12;13 19;14;15 23;16 28;17;18;19 25;20;21 29;22;23;24;25;26;27;28;29",
  mcGee: "1 7 23;2 18;3 14;4 10;5 21;6 17;7 13;8;9 20;10 16;11;12 23;13 19;14;15;16 22;17;18;19;20;21;22;23",
  meredith:
    "4 5 6 17;4 5 6 51;4 5 6 50;4 5 6 21;;;;11 12 13 24;11 12 13 58;11 12 13 57;11 12 13 28;;;;18 19 20 31;18 19 20 65;18 19 20 64;18 19 20;;;;25 26 27;25 26 27 37;25 26 27 36;25 26 27;;;;32 33 34;32 33 34 44;32 33 34 43;32 33 34;;;;39 40 41 66;39 40 41;39 40 41;39 40 41 42;;;;46 47 48;46 47 48;46 47 48;46 47 48 49;;;;53 54 55;53 54 55;53 54 55;53 54 55 56;;;;60 61 62;60 61 62;60 61 62;60 61 62 63;;;;67 68 69;67 68 69;67 68 69;67 68 69",
  moebiusKantor: "1 5 15;2 12;3 7;4 14;5 9;6;7 11;8;9 13;10;11 15;12;13;14;15",
  octahedral: "1 2 3 5;2 3 4;4 5;4 5;5",
  pappus: "1 5 17;2 8;3 13;4 10;5 15;6;7 11;8 14;9;10 16;11;12;13 17;14;15;16;17",
  petersen: "1 4 5;2 6;3 7;4 8;9;7 8;8 9;9",
  robertson:
    "1 4 15 18;2 8 12;3 6 17;4 11 14;5 9;6 12 16;7 10;8 14 18;9 16;10 13;11 15;12 18;13;14 17;15;16;17;18",
  tetrahedral: "1 2 3;2 3;3",
  thomassen:
    "2 3 20;3 4 21;4 22;23;14;7 8 24;8 9 25;9 26;20;19;12 13 27;13 14 28;14 29;30;;17 18 30;18 19 31;19 32;33;;21 26;22;23;27;25 33;26;;28;29;30;31;32;33",
  tutte:
    "10 11 12;2 7 19;3 41;4 27;5 33;6 45;9 29;8 21;9 22;24;13 14;26 28;30 31;15 21;15 18;16;17 20;18 23;24;25 40;21 22;;23;24;;26 38;34;28 39;34;30 44;35;32 35;33 42;43;36;37;38 39;42 44;40;41;41;;43;45;45",
  walther: "1;2 8;3 13;4 16;5;6 19;7 20;21;9 13;10 22;11 20;12;;14;15 23;16 17;;18;19 24;;24;;23;24",
};

/**
 * A small undirected graph by its name, such as `"tutte"`: 3-regular, planar, 3-connected, and without a Hamiltonian
 * cycle.
 *
 * Time and space: O(edges), of which there are at most 140. Deterministic.
 *
 * @throws RangeError for a name that is not known, with those that are.
 * @example
 * famousGraph("tutte").nodeCount; // => 46
 */
export function famousGraph(name: FamousGraph): EdgeList {
  if (!Object.hasOwn(LATER_NEIGHBORS, name)) {
    const names = Object.keys(LATER_NEIGHBORS).join(", ");
    throw new RangeError(`"name" expected one of ${names}, got ${describe(name)}`);
  }
  const rows = LATER_NEIGHBORS[name].split(";").map((row) => (row === "" ? [] : row.split(" ").map(Number)));
  const pairs = rows.flatMap((row, u) => row.map((v) => [u, v] as const));
  const nodeCount = 1 + pairs.reduce((last, [, v]) => Math.max(last, v), 0);
  return edgeListOf(false, nodeCount, pairs);
}
