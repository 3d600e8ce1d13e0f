// Situations in which other searches over texts were reported to go wrong.
import { describe, expect, test } from "vitest";
import { Graph } from "../../src/graph.js";
import { all, any, fuzzy, not, phrase, prefix } from "../../src/search/build-query.js";
import { english, german } from "../../src/search/languages/index.js";
import type { TextQuery } from "../../src/space/index/text/text-query.js";

type Options = { prefix?: boolean; fuzzy?: boolean; operator?: "and" | "or"; limit?: number };

function graphOf(texts: readonly string[], settings: object = {}): Graph {
  const graph = new Graph();
  graph.addNodes(texts.length, { attributes: { text: [...texts] } });
  graph.nodes.createIndex("text", { kind: "text", ...settings });
  return graph;
}

function found(graph: Graph, query: TextQuery, options: Options = {}): number[] {
  return [...graph.nodes.search(query, options).ids];
}

function sorted(graph: Graph, query: TextQuery, options: Options = {}): number[] {
  return found(graph, query, options).sort((a, b) => a - b);
}

describe("removing and changing", () => {
  const texts = ["abc", "abc", "abcd", "stelle", "stele", "snelle", "stellle", "scelte"];

  test("a removed element is not found, by no kind of query, and the others with its words are", () => {
    const graph = graphOf(texts);
    for (const query of ["abc", "abc*", fuzzy("stelle"), '"abc"']) found(graph, query);
    graph.removeNodes([1, 6]);
    expect(sorted(graph, "abc")).toEqual([0]);
    expect(sorted(graph, "abc*")).toEqual([0, 2]);
    expect(sorted(graph, '"abc"')).toEqual([0]);
    expect(sorted(graph, fuzzy("stelle"))).toEqual([3, 4, 5]);
  });

  test("a changed text is found by its new words alone, however often it was changed", () => {
    const graph = graphOf(["user at the beginning", `${"word ".repeat(200)}user at the end`]);
    for (let i = 0; i < 50; i++) {
      graph.nodes.set(0, { text: `user number${i}` });
      expect(sorted(graph, "user")).toEqual([0, 1]);
      expect(sorted(graph, `number${i}`)).toEqual([0]);
      if (i > 0) expect(found(graph, `number${i - 1}`)).toEqual([]);
    }
  });

  test("scores after removals and rewrites are those of an index built afresh", () => {
    const graph = graphOf(["dog elephant frog", "dog cat", "cat", "elephant"]);
    graph.nodes.search("elephant");
    graph.nodes.set(3, { text: "mouse" });
    graph.removeNode(1);
    graph.nodes.set(0, { text: "dog elephant frog" });
    const fresh = graphOf(["dog elephant frog", "cat", "mouse"]);
    for (const query of ["elephant", "dog", "cat mouse dog", "e*"])
      expect([...graph.nodes.search(query).scores]).toEqual([...fresh.nodes.search(query).scores]);
  });

  test("a common and a rare word together do not bring removed elements back", () => {
    const graph = graphOf(Array.from({ length: 200 }, (_, i) => (i === 0 ? "rare common" : "common")));
    graph.removeNode(1);
    expect(sorted(graph, "rare common", { limit: 1000 })).toEqual(
      Array.from({ length: 200 }, (_, i) => i).filter((i) => i !== 1),
    );
  });

  test("more texts than there are now may have had a word", () => {
    const graph = graphOf(Array.from({ length: 100 }, () => "common"));
    graph.removeNodes(Array.from({ length: 95 }, (_, i) => i));
    const ranking = graph.nodes.search("common");
    expect([...ranking.ids]).toEqual([95, 96, 97, 98, 99]);
    for (const score of ranking.scores) expect(score).toBeGreaterThan(0);
  });

  test("what is excluded alone selects nothing, before and after removals", () => {
    const graph = graphOf(["a", "b", "c"]);
    expect(found(graph, "-c")).toEqual([]);
    graph.removeNode(0);
    expect(found(graph, "-c")).toEqual([]);
  });
});

