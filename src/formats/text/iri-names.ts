/** Names of a graph as IRIs, and IRIs as names: what stands behind the last `#` or `/`, where that tells them apart. */
import { formatType, parseType, type ValueType } from "../../view.js";

export const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
export const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
export const RDF_TYPE = `${RDF}type`;
/** The class of all resources, which says of a node that it is one, and no more. */
export const RESOURCE = `${RDFS}Resource`;
export const XSD = "http://www.w3.org/2001/XMLSchema#";
/** The prefix of names that are no IRIs, which are percent-encoded behind it. */
export const OWN_BASE = "urn:groggy:";
/** The predicate of an edge without type. */
export const NO_TYPE = OWN_BASE;

/** A name as an IRI of groggy's own. */
export function ownIri(name: string): string {
  return OWN_BASE + encodeURIComponent(name).replaceAll("'", "%27");
}

/** The name in an IRI of groggy's own; undefined for another one. */
function ownName(iri: string): string | undefined {
  if (!iri.startsWith(OWN_BASE)) return undefined;
  try {
    return decodeURIComponent(iri.slice(OWN_BASE.length));
  } catch {
    return undefined;
  }
}

/** The key of a node: its IRI, or the text that one of groggy's own stands for. */
export function keyOfIri(iri: string): string {
  return ownName(iri) ?? iri;
}

/** The IRI or blank node of a key. */
export function iriOfKey(key: string): string {
  if (/^_:[A-Za-z\d_]+$/.test(key)) return key;
  const isIri =
    /^[A-Za-z][\w+.-]*:[^\s<>"{}|^`\\]*$/.test(key) && !CONTROL.test(key) && !key.startsWith(OWN_BASE);
  return `<${isIri ? key : ownIri(key)}>`;
}

const CONTROL = /\p{Cc}/u;

export class IriNames {
  readonly #nameOf = new Map<string, string>();
  readonly #iriOf = new Map<string, string>();

  /** The name of an IRI: a short one, or all of it where another one has that. */
  name(iri: string): string {
    let name = this.#nameOf.get(iri);
    if (name !== undefined) return name;
    const short = ownName(iri) || /[^#/]+(?=[#/]*$)/.exec(iri)?.[0] || iri;
    name = this.#iriOf.has(short) ? iri : short;
    this.#nameOf.set(iri, name);
    this.#iriOf.set(name, iri);
    return name;
  }

  /** The IRI of each name that does not say it. */
  entries(): [name: string, iri: string][] {
    return [...this.#iriOf].filter(([name, iri]) => ownIri(name) !== iri);
  }
}

const WHOLE =
  "integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger unsignedLong".split(" ");

const TYPES: ReadonlyMap<string, ValueType | "whole"> = new Map<string, ValueType | "whole">([
  ...WHOLE.map((name): [string, "whole"] => [name, "whole"]),
  ["int", "int32"],
  ["short", "int32"],
  ["byte", "int32"],
  ["unsignedShort", "int32"],
  ["unsignedByte", "int32"],
  ["long", "int64"],
  ["unsignedInt", "int64"],
  ["decimal", "float64"],
  ["double", "float64"],
  ["float", "float32"],
  ["boolean", "bool"],
  ["string", "utf8"],
  ["dateTime", "timestamp"],
  ["date", "date"],
  ["duration", "duration"],
  ["base64Binary", "binary"],
]);

/** The datatype of XML Schema that a type is written as; undefined for none that says it. */
export function datatypeOf(type: ValueType): string | undefined {
  const found = WRITTEN.get(type);
  return found === undefined ? undefined : XSD + found;
}

const WRITTEN: ReadonlyMap<ValueType, string> = new Map<ValueType, string>([
  ["bool", "boolean"],
  ["int32", "int"],
  ["int64", "long"],
  ["float32", "float"],
  ["float64", "double"],
  ["timestamp", "dateTime"],
  ["date", "date"],
  ["duration", "duration"],
  ["binary", "base64Binary"],
]);

/** The type of values of a datatype; undefined for one that is not known. */
export function typeOfDatatype(datatype: string): ValueType | "whole" | undefined {
  if (datatype.startsWith(XSD)) return TYPES.get(datatype.slice(XSD.length));
  if (datatype.endsWith("22-rdf-syntax-ns#JSON")) return "json";
  const parsed = parseType(ownName(datatype) ?? "");
  return parsed === undefined ? undefined : formatType(parsed);
}

/** The characters that escapes in a literal of N-Triples and Turtle mean, by the one behind the backslash. */
export const LITERAL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["b", "\b"],
  ["n", "\n"],
  ["r", "\r"],
  ["f", "\f"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
]);
