/** The panel beside the drawing: an element with its attributes, neighbours and history, or the rows of a query. */
import type { SearchMeta, ShownChange, ShownElement, ShownNeighbor } from "../protocol/messages.js";
import { count, fill, h, isolated, shownTime } from "./dom.js";

export interface PanelEvents {
  readonly onClose: () => void;
  readonly onNode: (id: number) => void;
  readonly onEdge: (id: number) => void;
  readonly onExpand: (id: number) => void;
  readonly onRevision: (commit: string) => void;
}

const SHORT_ID = 8;

export function showPanel(
  panel: HTMLElement,
  element: ShownElement,
  events: PanelEvents,
  canExpand: boolean,
): void {
  const { attributes, caption, changes, degree, directed, ends, id, kind, labels, more, neighbors } = element;
  panel.hidden = false;
  panel.scrollTop = 0;
  fill(panel, [
    head(caption, events),
    h(
      "div",
      { className: "chips" },
      ...labels.map((label) => h("span", { className: "chip" }, isolated(label))),
      h("span", { className: "quiet" }, `${kind} ${id}`),
    ),
    kind === "node" &&
      canExpand &&
      h(
        "div",
        { className: "actions" },
        h("button", { type: "button", onclick: () => events.onExpand(id) }, "Show its neighbours"),
      ),
    ends.length > 0 && h("h3", {}, "Ends"),
    ends.length > 0 &&
      h(
        "ul",
        {},
        ...ends.map(({ caption: name, node }, i) =>
          h(
            "li",
            {},
            h("span", { className: "type" }, i === 0 ? "from" : "to"),
            link(name, () => events.onNode(node)),
          ),
        ),
      ),
    h("h3", {}, "Attributes"),
    attributes.length === 0
      ? h("p", { className: "quiet" }, "none")
      : h(
          "dl",
          {},
          ...attributes.flatMap(({ cut, name, text, type }) => [
            h("dt", { title: type }, isolated(name)),
            h(
              "dd",
              {},
              isolated(text),
              cut === undefined
                ? null
                : h("span", { className: "quiet" }, ` … ${count(cut, "character")} more`),
            ),
          ]),
        ),
    degree !== null &&
      h("h3", {}, directed ? `Neighbours: ${degree.out} out, ${degree.in} in` : `Neighbours: ${degree.out}`),
    neighbors.length > 0 && h("ul", {}, ...neighbors.map((each) => neighborItem(each, events))),
    more > 0 && h("p", { className: "quiet" }, `and ${count(more, "edge")} more`),
    changes.length > 0 && h("h3", {}, "History"),
    changes.length > 0 && h("ol", {}, ...changes.map((change) => changeItem(change, events))),
  ]);
}

export function showRows(
  panel: HTMLElement,
  { columns, rowCount, rows }: SearchMeta,
  events: PanelEvents,
): void {
  panel.hidden = false;
  fill(panel, [
    head(count(rowCount, "row"), events),
    rowCount > rows.length && h("p", { className: "quiet" }, `The first ${rows.length} of them:`),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, isolated(name))))),
      h(
        "tbody",
        {},
        ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", { title: cell }, isolated(cell))))),
      ),
    ),
  ]);
}

function head(title: string, events: PanelEvents): HTMLElement {
  return h(
    "div",
    { className: "head" },
    h("h2", {}, isolated(title)),
    h(
      "button",
      { type: "button", "aria-label": "Close", title: "Close (Escape)", onclick: events.onClose },
      "×",
    ),
  );
}

function link(text: string, onclick: () => void): HTMLElement {
  return h("button", { type: "button", className: "link", onclick }, isolated(text));
}

function neighborItem(
  { caption, direction, edge, node, type }: ShownNeighbor,
  events: PanelEvents,
): HTMLElement {
  const arrow = direction === "out" ? "→" : direction === "in" ? "←" : "—";
  return h(
    "li",
    {},
    h(
      "span",
      { className: "type", title: type },
      h(
        "button",
        {
          type: "button",
          className: "link",
          "aria-label": `edge ${type}, ${direction}`,
          onclick: () => events.onEdge(edge),
        },
        `${arrow} `,
        isolated(type || "edge"),
      ),
    ),
    link(caption, () => events.onNode(node)),
  );
}

function changeItem(
  { author, commit, facts, kind, message, time }: ShownChange,
  events: PanelEvents,
): HTMLElement {
  const sign = kind === "added" ? "+ added" : kind === "removed" ? "− removed" : "~ changed";
  return h(
    "li",
    { className: "commit" },
    h(
      "div",
      {},
      h(
        "div",
        {},
        h("span", { className: kind }, sign),
        " ",
        link(message || commit.slice(0, SHORT_ID), () => events.onRevision(commit)),
      ),
      h(
        "div",
        { className: "when" },
        `${commit.slice(0, SHORT_ID)} · ${shownTime(time)}`,
        author === "" ? null : " · ",
        isolated(author),
      ),
      ...facts.map(({ after, before, name }) =>
        h(
          "div",
          { className: "fact" },
          isolated(name),
          ": ",
          before === "" ? null : h("del", {}, isolated(before)),
          before !== "" && after !== "" ? " → " : null,
          after === "" ? null : h("ins", {}, isolated(after)),
        ),
      ),
    ),
  );
}
