import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AttributeColumn } from "../../../src/pool/attribute-column.js";
import { Utf8Column } from "../../../src/pool/utf8-column.js";
import { fuzzyWords } from "../../../src/space/index/text/fuzzy-words.js";
import { matchTexts, type TextMatches } from "../../../src/space/index/text/match-text.js";
import { PostingListsWriter } from "../../../src/space/index/text/posting-lists.js";
import { SortedStrings } from "../../../src/space/index/text/sorted-strings.js";
import { TextIndex } from "../../../src/space/index/text/text-index.js";
import { BuiltQuery, type TextQuery, treeOf } from "../../../src/space/index/text/text-query.js";
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
    const letters = fc.string({ unit: fc.constantFrom(..."abc"), minLength: 1, maxLength: 10 });
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
          const index = TextIndex.over(stored.column, { fold, positions }) as TextIndex;
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
            const found = sorted(
              matchTexts(tree, [
                {
                  parts: [{ index, stored, mask: masks[name], language: stems ? language : undefined }],
                  weight: 1,
                },
              ]),
            );
            const expected = naiveSearch(tree, texts[name], { fold, ...(stems && { stem: language.stem }) });
            expect(found.map(([id]) => id)).toEqual([...expected.keys()].sort((a, b) => a - b));
            for (const [id, score] of found) expect(score).toBeCloseTo(expected.get(id) as number, 6);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  test("rows of many segments are read once each", () => {
    const column = new Utf8Column();
    const index = TextIndex.over(column, { fold: true, positions: true }) as TextIndex;
    for (let i = 0; i < 300; i++) {
      column.append(`number ${i}`);
      index.extend();
    }
    expect(index.segmentCount).toBeLessThan(12);
  });
});
