/** The legend: colours with their meaning and numbers; choosing one dims all others. */

import { fill, h, isolated, shownNumber } from "./dom.js";
import type { Legend } from "./graph-model.js";

const ENTRIES_MAX = 12;

export function showLegend(
  section: HTMLElement,
  legends: readonly Legend[],
  chosen: string | undefined,
  choose: (key: string) => void,
): void {
  fill(
    section,
    legends.flatMap(({ entries, ramp, title }) => [
      h("h3", {}, isolated(title)),
      ramp === undefined
        ? h(
            "ul",
            {},
            ...entries.slice(0, ENTRIES_MAX).map(({ color, count, isEdge, key, sign, text }) => {
              const swatch = h(
                "span",
                { className: isEdge ? "swatch edge" : "swatch", "aria-hidden": "true" },
                h("b", {}, sign ?? ""),
              );
              swatch.style.background = color;
              return h(
                "li",
                {},
                h(
                  "button",
                  {
                    type: "button",
                    "aria-pressed": String(key === chosen),
                    title: text,
                    onclick: () => choose(key),
                  },
                  swatch,
                  h("span", { className: "name" }, isolated(text)),
                  h("span", { className: "number" }, count === undefined ? "" : shownNumber(count)),
                ),
              );
            }),
          )
        : h(
            "div",
            {},
            h(
              "div",
              { className: "ramp", "aria-hidden": "true" },
              ...ramp.colors.map((color) => {
                const part = h("i");
                part.style.background = color;
                return part;
              }),
            ),
            h("div", { className: "ends" }, h("span", {}, ramp.min), h("span", {}, ramp.max)),
          ),
    ]),
  );
}
