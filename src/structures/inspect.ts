/**
 * The output of Node's `console.log` for an object: its public properties, in place of its private fields. A class
 * gets it when the first of its objects is made: a method under a symbol in its body would keep bundlers from
 * dropping the class where it is unused.
 */

/** The name of the method that Node's `util.inspect` looks for. Other consoles do not know it. */
const INSPECT = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: object) => string;

/** Prints the objects of a class as its name and fields, or as the name alone where they are nested too deep. */
export function defineInspect<T extends object>(
  prototype: T,
  name: string,
  fieldsOf: (object: T) => Readonly<Record<string, unknown>>,
): void {
  if (Object.hasOwn(prototype, INSPECT)) return;
  const value = function (this: T, depth: number | null, options: object, inspect: Inspect): string {
    if (depth !== null && depth < 0) return `[${name}]`;
    return `${name} ${inspect(fieldsOf(this), { ...options, depth })}`;
  };
  Object.defineProperty(prototype, INSPECT, { value, configurable: true });
}
