/** A fault in a file of columns, found where its place is not known: the reader makes a FormatError of it. */
import type { FormatErrorCode } from "../shared/format-error.js";

/** A fault; its message says what was expected. */
export class ColumnFault extends Error {
  readonly code: FormatErrorCode;

  constructor(code: FormatErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
