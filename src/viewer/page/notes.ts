/** Notes above the drawing: what is left out, what was found, and errors. */
import { byId, h } from "./dom.js";

/** Says what went wrong; what was only given up is nothing wrong. */
export function tellError(error: unknown): void {
  if ((error as { name?: unknown } | null)?.name === "AbortError") return;
  addNote("error", [error instanceof Error ? error.message : String(error)], true);
}

/** A note above the drawing; one of the same name is replaced, and an empty one taken away. */
export function addNote(name: string, children: readonly (Node | string)[], isBad = false): void {
  const notes = byId("notes");
  for (const old of notes.querySelectorAll(`[data-note="${name}"]`)) old.remove();
  if (children.length === 0) return;
  const note = h(
    "div",
    { className: isBad ? "note bad" : "note", role: isBad ? "alert" : "status", "data-note": name },
    ...children,
  );
  if (isBad)
    note.append(h("button", { type: "button", "aria-label": "Close", onclick: () => note.remove() }, "×"));
  notes.append(note);
}