describe("beginnings and endings", () => {
  test("every beginning of a word finds it, in a language too", () => {
    for (const settings of [{}, { language: english }])
      for (const word of ["general", "introduction", "module", "wendy", "migration", "authentication"]) {
        const graph = graphOf([`one ${word} here`, "another text"], settings);
        for (let length = 1; length <= word.length; length++) {
          expect(found(graph, prefix(word.slice(0, length)))).toContain(0);
          expect(found(graph, word.slice(0, length), { prefix: true })).toContain(0);
          expect(found(graph, `${word.slice(0, length)}*`)).toContain(0);
        }
      }
  });

  test("a short word is found beside longer ones that begin with it, in any order", () => {
    for (const texts of [
      ["RDGE Ridge", "RD Road"],
      ["RD Road", "RDGE Ridge"],
    ]) {
      const graph = graphOf(texts);
      const short = texts.findIndex((text) => text.startsWith("RD "));
      expect(found(graph, "RD")).toEqual([short]);
      expect(found(graph, "RD", { prefix: true })[0]).toBe(short);
      expect(found(graph, "rd*")).toHaveLength(2);
    }
  });

  test("words of one and two letters are found, with fuzzy words allowed and without", () => {
    const graph = graphOf(["f", "fo", "foo", "fox"]);
    expect(found(graph, "fo", { fuzzy: true })).toEqual([1]);
    expect(found(graph, "f")).toEqual([0]);
    expect(sorted(graph, "fo", { prefix: true })).toEqual([1, 2, 3]);
  });

  test("plurals and doubled letters are found by their stems", () => {
    const graph = graphOf(["carol sings", "schwitters", "powell river", "the powells"], {
      language: english,
    });
    expect(found(graph, "carols")).toEqual([0]);
    expect(found(graph, "schwitter")).toEqual([1]);
    expect(sorted(graph, "powell")).toEqual([2, 3]);
  });

  test("a beginning of which a great many words are is found whole", () => {
    const graph = graphOf(Array.from({ length: 3000 }, (_, i) => `item${i}`));
    expect(found(graph, "item*", { limit: 5000 })).toHaveLength(3000);
    expect(found(graph, "item29*", { limit: 5000 })).toHaveLength(111);
  });
});

describe("signs", () => {
  test("a possessive is found by its word, a period or a hyphen do not matter", () => {
    const graph = graphOf([
      'venture out to "Casper\'s" SIM-bay',
      "NASA's moon",
      "foo. foo",
      "create-site-good",
    ]);
    expect(found(graph, "Casper")).toEqual([0]);
    expect(found(graph, "nasa")).toEqual([1]);
    expect(found(graph, "foo*")).toEqual([2]);
    expect(found(graph, "create-site-*")).toContain(3);
    expect(found(graph, "site")).toEqual([3]);
    expect(found(graph, "What's moon")).toContain(1);
  });

  test("a code of letters, digits and signs is found as a phrase", () => {
    const graph = graphOf(["M/PO-R3", "M/PO-R4", "PO M R3"]);
    expect(found(graph, phrase("M/PO-R3"))).toEqual([0]);
    expect(found(graph, '"m/po-r3"')).toEqual([0]);
  });

  test("a query of signs alone finds nothing and throws nothing", () => {
    const graph = graphOf(["howdy - how are you", "(brackets) & 'quotes'"]);
    for (const query of [
      '"',
      '""',
      "(",
      "*",
      "-",
      "--",
      "&",
      "/",
      "a OR",
      "^~:+",
      '-"',
      "*:*",
      "\\",
      "\u0000",
      " ",
    ])
      expect(() => found(graph, query)).not.toThrow();
    for (const query of ['""', "(", "*", "-", "&", "^~:+", ""]) expect(found(graph, query)).toEqual([]);
    expect(found(graph, "howdy -")).toEqual([0]);
  });

  test("names of members of objects are words like others", () => {
    const words = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "prototype"];
    const graph = graphOf([...words, "others"]);
    words.forEach((word, i) => {
      expect(found(graph, word)).toEqual([i]);
      expect(found(graph, word.toUpperCase())).toEqual([i]);
    });
    expect(found(graph, "proto")).toEqual([1]);
  });
});

