/** Characters by name, as GML takes them from HTML 4: ISO 8859-1 from 160 on in order, then signs and Greek. */

const LATIN = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil
Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute
Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute
icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`;

const OTHERS = `quot 34 amp 38 apos 39 lt 60 gt 62 OElig 338 oelig 339 Scaron 352 scaron 353 Yuml 376 fnof 402 circ 710
tilde 732 ensp 8194 emsp 8195 thinsp 8201 zwnj 8204 zwj 8205 lrm 8206 rlm 8207 ndash 8211 mdash 8212 lsquo 8216 rsquo 8217
sbquo 8218 ldquo 8220 rdquo 8221 bdquo 8222 dagger 8224 Dagger 8225 bull 8226 hellip 8230 permil 8240 prime 8242 Prime 8243
lsaquo 8249 rsaquo 8250 oline 8254 frasl 8260 euro 8364 image 8465 weierp 8472 real 8476 trade 8482 alefsym 8501 larr 8592
uarr 8593 rarr 8594 darr 8595 harr 8596 crarr 8629 lArr 8656 uArr 8657 rArr 8658 dArr 8659 hArr 8660 forall 8704 part 8706
exist 8707 empty 8709 nabla 8711 isin 8712 notin 8713 ni 8715 prod 8719 sum 8721 minus 8722 lowast 8727 radic 8730 prop 8733
infin 8734 ang 8736 and 8743 or 8744 cap 8745 cup 8746 int 8747 there4 8756 sim 8764 cong 8773 asymp 8776 ne 8800 equiv 8801
le 8804 ge 8805 sub 8834 sup 8835 nsub 8836 sube 8838 supe 8839 oplus 8853 otimes 8855 perp 8869 sdot 8901 lceil 8968
rceil 8969 lfloor 8970 rfloor 8971 lang 9001 rang 9002 loz 9674 spades 9824 clubs 9827 hearts 9829 diams 9830 thetasym 977
upsih 978 piv 982`;

const GREEK = `Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon
Phi Chi Psi Omega - - - - - - - alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho
sigmaf sigma tau upsilon phi chi psi omega`;

const words = (list: string): string[] => list.split(/\s+/);

const NAMED = new Map<string, string>([
  ...words(LATIN).map((name, i): [string, string] => [name, String.fromCharCode(160 + i)]),
  ...words(GREEK).map((name, i): [string, string] => [name, String.fromCharCode(913 + i)]),
]);
const pairs = words(OTHERS);
for (let i = 0; i < pairs.length; i += 2) NAMED.set(pairs[i], String.fromCharCode(Number(pairs[i + 1])));

/** A text with entities for what they stand for; what is none stays as it is. */
export function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,8}));/g,
    (entity, decimal, hex, name: string) => {
      if (name !== undefined) return NAMED.get(name) ?? entity;
      const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
      const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : entity;
    },
  );
}

/** A text in ASCII, as it stands between quotes; `isAscii` false leaves letters of other scripts as they are. */
export function withEntities(text: string, isAscii: boolean): string {
  if (PLAIN.test(text)) return text;
  return text.replace(NOT_PLAIN, (sign) => {
    if (sign === '"') return "&quot;";
    if (sign === "&") return "&amp;";
    const code = sign.codePointAt(0) as number;
    return isAscii || code < 0xa0 ? `&#${code};` : sign;
  });
}

const PLAIN = /^[ !#-%'-~]*$/;
const NOT_PLAIN = /[^ !#-%'-~]/gu;

const JAVA_SIGNS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** A text with its escapes undone as the language Java has them; what is no escape stays. */
export function withoutJavaEscapes(text: string): string {
  return text.replace(/\\(?:u+([0-9a-fA-F]{4})|([bfnrt])|(["'\\/]))/g, (_all, code, name, sign: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return JAVA_SIGNS[name] ?? sign;
  });
}
