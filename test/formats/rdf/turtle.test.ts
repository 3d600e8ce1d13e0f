// Turtle: the same graph as of its triples in N-Triples, however they are written.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportGraph, formatOf, readGraph } from "../../../src/formats/index.js";
import { resolvedIri } from "../../../src/formats/rdf/iri-resolution.js";
import { inPieces, rootOf } from "../fixtures.js";

const readAs = async (text: string, format: string, options: object = {}) =>
  (await readGraph(new Blob([text]), { format, ...options } as never)).graph;
const rootAs = async (text: string, format: string, options: object = {}) =>
  rootOf(await readAs(text, format, options));

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const xsd = "http://www.w3.org/2001/XMLSchema#";

test("what Turtle abbreviates is what N-Triples says in full", async () => {
  const turtle = `# a comment
@prefix : <http://x/> .
PREFIX v: <http://x/v#>
@base <http://x/base/doc> .
:a a v:Ship , v:Boat ; # another
  v:name "Zo\\u00EB \\"q\\""@en-GB , 'it is' , """several
"lines" ""\\""""@de , '''x'y''' ;;
  v:n 5 , -7 ; v:dec 1.50 ; v:f 1e3 , .5E-2 , 2.E1 ; v:ok true , false ;
  v:typed "12"^^<${xsd}byte> , "2024-02-03"^^<${xsd}date> ;
  v:knows <b> , <#c> , </d> , <//y/e> , <?q> , <../f> .
:p\\,q.r-s%20t:u\\~ v:l [] .
[ v:x [ v:y :z ; ] , [ ] ; v:w 1 ] .
[] v:n 2.
_:b1 v:at _:b1, _:x.y .
( 1 :a ( ) ) v:list ( "x" ) .
<urn:s> <urn:p> true .`;
  const [a, v] = ["<http://x/a>", "http://x/v#"];
  const triples = `
${a} <${rdf}type> <${v}Ship> .
${a} <${rdf}type> <${v}Boat> .
${a} <${v}name> "Zo\\u00EB \\"q\\""@en-GB .
${a} <${v}name> "it is" .
${a} <${v}name> "several\\n\\"lines\\" \\"\\"\\""@de .
${a} <${v}name> "x'y" .
${a} <${v}n> "5"^^<${xsd}integer> .
${a} <${v}n> "-7"^^<${xsd}integer> .
${a} <${v}dec> "1.50"^^<${xsd}decimal> .
${a} <${v}f> "1e3"^^<${xsd}double> .
${a} <${v}f> ".5E-2"^^<${xsd}double> .
${a} <${v}f> "2.E1"^^<${xsd}double> .
${a} <${v}ok> "true"^^<${xsd}boolean> .
${a} <${v}ok> "false"^^<${xsd}boolean> .
${a} <${v}typed> "12"^^<${xsd}byte> .
${a} <${v}typed> "2024-02-03"^^<${xsd}date> .
${a} <${v}knows> <http://x/base/b> .
${a} <${v}knows> <http://x/base/doc#c> .
${a} <${v}knows> <http://x/d> .
${a} <${v}knows> <http://y/e> .
${a} <${v}knows> <http://x/base/doc?q> .
${a} <${v}knows> <http://x/f> .
<http://x/p,q.r-s%20t:u~> <${v}l> _:b0 .
_:b2 <${v}y> <http://x/z> .
_:b1 <${v}x> _:b2 .
_:b1 <${v}x> _:b3 .
_:b1 <${v}w> "1"^^<${xsd}integer> .
_:b4 <${v}n> "2"^^<${xsd}integer> .
_:b1_ <${v}at> _:b1_ .
_:b1_ <${v}at> _:x.y .
_:b5 <${rdf}first> "1"^^<${xsd}integer> .
_:b5 <${rdf}rest> _:b6 .
_:b6 <${rdf}first> ${a} .
_:b6 <${rdf}rest> _:b7 .
_:b7 <${rdf}first> <${rdf}nil> .
_:b7 <${rdf}rest> <${rdf}nil> .
_:b8 <${rdf}first> "x" .
_:b8 <${rdf}rest> <${rdf}nil> .
_:b5 <${v}list> _:b8 .
<urn:s> <urn:p> "true"^^<${xsd}boolean> .
`;
  const graph = await readAs(turtle, "turtle");
  const wanted = await readAs(triples, "ntriples");
  const listed = (each: typeof graph): unknown[] => [
    Array.from(each.nodes.ids(), (id) => [each.nodes.labels(id), { ...each.nodes.get(id) }]).sort(byText),
    Array.from(each.edges.ids(), (id) => [
      each.nodes.get(each.source(id), "key"),
      each.edges.type(id),
      each.nodes.get(each.target(id), "key"),
    ]).sort(byText),
  ];
  expect(listed(graph)).toEqual(listed(wanted));
  const root = rootOf(graph);
  for (const size of [1, 2, 7, 100])
    expect(
      rootOf((await readGraph(inPieces(new TextEncoder().encode(turtle), size), { format: "turtle" })).graph),
    ).toBe(root);
});