describe("scripts", () => {
  test("words in the middle and at the end of a sentence without spaces are found", () => {
    const graph = graphOf([
      "本文是关于教务使用的一篇小教程",
      "至尊藏点驭众点",
      "서울특별시 강남구",
      "カタカナとひらがな",
    ]);
    for (const query of ["一篇", "教程", "本文"]) expect(found(graph, query)).toEqual([0]);
    for (const query of ["驭众点", "尊藏点驭众", "至尊"]) expect(found(graph, query)).toEqual([1]);
    for (const query of ["특별", "강남"]) expect(found(graph, query)).toEqual([2]);
    for (const query of ["ひらがな", "カナ"]) expect(found(graph, query)).toEqual([3]);
  });

  test("a single ideograph is found anywhere, and only where it is", () => {
    const texts = ["東京都に住む", "京", "都営", "京都", "住むx京y", "서울시", "시청", "ひらがな", "がa"];
    const graph = graphOf(texts);
    for (const ideograph of ["東", "京", "都", "む", "시", "が", "な", "서", "営"]) {
      const expected = texts.flatMap((text, i) => (text.includes(ideograph) ? [i] : []));
      for (const query of [ideograph, `${ideograph}*`, `"${ideograph}"`, prefix(ideograph), fuzzy(ideograph)])
        expect(sorted(graph, query)).toEqual(expected);
      expect(sorted(graph, all(any(...["京", "住", "시", "が"]), not(ideograph)))).toEqual(
        texts.flatMap((text, i) => (/[京住시が]/u.test(text) && !text.includes(ideograph) ? [i] : [])),
      );
    }
  });

  test("accents and case do not matter, and are shown where they are", () => {
    const graph = graphOf(["uppādetvā RŪPA", "Straße", "İstanbul"]);
    expect(found(graph, "uppadetva")).toEqual([0]);
    expect(found(graph, "uppadetv*")).toEqual([0]);
    expect(graph.nodes.highlight(0, "text", "rupa uppade*").ranges).toEqual([
      [0, 9],
      [10, 14],
    ]);
    expect(found(graph, "istanbul")).toEqual([2]);
    expect(found(graph, "STRASSE straße")).toContain(1);
  });
});

describe("what is best", () => {
  test("the limit does not change which come first", () => {
    const graph = graphOf(
      Array.from({ length: 500 }, (_, i) => `${"dog ".repeat(1 + (i % 7))}${"x ".repeat(i % 11)}cat`),
    );
    const all500 = found(graph, "dog x cat", { limit: 500 });
    for (const limit of [1, 2, 10, 99, 499])
      expect(found(graph, "dog x cat", { limit })).toEqual(all500.slice(0, limit));
  });

  test("of texts of equal score the first come first, and none is there twice", () => {
    const graph = graphOf(Array.from({ length: 100 }, () => "same words here"));
    expect(found(graph, "same words same here*", { limit: 50 })).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
  });

  test("a word of every text still scores, and a match of both words is before one of either", () => {
    const graph = graphOf(["dog cat", "dog dog dog dog", "cat", "dog"]);
    expect(found(graph, "dog cat")[0]).toBe(0);
    const every = graphOf(["dog", "dog", "dog"]);
    for (const score of every.nodes.search("dog").scores) expect(score).toBeGreaterThan(0);
  });

  test("an empty text is no match and does no harm", () => {
    const graph = graphOf(["", "dog", "   ", "..."]);
    expect(found(graph, "dog")).toEqual([1]);
    expect(Number.isFinite(graph.nodes.search("dog").scores[0])).toBe(true);
    expect(found(graphOf([""]), "dog")).toEqual([]);
  });

  test("fuzzy words count an exchange as one edit, in the first letter too", () => {
    const graph = graphOf(["word", "owrd", "wrod", "sword", "lord", "work"]);
    expect(sorted(graph, fuzzy("word"))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found(graphOf(["vehicle"]), fuzzy("evhicle"))).toEqual([0]);
    expect(found(graphOf(["Arbeitsunfall"]), "asdf", { fuzzy: true, prefix: true })).toEqual([]);
  });

  test("fuzzy words count letters, however many bytes or units one has", () => {
    const letters = [..."\u{10428}\u{10429}\u{1042a}\u{1042b}\u{1042c}\u{1042d}"];
    const word = letters.join("");
    const others = [
      word.slice(2),
      word.slice(4),
      letters[1] + letters[0] + word.slice(4),
      `${word}\u{1044f}`,
    ];
    expect(sorted(graphOf([word, ...others]), fuzzy(word))).toEqual([0, 1, 3, 4]);
    expect(sorted(graphOf(["بسرعة", "سرعة", "ةعرس"]), fuzzy("بسرع"))).toEqual([0]);
  });

  test("words of a phrase follow each other within one text of a list, repeated ones too", () => {
    const graph = graphOf(["to be or not to be", "be to or", "not to", "new york new york"]);
    expect(found(graph, '"to be"')).toEqual([0]);
    expect(sorted(graph, '"not to"')).toEqual([0, 2]);
    expect(found(graph, '"new york new york"')).toEqual([3]);
    expect(found(graph, '"york york"')).toEqual([]);
    expect(found(graphOf(["a a a b"]), '"a a b"')).toEqual([0]);
  });
});

