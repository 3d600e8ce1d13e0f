/** Relative IRIs made absolute: RFC 3986, section 5.2, without normalization, which would make other IRIs of them. */

const PARTS = /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

interface Parts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

function partsOf(iri: string): Parts {
  const [, scheme, authority, path = "", query, fragment] = PARTS.exec(iri) ?? [];
  return { scheme, authority, path, query, fragment };
}

/** Whether an IRI has a scheme, so that it says by itself what it names. */
export function isAbsoluteIri(iri: string): boolean {
  return /^[A-Za-z][A-Za-z\d+.-]*:/.test(iri);
}

/** An IRI seen from a base; as it is where there is no base. */
export function resolvedIri(iri: string, base: string | undefined): string {
  if (base === undefined || isAbsoluteIri(iri)) return iri;
  const own = partsOf(iri);
  const from = partsOf(base);
  let { authority, path, query } = own;
  if (authority === undefined) {
    authority = from.authority;
    if (path === "") {
      path = from.path;
      query ??= from.query;
    } else path = withoutDots(path.startsWith("/") ? path : merged(path, from));
  } else path = withoutDots(path);
  let text = `${from.scheme}:`;
  if (authority !== undefined) text += `//${authority}`;
  text += path;
  if (query !== undefined) text += `?${query}`;
  return own.fragment === undefined ? text : `${text}#${own.fragment}`;
}

/** A relative path behind the folder of another one. */
function merged(path: string, base: Parts): string {
  if (base.authority !== undefined && base.path === "") return `/${path}`;
  return base.path.slice(0, base.path.lastIndexOf("/") + 1) + path;
}

/** A path without `.` and `..`. */
function withoutDots(path: string): string {
  const out: string[] = [];
  const segments = path.split("/");
  for (const [i, segment] of segments.entries()) {
    const isLast = i === segments.length - 1;
    if (segment === ".." || segment === ".") {
      if (segment === ".." && out.length > 1) out.pop();
      if (isLast) out.push("");
    } else out.push(segment);
  }
  return out.join("/");
}
