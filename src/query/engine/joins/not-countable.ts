/** Thrown where a value is no number, or a count is more than doubles hold: then rows have to be listed. */
export class NotCountable extends Error {}