describe("the best of many", () => {
  /** Texts of common words, one of each hundred with a rare one. */
  const textOf = (i: number): string =>
    `the ${"of ".repeat(1 + (i % 3))}${i % 2 === 0 ? "and " : ""}${i % 100 === 7 ? "rare " : ""}${i % 5 === 0 ? "a" : "an end"}`;
  const texts = Array.from({ length: 12_000 }, (_, i) => textOf(i));
  const queries = ["the of and", "rare the of", "the rare and rare a", "of", "missing the rare"];

  test("are the next ones once the best were removed, down to a limit of one", () => {
    const graph = graphOf(texts);
    for (const query of queries)
      for (let round = 0; round < 3; round++) {
        const [first, second] = found(graph, query, { limit: 2 });
        expect(found(graph, query, { limit: 1 })).toEqual([first]);
        graph.removeNode(first);
        expect(found(graph, query, { limit: 1 })).toEqual([second]);
      }
  });

  test("have the scores of an index built afresh, in the state after removals and in the one before", () => {
    const graph = graphOf(texts);
    graph.commit("all");
    const scores = (of: Graph, query: string): number[] => [...of.nodes.search(query, { limit: 50 }).scores];
    const before = queries.map((query) => scores(graph, query));
    graph.removeNodes(graph.nodes.ids().filter((id) => id % 7 === 0 || id % 100 === 7));
    const fresh = graphOf(texts.filter((_, id) => id % 7 !== 0 && id % 100 !== 7));
    for (let round = 0; round < 2; round++)
      for (const [i, query] of queries.entries()) {
        expect(scores(graph, query)).toEqual(scores(fresh, query));
        expect([...graph.at("HEAD").nodes.search(query, { limit: 50 }).scores]).toEqual(before[i]);
      }
  });

  test("are those with the smallest ids among equal ones, whichever words are looked at first", () => {
    const graph = graphOf(texts.map((_, i) => (i % 40 === 3 ? "rare common" : "common word")));
    const rare = Array.from({ length: 30 }, (_, i) => 3 + 40 * i);
    for (const query of ["rare common", "common rare", "common word rare"])
      expect(found(graph, query, { limit: 30 })).toEqual(rare);
    expect(found(graph, "common word", { limit: 4 })).toEqual([0, 1, 2, 4]);
  });
});

