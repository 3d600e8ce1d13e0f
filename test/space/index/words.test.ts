import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NumberedWords } from "../../../src/space/index/text/numbered-words.js";
import { eachWord, WORD_UNITS_MAX } from "../../../src/space/index/text/words.js";

interface Found {
  word: string;
  start: number;
  end: number;
}

function wordsOf(text: string, fold = true): Found[] {
  const found: Found[] = [];
  eachWord(text, fold, (word, start, end) => found.push({ word, start, end }));
  return found;
}

const texts = (text: string, fold = true): string[] => wordsOf(text, fold).map(({ word }) => word);

function withoutCase(character: string, fold: boolean): string {
  if (character === "ı") return fold ? "i" : character;
  const lower = character.toLowerCase().toUpperCase().toLowerCase();
  return lower === "ς" ? "σ" : lower;
}

/** The words by the rule, over the whole text at once. */
function naiveWords(text: string, fold: boolean): string[] {
  const MARKS =
    /(?=\p{M})(?![\u3099\u309a]|(?<=и)\u0306)[\p{sc=Zinh}\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Cyrl}\p{sc=Latn}\p{sc=Grek}]/gu;
  const visible = text.replace(/(?!\u200b)\p{Default_Ignorable_Code_Point}/gu, "");
  let whole = Array.from(visible.normalize("NFKD"), (character) => withoutCase(character, fold))
    .join("")
    .normalize("NFKC");
  if (fold) whole = whole.normalize("NFD").replace(MARKS, "").normalize("NFC");
  const words: string[] = [];
  for (const [run] of whole.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)) {
    const parts = run.matchAll(
      /(?:[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}](?<=[\p{L}\p{N}])\p{M}*)+|(?:(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}])[\p{L}\p{N}]\p{M}*)+/gu,
    );
    for (const [part] of parts) {
      const characters = [...part.matchAll(/\P{M}\p{M}*/gu)].map(([character]) => character);
      if (!/^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/u.test(part)) words.push(part);
      else if (characters.length === 1) words.push(part);
      else for (let i = 1; i < characters.length; i++) words.push(characters[i - 1] + characters[i]);
    }
  }
  return words;
}

/** The entries of CaseFolding.txt with status F, and the final sigma: each a character and its folding. */
const FULL_FOLDINGS = [
  "ßss İi\u0307 ŉʼn ǰj\u030c ΐι\u0308\u0301 ΰυ\u0308\u0301 ևեւ ẖh\u0331 ẗt\u0308 ẘw\u030a ẙy\u030a ẚaʾ",
  "ẞss ὐυ\u0313 ὒυ\u0313\u0300 ὔυ\u0313\u0301 ὖυ\u0313\u0342 ᾀἀι ᾁἁι ᾂἂι ᾃἃι ᾄἄι ᾅἅι ᾆἆι ᾇἇι ᾈἀι ᾉἁι",
  "ᾊἂι ᾋἃι ᾌἄι ᾍἅι ᾎἆι ᾏἇι ᾐἠι ᾑἡι ᾒἢι ᾓἣι ᾔἤι ᾕἥι ᾖἦι ᾗἧι ᾘἠι ᾙἡι ᾚἢι ᾛἣι ᾜἤι ᾝἥι ᾞἦι ᾟἧι ᾠὠι ᾡὡι ᾢὢι",
  "ᾣὣι ᾤὤι ᾥὥι ᾦὦι ᾧὧι ᾨὠι ᾩὡι ᾪὢι ᾫὣι ᾬὤι ᾭὥι ᾮὦι ᾯὧι ᾲὰι ᾳαι ᾴάι ᾶα\u0342 ᾷα\u0342ι ᾼαι ῂὴι ῃηι ῄήι",
  "ῆη\u0342 ῇη\u0342ι ῌηι ῒι\u0308\u0300 ΐι\u0308\u0301 ῖι\u0342 ῗι\u0308\u0342 ῢυ\u0308\u0300",
  "ΰυ\u0308\u0301 ῤρ\u0313 ῦυ\u0342 ῧυ\u0308\u0342 ῲὼι ῳωι ῴώι ῶω\u0342 ῷω\u0342ι ῼωι ﬀff ﬁfi ﬂfl ﬃffi",
  "ﬄffl ﬅst ﬆst ﬓմն ﬔմե ﬕմի ﬖվն ﬗմխ",
  "ςσ",
];

