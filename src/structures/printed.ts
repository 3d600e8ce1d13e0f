/** What Node's `console.log` prints of an object: what one would ask it for, in place of what it keeps inside. */

/** The name of the method that Node's `util.inspect` looks for. Other consoles do not know it. */
export const printed: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** What Node calls it with: how deep it may go yet, how to print, and what prints. */
export type PrintArguments = readonly [
  depth: number | null,
  options: object,
  inspect: (value: unknown, options: object) => string,
];

/** An object's name and the fields given; the name alone where it lies too deep in others. */
export function print(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  [depth, options, inspect]: PrintArguments,
): string {
  return depth !== null && depth < 0 ? `[${name}]` : `${name} ${inspect(fields, { ...options, depth })}`;
}
