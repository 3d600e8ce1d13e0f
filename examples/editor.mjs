// An editor of a diagram: every gesture is a step that can be taken back, what is on the screen is kept every second,
// and an editor that crashed opens as it was left.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "groggy";

/** A diagram on disk, and a screen that follows it. */
function openEditor(path) {
  const graph = Graph.open(path, { autosave: true });
  const screen = { paints: 0 };
  graph.onChange((diff) => {
    screen.paints++;
    screen.last = String(diff).split("\n")[0];
  });
  const gesture = (label, write) => graph.transaction(write, { label });
  return {
    graph,
    screen,
    add: (name, x, y) => gesture(`add ${name}`, () => graph.addNode("Box", { name, x, y })),
    drag: (box, x, y) => gesture("drag", () => graph.nodes.set(box, { x, y })),
    connect: (from, to) => gesture("connect", () => graph.addEdge(from, to, "ARROW")),
    remove: (box) => gesture("remove", () => graph.removeNode(box)),
    save: () => graph.commit("saved", { author: "ada" }),
    back: () => graph.history.back(),
    forward: () => graph.history.forward(),
    text: () =>
      graph.nodes.ids().reduce((text, id) => `${text} ${Object.values(graph.nodes.get(id)).join(",")}`, ""),
  };
}

const path = process.argv[2] ?? join(mkdtempSync(join(tmpdir(), "editor-")), "diagram.groggy");
const editor = openEditor(path);

if (process.argv[2] !== undefined) {
  // the editor that crashes: saved once, changed since, and never closed
  const [source, store] = [editor.add("source", 0, 0), editor.add("store", 100, 0)];
  editor.connect(source, store);
  editor.save();
  for (let x = 0; x < 5000; x++) editor.drag(store, 100 + x, 50);
  editor.remove(source);
  console.log("back over", editor.back(), "and", editor.back(), "|", editor.text(), "|", editor.screen.last);
  console.log("forward over", editor.forward(), "|", editor.text());
  for (let steps = 0; steps < 4000; steps++) editor.back();
  console.log("4,000 steps back |", editor.text(), "|", editor.screen.paints, "paints");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 1500);
} else {
  editor.graph.close();
  spawnSync(process.execPath, [process.argv[1], path], { stdio: "inherit" });
  const again = openEditor(path);
  const { changed } = again.graph.status().nodes;
  console.log("after the crash |", again.text(), "|", changed, "changed since it was saved");
  console.log("back over what was not saved:", again.back(), "|", again.text());
  again.graph.close();
  rmSync(join(path, ".."), { recursive: true });
}
