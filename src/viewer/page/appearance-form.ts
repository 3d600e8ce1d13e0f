/** The form that chooses colours, sizes, captions and the layout. */
import { fill, h } from "./dom.js";
import { type Appearance, called, type GraphModel } from "./graph-model.js";

const NUMBERS = /^(?:int32|int64|integer|float32|float64|timestamp)$/;
const SCALARS = /^(?:bool|int32|int64|integer|float32|float64|utf8|timestamp|date)/;
const COMPUTED = ["attribute louvain()", "attribute connectedComponents()", "attribute pageRank()"];

export function showAppearance(
  form: HTMLElement,
  model: GraphModel,
  appearance: Appearance,
  changed: (part: Partial<Appearance>) => void,
): void {
  const { edgeAttributes, nodeAttributes } = model.meta;
  const scalars = (types: Readonly<Record<string, string>>, pattern: RegExp) =>
    Object.entries(types).flatMap(([name, type]) => (pattern.test(type) ? [`attribute ${name}`] : []));
  const select = (
    title: string,
    value: string,
    options: readonly (readonly [string, string])[],
    set: (value: string) => void,
  ) => {
    const element = h(
      "select",
      { onchange: () => set(element.value) },
      ...options.map(([key, text]) => h("option", { value: key }, text)),
    );
    element.value = value;
    return h("label", {}, title, element);
  };
  const named = (keys: readonly string[]) => keys.map((key): readonly [string, string] => [key, called(key)]);
  fill(form, [
    select(
      "Node colour",
      appearance.nodeColor,
      [
        ["labels", "label"],
        ["degree", "number of edges"],
        ["none", "all the same"],
        ...named(COMPUTED),
        ...named(scalars(nodeAttributes, SCALARS)),
      ],
      (nodeColor) => changed({ nodeColor }),
    ),
    select(
      "Node size",
      appearance.nodeSize,
      [
        ["degree", "number of edges"],
        ["none", "all the same"],
        ...named(["attribute pageRank()"]),
        ...named(scalars(nodeAttributes, NUMBERS)),
      ],
      (nodeSize) => changed({ nodeSize }),
    ),
    select(
      "Edge colour",
      appearance.edgeColor,
      [
        ["source", "that of its source"],
        ["types", "type"],
        ["none", "all the same"],
        ...named(scalars(edgeAttributes, SCALARS)),
      ],
      (edgeColor) => changed({ edgeColor }),
    ),
    select(
      "Caption",
      appearance.caption ?? model.meta.caption ?? "",
      [
        ...(model.meta.caption === null ? [["", "id"] as const] : []),
        ...Object.keys(nodeAttributes).map((name) => [name, name] as const),
      ],
      (caption) => changed({ caption }),
    ),
    model.givenX !== undefined &&
      select(
        "Layout",
        appearance.layout,
        [
          ["attributes", "positions of the graph"],
          ["forces", "by forces"],
        ],
        (layout) => changed({ layout: layout as Appearance["layout"] }),
      ),
    captionsCheck(appearance, changed),
  ]);
}

function captionsCheck(appearance: Appearance, changed: (part: Partial<Appearance>) => void): HTMLElement {
  const box = h("input", {
    type: "checkbox",
    checked: appearance.showCaptions,
    onchange: () => changed({ showCaptions: box.checked }),
  });
  return h("label", { className: "check" }, box, "Captions");
}
