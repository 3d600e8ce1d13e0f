import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AttributeColumn } from "../../../src/pool/attribute-column.js";
import { fuzzyWords } from "../../../src/space/index/text/fuzzy-words.js";
import { matchTexts, rankTexts, type TextMatches } from "../../../src/space/index/text/match-text.js";
import { PostingListsWriter } from "../../../src/space/index/text/posting-lists.js";
import { SortedStrings } from "../../../src/space/index/text/sorted-strings.js";
import { TextIndex } from "../../../src/space/index/text/text-index.js";
import { BuiltQuery, type TextQuery, treeOf } from "../../../src/space/index/text/text-query.js";
import { BestScores } from "../../../src/space/search/best-scores.js";
import { Bitmap } from "../../../src/structures/bitmap.js";
import { distance, naiveEdits, naiveSearch } from "./naive-text-search.js";

/** Few letters, so that words meet, and some that normalise or come in pairs. */
const word = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(..."abcde"), minLength: 1, maxLength: 9 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom(..."éÉßıकि東京都한국\u{10428}\u0301"),
      minLength: 1,
      maxLength: 4,
    }),
  },
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(" ", ", ", "-", " \u200b")), { maxLength: 12 })
  .map((parts) => parts.flat().join(""));

describe("sorted strings", () => {
  test("find, at and seek are those of a sorted array", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "binary", maxLength: 5 }), { maxLength: 90 }),
        fc.string({ maxLength: 3 }),
        (given, wanted) => {
          const sorted = [...given].sort();
          const strings = SortedStrings.of(sorted);
          expect(strings.count).toBe(sorted.length);
          sorted.forEach((each, i) => {
            expect(strings.at(i)).toBe(each);
            expect(strings.find(each)).toBe(i);
          });
          expect(strings.find(wanted)).toBe(sorted.indexOf(wanted));
          const seen: string[] = [];
          for (const cursor = strings.seek(wanted); !cursor.isDone; cursor.next()) seen.push(cursor.text());
          expect(seen).toEqual(sorted.filter((each) => each >= wanted));
        },
      ),
    );
  });

  test("fuzzy words are those within the edits", () => {
    // letters of two units, some of which have the first or the second in common
    const unit = fc.constantFrom(..."abc", "\u{10428}", "\u{10429}", "\u{10c28}");
    const letters = fc.string({ unit, minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.uniqueArray(letters, { maxLength: 60 }), letters, (given, wanted) => {
        const sorted = [...given].sort();
        const edits = naiveEdits(wanted);
        const found = fuzzyWords(SortedStrings.of(sorted), wanted, edits).map((i) => sorted[i]);
        expect(found).toEqual(sorted.filter((each) => distance(each, wanted) <= edits));
      }),
    );
  });
});

describe("posting lists", () => {
  test("are read as they were written, whatever is passed over", () => {
    const gaps = fc.array(
      fc.tuple(
        fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 70_000 })),
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 3 }),
      ),
      { maxLength: 700 },
    );
    fc.assert(
      fc.property(fc.array(gaps, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (lists, step) => {
        const writer = new PostingListsWriter();
        const expected = lists.map((list) => {
          writer.begin();
          let row = -1;
          return list.map(([gap, given]) => {
            row += gap;
            const positions = [...new Set(given)].sort((a, b) => a - b);
            writer.add(row, positions, 0, positions.length);
            return { row, positions };
          });
        });
        const postings = writer.finish();
        expect(postings.count).toBe(lists.length);
        expected.forEach((list, term) => {
          const size = postings.sizeBytes(term);
          const rows = new Uint32Array(size);
          const frequencies = new Uint32Array(size);
          expect(postings.read(term, undefined, rows, frequencies, 0)).toBe(list.length);
          expect([...rows.subarray(0, list.length)]).toEqual(list.map(({ row }) => row));
          expect([...frequencies.subarray(0, list.length)]).toEqual(
            list.map(({ positions }) => positions.length),
          );
          // every step-th row, and one beside it
          const wanted = new Set(list.filter((_, i) => i % step === 0).flatMap(({ row }) => [row, row + 1]));
          const placed = postings.readPlaced(term, Uint32Array.from(wanted).sort());
          const found = list.filter(({ row }) => wanted.has(row));
          expect([...placed.rows]).toEqual(found.map(({ row }) => row));
          expect([...placed.positions]).toEqual(found.flatMap(({ positions }) => positions));
        });
      }),
      { numRuns: 60 },
    );
  });
});

const leaf = (): fc.Arbitrary<TextQuery> =>
  fc.oneof(
    text,
    fc
      .tuple(fc.constantFrom("phrase", "prefix", "fuzzy"), fc.array(word, { minLength: 1, maxLength: 3 }))
      .map(([kind, words]) => new BuiltQuery(kind as "phrase", words.join(" "))),
  );