const byText = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);

describe("any triples", () => {
  const name = fc.constantFrom("a", "b-1", "c.d", "e%20f", "_g", "7", "h:i");
  const node = fc.oneof(
    name.map((local) => ({ iri: `http://x/${local}` })),
    fc.constantFrom("q", "b0", "b1", "b1_").map((label) => ({ blank: label })),
  );
  const predicate = fc.constantFrom("knows", "at", "p.q").map((local) => `http://x/${local}`);
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 5 }).filter((each) => each.isWellFormed()),
    fc.constantFrom('"', '""', "'''", '"""', "\\", "\n", "\\u0041", 'x"', "# no comment"),
  );
  const object = fc.oneof(
    node,
    text.map((value) => ({ text: value })),
    fc.integer().map((whole) => ({ whole })),
  );
  const triple = fc.record({ s: node, p: predicate, o: object, style: fc.nat(7) });
  type Thing = { iri?: string; blank?: string; text?: string; whole?: number };

  const plain = ({ iri, blank, text, whole }: Thing): string =>
    iri !== undefined
      ? `<${iri}>`
      : blank !== undefined
        ? `_:${blank}`
        : whole !== undefined
          ? `"${whole}"^^<${xsd}integer>`
          : `"${escaped(text as string)}"`;
  const escaped = (value: string): string =>
    value.replace(/["\\\p{Cc}]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const short = (thing: Thing, style: number): string => {
    const { iri, whole, text } = thing;
    if (iri !== undefined && style & 1) return `x:${iri.slice("http://x/".length)}`;
    if (whole !== undefined && style & 1) return String(whole);
    if (text === undefined || (style & 6) === 0) return plain(thing);
    const quote = style & 4 ? '"' : "'";
    const mark = style & 2 ? quote.repeat(3) : quote;
    const inner = text
      .replaceAll("\\", "\\\\")
      .replaceAll(quote, `\\${quote}`)
      .replace(/[\n\r]/g, (sign) => (style & 2 && sign === "\n" ? sign : sign === "\n" ? "\\n" : "\\r"));
    return mark + inner + mark;
  };

  test("are the same with prefixes, lists of predicates and objects, and any quotes", async () => {
    const property = fc.asyncProperty(
      fc.array(triple, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(" ", "\n", " # . ; ,\n\t"),
      fc.integer({ min: 1, max: 40 }),
      async (triples, space, size) => {
        const lines = triples.map(({ s, p, o }) => `${plain(s)} <${p}> ${plain(o)} .`).join("\n");
        let turtle = `@prefix x: <http://x/> .${space}`;
        let last: (typeof triples)[number] | undefined;
        for (const each of triples) {
          const p = each.style & 1 ? `x:${each.p.slice("http://x/".length)}` : `<${each.p}>`;
          const isSame = last !== undefined && plain(last.s) === plain(each.s);
          if (isSame && last?.p === each.p && each.style & 2) turtle += `,${space}`;
          else if (isSame && each.style & 1) turtle += `;${space}${p}${space}`;
          else
            turtle += `${last === undefined ? "" : `${space}.${space}`}${short(each.s, each.style)}${space}${p}${space}`;
          turtle += short(each.o, each.style);
          last = each;
        }
        turtle += `${space}.`;
        const wanted = await rootAs(lines, "ntriples");
        expect(await rootAs(turtle, "turtle")).toBe(wanted);
        const pieces = inPieces(new TextEncoder().encode(turtle), size);
        expect(rootOf((await readGraph(pieces, { format: "turtle" })).graph)).toBe(wanted);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});

test.each([
  ["no end", "<urn:a> <urn:b> <urn:c>", "FORMAT_SYNTAX", "expected, got the end of the file"],
  [
    "a prefix that is not declared",
    "x:a x:b x:c .",
    "FORMAT_REFERENCE",
    'a prefix that was declared expected, got "x:"',
  ],
  ["a directive without its point", "@prefix x: <urn:x>\nx:a x:b x:c .", "FORMAT_SYNTAX", '"." expected'],
  [
    "SPARQL's directive with a point",
    "PREFIX x: <urn:x> .\nx:a x:b x:c .",
    "FORMAT_SYNTAX",
    "a subject expected",
  ],
  ["another directive", "@keywords a .", "FORMAT_SYNTAX", '"@prefix" or "@base" expected'],
  ["a literal as subject", '"a" <urn:b> <urn:c> .', "FORMAT_SYNTAX", "a subject expected"],
  ["a blank node as predicate", "<urn:a> _:b <urn:c> .", "FORMAT_SYNTAX", "a predicate expected"],
  ["a as subject", "a <urn:b> <urn:c> .", "FORMAT_SYNTAX", 'a statement expected, got the word "a"'],
  ["a predicate alone", "<urn:a> <urn:b> .", "FORMAT_SYNTAX", "an object expected"],
  ["a comma too many", "<urn:a> <urn:b> <urn:c>, .", "FORMAT_SYNTAX", "an object expected"],
  ["brackets that stay open", "<urn:a> <urn:b> [ <urn:c> 1 .", "FORMAT_SYNTAX", '";" expected'],
  ["a collection that stays open", "<urn:a> <urn:b> ( 1 .", "FORMAT_SYNTAX", "an object expected"],
  ["a space in an IRI", "<urn:a b> <urn:b> <urn:c> .", "FORMAT_SYNTAX", "an IRI expected"],
  ["a line end in a text", '<urn:a> <urn:b> "x\ny" .', "FORMAT_SYNTAX", '""" around a text of several lines'],
  ["a text that stays open", '<urn:a> <urn:b> """x" .', "FORMAT_SYNTAX", "its closing quote expected"],
  ["an unknown escape", '<urn:a> <urn:b> "\\q" .', "FORMAT_SYNTAX", "escapes of Turtle expected"],
  ["a lone surrogate", '<urn:a> <urn:b> "\\uD800" .', "FORMAT_VALUE", "lone surrogate"],
  ["a number with letters", "<urn:a> <urn:b> 12abc .", "FORMAT_SYNTAX", "an object expected"],
  ["a graph of TriG", "{ <urn:a> <urn:b> 1 . }", "FORMAT_UNSUPPORTED", "a graph of TriG"],
  ["deep brackets", `<urn:a> <urn:b> ${"[ <urn:p> ".repeat(300)}`, "FORMAT_UNSUPPORTED", "at most 256"],
  ["deep lists", `<urn:a> <urn:b> ${"(".repeat(300)}`, "FORMAT_UNSUPPORTED", "at most 256"],
])("%s is an error", async (_what, text, code, message) => {
  for (const source of [new Blob([text]), inPieces(new TextEncoder().encode(text), 3)]) {
    const error = await readGraph(source as never, { format: "turtle" }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "FormatError", code });
    expect(String(error)).toContain(message);
  }
});

test("an error is told at its place", async () => {
  const text = '@prefix x: <urn:x> .\nx:a x:b "Zoë" ,\n  x:c x:d .';
  const error = await readAs(text, "turtle").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ line: 3, column: 7, offset: 44 });
});

// RFC 3986, section 5.4, with the base http://a/b/c/d;p?q
const resolutions = `g:h g:h|g http://a/b/c/g|./g http://a/b/c/g|g/ http://a/b/c/g/|/g http://a/g|//g http://g|?y http://a/b/c/d;p?y
|g?y http://a/b/c/g?y|#s http://a/b/c/d;p?q#s|g#s http://a/b/c/g#s|g?y#s http://a/b/c/g?y#s|;x http://a/b/c/;x|g;x http://a/b/c/g;x
|. http://a/b/c/|./ http://a/b/c/|.. http://a/b/|../ http://a/b/|../g http://a/b/g|../.. http://a/|../../ http://a/|../../g http://a/g
|../../../g http://a/g|../../../../g http://a/g|/./g http://a/g|/../g http://a/g|g. http://a/b/c/g.|.g http://a/b/c/.g|g.. http://a/b/c/g..
|..g http://a/b/c/..g|./../g http://a/b/g|./g/. http://a/b/c/g/|g/./h http://a/b/c/g/h|g/../h http://a/b/c/h|g;x=1/./y http://a/b/c/g;x=1/y
|g?y/../x http://a/b/c/g?y/../x|g#s/../x http://a/b/c/g#s/../x`;

test("relative IRIs are made absolute as RFC 3986 says, and stay as they are without a base", async () => {
  for (const pair of resolutions.split(/\n?\|/)) {
    const [iri, wanted] = pair.split(" ");
    expect(resolvedIri(iri!, "http://a/b/c/d;p?q")).toBe(wanted);
  }
  expect(resolvedIri("", "http://a/b/c/d;p?q#f")).toBe("http://a/b/c/d;p?q");
  const graph = await readAs("<a> <p> <> .", "turtle", { base: "http://x/y" });
  expect([graph.nodes.get(0, "key"), graph.nodes.get(1, "key")]).toEqual(["http://x/a", "http://x/y"]);
  expect((await readAs("<a> <p> <#b> .", "turtle")).nodes.get(1, "key")).toBe("#b");
  await expect(readAs("<a> <p> <b> .", "turtle", { base: "y" })).rejects.toThrow(
    '"base" expected an absolute IRI, got "y"',
  );
});

test("files are told by their directives", async () => {
  for (const text of [
    "@prefix x: <urn:x> .\n",
    "# c\n\nPREFIX : <urn:x>\n",
    "@base <http://x/> .\n",
    "BASE <http://x/>\n",
  ])
    expect(await formatOf(new Blob([text]))).toBe("turtle");
});

test("what is written has prefixes, and one statement for edges of one source", async () => {
  const graph = await readAs(
    "<http://x/a> <http://x/v#n> 5 ; a <http://x/v#Ship> . <http://x/a> <http://x/v#at> <http://x/b>, <http://x/c> ; <http://x/v#by> <http://x/b> .",
    "turtle",
  );
  let text = "";
  const sink = (chunk: Uint8Array) => {
    text += new TextDecoder().decode(chunk);
  };
  await exportGraph(graph, sink, { format: "turtle" });
  expect(text.slice(text.indexOf("\n\n") + 1)).toBe(`
ns2:a a ns1:Ship ;
  ns1:n 5 .

ns2:b a rdfs:Resource .

ns2:c a rdfs:Resource .

ns2:a ns1:at ns2:b, ns2:c ;
  ns1:by ns2:b .
`);
  expect(await rootAs(text, "turtle")).toBe(rootOf(graph));
});