describe("upper and lower case", () => {
  const texts = ["Die Straße", "STRASSE", "GROẞE STRAẞE", "die strasse der größe", "Stoß"];

  test.each([{}, { fold: false }, { positions: false }, { language: german }])(
    "are the same in %j",
    (settings) => {
      const graph = graphOf(texts, settings);
      for (const query of ["straße", "strasse", "STRASSE", "Straße", "STRAẞE"]) {
        expect(sorted(graph, query)).toEqual([0, 1, 2, 3]);
        expect(sorted(graph, phrase(`die ${query}`))).toEqual([0, 3]);
        expect(sorted(graph, `"${query} der"`)).toEqual([3]);
        expect(sorted(graph, all("die", not(query)))).toEqual([]);
        for (let length = 5; length <= query.length; length++)
          expect(sorted(graph, prefix(query.slice(0, length)))).toEqual([0, 1, 2, 3]);
      }
      for (const query of ["strase", "strabse", "trasse", "STRAẞES", "stxaße"])
        expect(sorted(graph, fuzzy(query))).toEqual([0, 1, 2, 3]);
    },
  );

  test("of letters that become several are highlighted where they are", () => {
    const graph = graphOf(["ein Fuß auf der Straße: STRASSE, ﬁnster"]);
    for (const [query, expected] of [
      ["fuss", ["Fuß"]],
      ["FUẞ strasse*", ["Fuß", "Straße", "STRASSE"]],
      ['"der STRASSE"', ["der", "Straße"]],
      [fuzzy("finsther"), ["ﬁnster"]],
      [prefix("FI"), ["ﬁnster"]],
    ] as const) {
      const { text, ranges } = graph.nodes.highlight(0, "text", query);
      expect(ranges.map(([start, end]) => text.slice(start, end))).toEqual(expected);
      const part = graph.nodes.highlight(0, "text", query, { length: 12 });
      for (const [start, end] of part.ranges) expect(expected).toContain(part.text.slice(start, end));
    }
  });

  test.each([
    ["ﬁnancial oﬃce", "FINANCIAL OFFICE"],
    ["İSTANBUL", "istanbul"],
    ["DIYARBAKIR", "diyarbakır"],
    ["ΣΊΣΥΦΟΣ", "σίσυφος"],
    ["Ὀδυσσεύς", "ΟΔΥΣΣΕΎΣ"],
    ["τῷ ᾅδῃ", "ΤΩΙ ΑΙΔΗΙ"],
    ["երևան", "ԵՐԵՒԱՆ"],
    ["ŉ ǰ ẖ", "ʼN J̌ H̱"],
    ["ᏣᎳᎩ", "ꮳꮃꭹ"],
    ["ᲣᲙᲠᲐᲘᲜᲐ", "უკრაინა"],
    ["𐐔𐐇𐐝𐐀𐐡𐐇𐐓", "𐐼𐐯𐑅𐐨𐑉𐐯𐐻"],
    ["Ǆ ǅ ǆ", "DŽ dž Dž"],
    ["ⓅⓄⓈⓉ Ⅷ", "post viii"],
  ])("%s and %s find each other, whole", (text, other) => {
    expect(found(graphOf([text]), other, { operator: "and" })).toEqual([0]);
    expect(found(graphOf([other]), text, { operator: "and" })).toEqual([0]);
    expect(found(graphOf([other]), phrase(text))).toEqual([0]);
    for (const one of [text, other].filter((each) => !each.includes("ı")))
      for (const cased of [one.toUpperCase(), one.toLowerCase()])
        expect(found(graphOf([one], { fold: false }), cased, { operator: "and" })).toEqual([0]);
  });
});

describe("characters that become others", () => {
  test.each([
    ["İstanbul release", "istanbul", ["İstanbul"]],
    ["İİ İi error here", "error", ["error"]],
    ["LİKE THIS", "this like", ["LİKE", "THIS"]],
    ["Go💼od luck", "go", ["Go"]],
    ["👨‍👩‍👧 family 😀smile", "smile", ["smile"]],
    ["oﬃce ﬂow", "office flow", ["oﬃce", "ﬂow"]],
    ["m² ㍿ n", "m2 株式会社", ["m²", "㍿"]],
    ["e\u0301te\u0301 été", "ete", ["e\u0301te\u0301", "été"]],
  ])("%s is highlighted for %s where it is", (text, query, expected) => {
    const { ranges } = graphOf([text]).nodes.highlight(0, "text", query);
    expect(ranges.map(([start, end]) => text.slice(start, end))).toEqual(expected);
  });

  test("and beginnings that several words of a text have in common find it", () => {
    const graph = graphOf(["Phone, phonogram", "Bet, better"]);
    for (const [query, id] of [
      ["p", 0],
      ["phon", 0],
      ["phono", 0],
      ["b", 1],
      ["bet", 1],
      ["bett", 1],
    ] as const)
      expect(found(graph, query, { prefix: true })).toEqual([id]);
  });
});
