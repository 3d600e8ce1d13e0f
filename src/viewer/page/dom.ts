/** Elements of the page. Everything shown is set as text, never as HTML. */

type Child = Node | string | null | undefined | false;
type Properties = Readonly<Record<string, unknown>>;

/** Makes an element: functions are listeners (`onclick`), `data-…`, `aria-…` and `role` attributes, the rest properties. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (/^(?:aria-|data-)|^(?:role|for|list|colspan|scope)$/.test(name))
      element.setAttribute(name, String(value));
    else (element as unknown as Record<string, unknown>)[name] = value;
  }
  fill(element, children);
  return element;
}

/** Makes these all that an element has. */
export function fill(element: Element, children: readonly Child[]): void {
  element.replaceChildren(
    ...children.filter(
      (child): child is Node | string => child !== null && child !== undefined && child !== false,
    ),
  );
}

export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element as E;
}

const numbers = new Intl.NumberFormat("en-US");

export function count(value: number, word: string): string {
  return `${numbers.format(value)} ${word}${value === 1 ? "" : "s"}`;
}

export function shownNumber(value: number): string {
  if (Number.isInteger(value)) return numbers.format(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e9)
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)));
}

export function shownTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? ""
    : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** A text in the direction that its own characters ask for, so that it does not turn what is around it. */
export function isolated(text: string, className = ""): HTMLElement {
  return h("bdi", { className }, text);
}