const built: fc.Arbitrary<TextQuery> = fc.letrec<{ query: TextQuery }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 2 },
    leaf(),
    fc.array(tie("query"), { minLength: 1, maxLength: 3 }).map((parts) => new BuiltQuery("any", "", parts)),
    fc
      .tuple(fc.array(tie("query"), { minLength: 1, maxLength: 2 }), fc.array(tie("query"), { maxLength: 1 }))
      .map(
        ([parts, none]) =>
          new BuiltQuery("all", "", [...parts, ...none.map((part) => new BuiltQuery("not", "", [part]))]),
      ),
  ),
})).query;
const typed = fc
  .array(fc.tuple(fc.constantFrom("", "", "-", '"'), word, fc.constantFrom("", " ", '" ', "* ", "*")), {
    maxLength: 5,
  })
  .map((parts) => parts.flat().join(""));
const options = fc.record({
  operator: fc.constantFrom("and" as const, "or" as const),
  prefix: fc.boolean(),
  fuzzy: fc.boolean(),
});

/** Two letters are the stem of a word: many words have the same. */
const language = { name: "two letters", stem: (each: string): string => each.slice(0, 2) };

function sorted(matches: TextMatches): [number, number][] {
  return [...matches.ids]
    .map((id, i): [number, number] => [id, matches.scores[i]])
    .sort((a, b) => a[0] - b[0]);
}

