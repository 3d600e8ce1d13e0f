/**
 * What Node's `console.log` prints of an object: what one would ask it for, in place of what it keeps inside. A class
 * becomes printable when the first of its objects is made: a method under a symbol in its body would keep bundlers from
 * leaving the class out where nobody uses it.
 */

/** The name of the method that Node's `util.inspect` looks for. Other consoles do not know it. */
const INSPECT = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: object) => string;

/** Has the objects of a class printed as its name and fields; as the name alone where they lie too deep in others. */
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
