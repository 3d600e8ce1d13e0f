// What can be called, found by looking at prototypes: a new method is fuzzed without being named anywhere.

export interface Member {
  /** A property's name, or "@@" and the name of a well-known symbol. */
  readonly name: string;
  readonly isGetter: boolean;
  readonly parameters: readonly string[];
}

const membersOf = new Map<object, readonly Member[]>();

/** The public methods and getters of an object, with the names of their parameters. */
export function surfaceOf(object: object): readonly Member[] {
  const prototype: object = typeof object === "function" ? object : Object.getPrototypeOf(object);
  let members = membersOf.get(prototype);
  if (members === undefined) {
    members = membersIn(prototype);
    membersOf.set(prototype, members);
  }
  return members;
}

function membersIn(start: object): Member[] {
  const found = new Map<string, Member>();
  for (let at = start; at !== null && !isBuiltIn(at); at = Object.getPrototypeOf(at)) {
    const internal = internalNamesOf(at);
    for (const key of Reflect.ownKeys(at)) {
      const name = typeof key === "symbol" ? symbolName(key) : key;
      const { value, get } = Object.getOwnPropertyDescriptor(at, key) as PropertyDescriptor;
      if (name === undefined || SKIPPED.has(name) || internal.has(name) || found.has(name)) continue;
      if (get !== undefined) found.set(name, { name, isGetter: true, parameters: [] });
      else if (typeof value === "function")
        found.set(name, { name, isGetter: false, parameters: parametersOf(value) });
    }
  }
  return [...found.values()];
}

/** The functions of a module, apart from its classes. */
export function functionsOf(module: object): Member[] {
  return Object.entries(module)
    .filter(([, value]) => typeof value === "function" && !isClass(value))
    .map(([name, value]) => ({ name, isGetter: false, parameters: parametersOf(value) }));
}

const SKIPPED = new Set(["constructor", "prototype", "length", "name"]);

const symbolName = (key: symbol) => (key === Symbol.iterator ? "@@iterator" : undefined);

/** The value of a property named as in a member. */
export function keyOf(name: string): string | symbol {
  return name === "@@iterator" ? Symbol.iterator : name;
}

function isBuiltIn(prototype: object): boolean {
  if (prototype === Object.prototype || prototype === Function.prototype) return true;
  const maker = typeof prototype === "function" ? prototype : prototype.constructor;
  return typeof maker !== "function" || !isClass(maker);
}

/** Whether a function is a class that is written in JavaScript. */
export function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}

/** The names that a class marks as internal: the comments are a part of its text. */
function internalNamesOf(prototype: object): ReadonlySet<string> {
  const text = String(typeof prototype === "function" ? prototype : prototype.constructor);
  const marked = text.matchAll(/@internal\s*\*\/\s*(?:static |async |get |\*)*(\w+)/g);
  return new Set([...marked].map((match) => match[1]));
}

/** The names of a function's parameters, the rest's with "..." before it. */
function parametersOf(method: unknown): string[] {
  const text = Function.prototype.toString.call(method);
  const names: string[] = [];
  let depth = 0;
  let word = "";
  for (let i = text.indexOf("("); i < text.length; i++) {
    const char = text[i];
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (depth === 1 && char !== ",") word += char;
    if ((depth === 1 && char === ",") || depth === 0) {
      const name = /^\s*(\.{0,3}\w+)/.exec(word)?.[1];
      if (name !== undefined) names.push(name);
      word = "";
    }
    if (depth === 0) break;
  }
  return names;
}