describe("a text index", () => {
  test("scores as BM25 over the rows of the mask alone, however rows came", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(text, fc.boolean(), fc.boolean()), { maxLength: 7 }), { maxLength: 6 }),
        fc.oneof(typed, built),
        options,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (batches, query, wordOptions, fold, stems, positions) => {
          const stored = new AttributeColumn("text", "utf8");
          const index = TextIndex.over(stored, { fold, positions }) as TextIndex;
          const masks = { all: new Bitmap(), some: new Bitmap() };
          const texts: { all: { id: number; text: string }[]; some: { id: number; text: string }[] } = {
            all: [],
            some: [],
          };
          for (const batch of batches) {
            for (const [each, isLive, isSome] of batch) {
              const id = stored.column.count * 3;
              const row = stored.append(id, each);
              for (const name of ["all", "some"] as const) {
                if (!isLive || (name === "some" && !isSome)) continue;
                masks[name].add(row);
                texts[name].push({ id, text: each });
              }
            }
            index.extend();
          }
          const tree = treeOf(query, wordOptions);
          for (const name of ["all", "some"] as const) {
            const fields = [
              {
                parts: [{ index, stored, mask: masks[name], language: stems ? language : undefined }],
                weight: 1,
              },
            ];
            const found = sorted(matchTexts(tree, fields));
            const expected = naiveSearch(tree, texts[name], { fold, ...(stems && { stem: language.stem }) });
            expect(found.map(([id]) => id)).toEqual([...expected.keys()].sort((a, b) => a - b));
            for (const [id, score] of found) expect(score).toBeCloseTo(expected.get(id) as number, 6);
            for (const limit of [2, 1000]) {
              const best = new BestScores(limit);
              rankTexts(tree, fields, best, (id) => id % 2 === 0);
              const { ids, scores } = best.sorted();
              const wanted = [...expected].filter(([id]) => id % 2 === 0).sort((a, b) => b[1] - a[1]);
              expect(ids.length).toBe(Math.min(limit, wanted.length));
              scores.forEach((score, i) => {
                expect(score).toBeCloseTo(wanted[i][1], 6);
                expect(score).toBeCloseTo(expected.get(ids[i]) as number, 6);
              });
            }
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  test("scores rows that are many, of common and of rare words", () => {
    const rowCount = 70_000;
    const stored = new AttributeColumn("text", "utf8");
    let state = 7;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    const words: string[][] = [];
    for (let row = 0; row < rowCount; row++) {
      const some = Array.from({ length: draw(400) === 0 ? 300 : 1 + draw(6) }, () => {
        const rank = draw(1000);
        return rank < 500 ? "often" : rank < 800 ? "half" : rank < 990 ? "some" : `rare${draw(300)}`;
      });
      words.push(some);
      stored.append(row, some.join(" "));
    }
    const index = TextIndex.over(stored, { fold: true, positions: false }) as TextIndex;
    index.extend();
    const averageLength = (rows: readonly string[][]): number =>
      rows.reduce((sum, { length }) => sum + length, 0) / rows.length;
    const holes = Bitmap.range(0, rowCount);
    for (let row = 0; row < rowCount; row += 3) holes.delete(row);
    for (const query of [
      "often half some",
      "often",
      "rare7 rare8",
      "rare7 often often",
      "some rare3 rare4 half",
    ])
      for (const mask of [Bitmap.range(0, rowCount), holes]) {
        const counted = words.filter((_, row) => mask.has(row));
        const average = averageLength(counted);
        const scores = new Map<number, number>();
        for (const word of query.split(" ")) {
          const found = counted.reduce((sum, row) => sum + (row.includes(word) ? 1 : 0), 0);
          const weight = Math.log(1 + (counted.length - found + 0.5) / (found + 0.5));
          words.forEach((row, id) => {
            if (!mask.has(id)) return;
            const frequency = row.filter((each) => each === word).length;
            if (frequency === 0) return;
            const norm = 1.2 * (0.25 + (0.75 * row.length) / average);
            scores.set(id, (scores.get(id) ?? 0) + (weight * frequency * 2.2) / (frequency + norm));
          });
        }
        const best = new BestScores(25);
        const tree = treeOf(query, { operator: "or", prefix: false, fuzzy: false });
        const fields = [{ parts: [{ index, stored, mask, language: undefined }], weight: 1 }];
        rankTexts(tree, fields, best, () => true);
        const expected = [...scores.values()].sort((a, b) => b - a);
        const found = best.sorted();
        expect(found.ids.length).toBe(Math.min(25, expected.length));
        found.scores.forEach((score, i) => {
          expect(score).toBeCloseTo(expected[i], 9);
          expect(score).toBeCloseTo(scores.get(found.ids[i]) as number, 9);
        });
        const all = sorted(matchTexts(tree, fields));
        expect(all.map(([id]) => id)).toEqual([...scores.keys()].sort((a, b) => a - b));
      }
  });

  test("the best are those of all that match, in every bit, whichever words are rare", () => {
    const rowCount = 20_000;
    const stored = new AttributeColumn("text", "utf8");
    let state = 11;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    // the frequency of a word falls with its number, as words of a language do
    const word = (): string => `w${Math.floor(2 ** ((draw(1 << 14) / (1 << 14)) * 10)) - 1}`;
    const index = TextIndex.over(stored, { fold: true, positions: true }) as TextIndex;
    for (let row = 0; row < rowCount; row++) {
      stored.append(row, Array.from({ length: draw(900) === 0 ? 400 : 1 + draw(12) }, word).join(" "));
      if (row === 12_000) index.extend();
    }
    index.extend();
    const [all, holes] = [Bitmap.range(0, rowCount), Bitmap.range(0, rowCount)];
    for (let row = 0; row < rowCount; row += 1 + draw(9)) holes.delete(row);
    const fixed = [
      "w0 w1 w2",
      "w300 w0",
      "w0 w900 w1",
      "w500 w400 w0 w1 w2 w3",
      "w700 w700 w0",
      "w99* w0 w1",
    ];
    const queries = [...fixed, '"w0 w1" w600', "w2 w2 w2 w300", "w0", "w850", "nothing w3 w400"];
    for (let i = 0; i < 15; i++) queries.push(Array.from({ length: 2 + draw(5) }, word).join(" "));
    for (const mask of [all, holes])
      for (const query of queries) {
        const tree = treeOf(query, { operator: "or", prefix: false, fuzzy: false });
        const fields = [{ parts: [{ index, stored, mask, language: undefined }], weight: 0.5 }];
        const { ids, scores } = matchTexts(tree, fields);
        for (const limit of [1, 10, 300, 5000]) {
          const isWanted = (id: number): boolean => limit === 1 || id % 5 !== 2;
          const best = new BestScores(limit);
          rankTexts(tree, fields, best, isWanted);
          const expected = new BestScores(limit);
          for (let i = 0; i < ids.length; i++) if (isWanted(ids[i])) expected.add(ids[i], scores[i]);
          expect(best.sorted(), `${query}, ${limit}`).toEqual(expected.sorted());
        }
      }
  });

  test("a search within the search, as a stemmer may make one, does not disturb it", () => {
    const stored = new AttributeColumn("text", "utf8");
    for (let row = 0; row < 300; row++) stored.append(row, row % 3 === 0 ? "aa ab ba" : "ba bb");
    const index = TextIndex.over(stored, { fold: true, positions: true }) as TextIndex;
    index.extend();
    const mask = Bitmap.range(0, 300);
    const search = (stem: (word: string) => string): TextMatches =>
      matchTexts(treeOf("aa ba ab", { operator: "or", prefix: true, fuzzy: false }), [
        { parts: [{ index, stored, mask, language: { name: "x", stem } }], weight: 1 },
      ]);
    const plain = search((each) => each.slice(0, 1));
    const nested = search((each) => {
      expect(search((other) => other).ids.length).toBe(300);
      return each.slice(0, 1);
    });
    expect(nested).toEqual(plain);
  });

  test("rows of many segments are read once each", () => {
    const stored = new AttributeColumn("text", "utf8");
    const { column } = stored;
    const index = TextIndex.over(stored, { fold: true, positions: true }) as TextIndex;
    for (let i = 0; i < 300; i++) {
      column.append(`number ${i}`);
      index.extend();
    }
    expect(index.segmentCount).toBeLessThan(12);
  });
});
