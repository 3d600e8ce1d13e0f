/** The one error that reading or writing a file throws: a code, and the place in the file where it applies. */
import { GroggyError } from "../../errors.js";

declare module "../../errors.js" {
  interface GroggyErrorData {
    FORMAT_DEPENDENCY: FormatErrorData;
    FORMAT_DUPLICATE: FormatErrorData;
    FORMAT_ENCODING: FormatErrorData;
    FORMAT_REFERENCE: FormatErrorData;
    FORMAT_SYNTAX: FormatErrorData;
    FORMAT_UNKNOWN: FormatErrorData;
    FORMAT_UNSUPPORTED: FormatErrorData;
    FORMAT_VALUE: FormatErrorData;
  }
}

/** The codes of a {@link FormatError}. */
export type FormatErrorCode =
  | "FORMAT_DEPENDENCY"
  | "FORMAT_DUPLICATE"
  | "FORMAT_ENCODING"
  | "FORMAT_REFERENCE"
  | "FORMAT_SYNTAX"
  | "FORMAT_UNKNOWN"
  | "FORMAT_UNSUPPORTED"
  | "FORMAT_VALUE";

/** A place in a file; lines, columns and rows are counted from 1, offsets in bytes of its UTF-8 text from 0. */
export interface FormatPlace {
  /** The path, or what a source without one is called. */
  readonly source?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly offset?: number | undefined;
  /** The row of a table, its header not counted. */
  readonly row?: number | undefined;
  readonly attribute?: string | undefined;
}

/** The `data` of a {@link FormatError}: what it has as properties, as far as they apply. */
export interface FormatErrorData extends FormatPlace {
  /** The name of the format, such as `csv`. */
  readonly format?: string | undefined;
}

/** A file that cannot be read or written as asked. Nothing was changed. */
export class FormatError extends GroggyError {
  declare readonly code: FormatErrorCode;
  /** The name of the format, such as `csv`. */
  readonly format: string | undefined;
  readonly source: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly offset: number | undefined;
  readonly row: number | undefined;
  readonly attribute: string | undefined;

  constructor(code: FormatErrorCode, message: string, place: FormatErrorData = {}, cause?: unknown) {
    const { format, source, line, column, offset, row, attribute } = place;
    super(code, `${shownPlace(place)}${message}`, withoutUndefined(place), cause);
    this.name = "FormatError";
    this.format = format;
    this.source = source;
    this.line = line;
    this.column = column;
    this.offset = offset;
    this.row = row;
    this.attribute = attribute;
  }
}

/** The same error with the format, and with a place where it has none. */
export function withFormat(error: FormatError, format: string, place: FormatPlace): FormatError {
  const { source, line, column, offset, row, attribute } = error;
  const own = { source, line, column, offset, row, attribute };
  const message = error.message.slice(shownPlace(own).length);
  const isPlaced = source !== undefined || line !== undefined || offset !== undefined;
  return new FormatError(
    error.code,
    message,
    { ...(isPlaced ? own : { ...place, attribute }), format },
    error.cause,
  );
}

/** `people.csv:12:7: `, as compilers write it; the offset takes their place where lines mean nothing. */
function shownPlace({ source, line, column, offset }: FormatPlace): string {
  const parts = [
    source,
    line,
    line === undefined ? undefined : column,
    line === undefined && offset !== undefined ? `byte ${offset}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : `${parts.join(":")}: `;
}

function withoutUndefined(place: FormatErrorData): FormatErrorData {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
