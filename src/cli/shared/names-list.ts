/** Lists of names in one option: `name,born`, with backticks around names that have commas, as filters have them. */
import type { OrderTerm } from "groggy";
import { CliError } from "./cli-error.js";

/** The names in a list. Throws a CliError that names the option. */
export function splitNames(option: string, text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : items(option, text, PLAIN).map(([, name]) => name);
}

/** Names to order by: `name,-born`, a minus before those that are descending. */
export function splitOrder(option: string, text: string | undefined): OrderTerm[] | undefined {
  if (text === undefined) return undefined;
  return items(option, text, SIGNED).map(([sign, column]) => ({
    column,
    order: sign === "-" ? "descending" : "ascending",
  }));
}

const PLAIN = /\s*()(?:`((?:[^`]|``)+)`|([^,`]+?))\s*(,|$)/y;
const SIGNED = /\s*(-?)\s*(?:`((?:[^`]|``)+)`|([^,`]+?))\s*(,|$)/y;

function items(option: string, text: string, pattern: RegExp): [sign: string, name: string][] {
  const found: [string, string][] = [];
  pattern.lastIndex = 0;
  for (let isLast = false; !isLast; ) {
    const match = pattern.exec(text);
    if (match === null)
      throw new CliError(`"${option}" expected names between commas, got ${JSON.stringify(text)}`, {
        hint: "write a name that has a comma or begins with - in backticks: `a,b`",
      });
    found.push([match[1]!, match[2]?.replaceAll("``", "`") ?? match[3]!.trim()]);
    isLast = match[4] === "";
  }
  return found;
}

/** Pairs such as `a=int32,b=utf8`. Throws a CliError that names the option. */
export function splitPairs(option: string, text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  const pairs: Record<string, string> = Object.create(null);
  const pattern =
    /\s*(?:`((?:[^`]|``)*)`|([^,=`]+?))\s*=\s*(?:`((?:[^`]|``)*)`|((?:[^,<`]|<[^>]*>)+?))\s*(,|$)/y;
  for (let isLast = false; !isLast; ) {
    const match = pattern.exec(text);
    if (match === null)
      throw new CliError(`"${option}" expected pairs such as a=b,c=d, got ${JSON.stringify(text)}`);
    const name = match[1]?.replaceAll("``", "`") ?? match[2]!;
    if (name in pairs)
      throw new CliError(`"${option}" expected each name once, got ${JSON.stringify(name)} twice`);
    pairs[name] = match[3]?.replaceAll("``", "`") ?? match[4]!;
    isLast = match[5] === "";
  }
  return pairs;
}