/** Texts whose characters come from blocks where normalising, marks and scripts meet. */
const unicode = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."abcXYZ019 -_.,'\"()\n\t"),
      fc.constantFrom(..."éÉñçøßẞÅİıIΣςσάᾳᾼῷ\u0345ŉǰևЙйёа́בּאَعربيहिन्दीกำไทยकड़"),
      fc.constantFrom(..."日本語東京かがカガぱーｶﾞﾊﾟ한국어각々〇㈱℡ﬁ½²①Ⅷ㌀ｱA１"),
      fc.constantFrom(
        ..."\u0301\u0308\u0323\u0345\u3099\u309a\u1100\u1161\u11a8\u1160\u3131\u314f\uffa1\uffc2",
      ),
      fc.constantFrom(..."\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff\u034f👍🏽😀𝐀𝒳𐐀"),
      fc.integer({ min: 0x80, max: 0x2fff }).map((code) => String.fromCodePoint(code)),
      fc
        .integer({ min: 0, max: 0x10ffff })
        .filter((code) => code < 0xd800 || code > 0xdfff)
        .map((code) => String.fromCodePoint(code)),
    ),
    { maxLength: 24 },
  )
  .map((characters) => characters.join(""));

describe("words of a text", () => {
  test.each([
    ["Small dogs, 2 of them!", ["small", "dogs", "2", "of", "them"]],
    ["don't stop", ["don", "t", "stop"]],
    ["Café CAFE\u0301 ÅNGSTRÖM", ["cafe", "cafe", "angstrom"]],
    ["ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]],
    ["Straße STRASSE STRAẞE", ["strasse", "strasse", "strasse"]],
    ["ﬁnd ﬀ ﬆ և ŉ", ["find", "ff", "st", "եւ", "ʼn"]],
    ["İSTANBUL ışık IŞIK", ["istanbul", "isik", "isik"]],
    ["τῷ ΤΩΙ", ["τωι", "τωι"]],
    ["Kelvin ſtand Ωmega", ["kelvin", "stand", "ωmega"]],
    ["東京都に住む", ["東京", "京都", "都に", "に住", "住む"]],
    ["京 x京", ["京", "x", "京"]],
    ["ｶﾞｽ がか", ["ガス", "がか"]],
    ["한국어", ["한국", "국어"]],
    ["co\u00adop می\u200cخواهم", ["coop", "میخواهم"]],
    ["हिन्दी ไทย", ["हिन्दी", "ไทย"]],
    ["ﬁne ½ ㈱A", ["fine", "1", "2", "株", "a"]],
    ["👍🏽 …", []],
    ["Красный ёж", ["красный", "еж"]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test("accents are kept where text is not folded, and so is ı", () => {
    expect(texts("Café", false)).toEqual(["café"]);
    expect(texts("Straße ışık IŞIK İ ǰ J\u030c", false)).toEqual([
      "strasse",
      "ışık",
      "işik",
      "i\u0307",
      "ǰ",
      "ǰ",
    ]);
  });

  test("every full case folding of Unicode is taken", () => {
    for (const [character, ...folded] of FULL_FOLDINGS.flatMap((line) => line.split(" ")).map((each) => [
      ...each,
    ])) {
      expect(texts(character, false)).toEqual(texts(folded.join(""), false));
      expect(texts(`a${character}b`)).toEqual(texts(`a${folded.join("")}b`));
    }
  });

  test("every character is one word with what it is in upper, lower and title case", () => {
    const differing: string[] = [];
    for (let code = 128; code < 0x20000; code++) {
      const character = String.fromCodePoint(code);
      const [upper, lower] = [character.toUpperCase(), character.toLowerCase()];
      if (upper === character && lower === character) continue;
      const word = texts(`a${character}`).join(" ");
      for (const other of [upper, lower, lower.toUpperCase()])
        if (texts(`A${other}`).join(" ") !== word) differing.push(character);
    }
    expect(differing).toEqual([]);
  });

  test("upper and lower case of a whole text have its words", () => {
    fc.assert(
      fc.property(unicode, (text) => {
        const words = texts(text);
        // Unicode maps case of what is normalised: an iota below a letter may stand before other marks of it
        const ordered = text.replace(/(?!\u200b)\p{Default_Ignorable_Code_Point}/gu, "").normalize("NFKD");
        expect(texts(ordered.toLowerCase())).toEqual(words);
        expect(texts(ordered.toUpperCase())).toEqual(words);
      }),
      { numRuns: 2000 },
    );
  });

  test("the words are those of the whole text, normalised at once", () => {
    fc.assert(
      fc.property(unicode, fc.boolean(), (text, fold) => {
        expect(texts(text, fold)).toEqual(naiveWords(text, fold));
      }),
      { numRuns: 5000 },
    );
  });

  test("the units of a word, taken alone, give that word", () => {
    fc.assert(
      fc.property(unicode, fc.boolean(), (text, fold) => {
        let last = 0;
        for (const { word, start, end } of wordsOf(text, fold)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(texts(text.slice(start, end), fold).join(" ")).toContain(word);
          last = start;
        }
      }),
    );
  });

  test("long words are known by their first units, and no character is cut", () => {
    const long = "a".repeat(WORD_UNITS_MAX);
    expect(texts(`${long}b ${long}c`)).toEqual([long, long]);
    const [word] = texts(`${"a".repeat(WORD_UNITS_MAX - 1)}𝐀𐐀`.replace("𝐀", "\u{10428}"));
    expect(word.isWellFormed()).toBe(true);
    expect(texts("\u{10428}".repeat(500))[0].isWellFormed()).toBe(true);
  });

  test("a long run of marks takes time in its length", () => {
    const marks = "\u0301\u0323".repeat(1_000_000);
    expect(texts(`e${marks} x`, true)).toEqual(["e", "x"]);
    expect(texts(`e${marks} x`, false)).toHaveLength(2);
  });
});

describe("words by number", () => {
  const some = fc.array(
    fc.oneof(
      unicode,
      fc.string({ unit: fc.constantFrom(..."aAbB09 -éß\u0301東"), maxLength: 12 }),
      fc.constantFrom(
        "a".repeat(WORD_UNITS_MAX + 2),
        `${"B".repeat(WORD_UNITS_MAX)}é`,
        " \u0345",
        "x\u00ad y",
      ),
    ),
    { maxLength: 12 },
  );

  test("are those of each text, whether read from bytes or from strings, in order of their units", () => {
    fc.assert(
      fc.property(some, fc.boolean(), fc.integer({ min: 0, max: 2 }), (all, fold, way) => {
        const numbered = new NumberedWords(fold);
        const expected: string[] = [];
        const bytes = Buffer.from(`#${all.join("|")}#`);
        let at = 1;
        all.forEach((text, i) => {
          const size = Buffer.byteLength(text);
          if (way === 0 || (way === 2 && i % 2 === 0)) numbered.addText(text);
          else numbered.addBytes(bytes, at, at + size);
          at += size + 1;
          expected.push(...texts(text, fold));
        });
        const before = numbered.size;
        numbered.addAgain(0, before);
        expect(numbered.size).toBe(2 * before);
        const { words, numbers } = numbered.sorted();
        expect(words).toEqual([...new Set(expected)].sort());
        const wordOf = new Map([...numbers].map((number, i) => [number, words[i]]));
        const found = Array.from(numbered.numbers, (number) => wordOf.get(number));
        expect(found).toEqual([...expected, ...expected]);
      }),
      { numRuns: 1000 },
    );
  });

  test("are as many as texts have", () => {
    const numbered = new NumberedWords(true);
    const words = Array.from({ length: 5000 }, (_, i) => `${i % 3 === 0 ? "ж" : "w"}${i}`);
    const bytes = Buffer.from([...words, ...words].join(", "));
    numbered.addBytes(bytes, 0, bytes.length);
    expect(numbered.size).toBe(10_000);
    expect(numbered.sorted().words).toEqual(words.toSorted());
  });

  test("a text may be taken apart at any character that is in no word", () => {
    fc.assert(
      fc.property(unicode, unicode, fc.constantFrom(..." .-\n<="), (a, b, between) => {
        expect(texts(`${a}${between}${b}`)).toEqual([...texts(a), ...texts(b)]);
      }),
    );
  });
});
