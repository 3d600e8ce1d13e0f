// An agent's memory: notes are recalled by their words, by what they mean, and by what they are about, in one ranking; and
// the memory of an earlier day answers as it was then.
import { Graph } from "groggy";
import { neighborhood } from "groggy/algorithms";
import { fuse, rankByDistance } from "groggy/search";
import { english } from "groggy/search/languages";

/** Where a model would give the meaning of a text: here the pairs of letters that it has, in 64 numbers. */
function embed(text) {
  const vector = new Float32Array(64);
  const letters = text.toLowerCase().replace(/[^a-z]+/g, " ");
  for (let i = 1; i < letters.length; i++)
    vector[(letters.charCodeAt(i - 1) * 31 + letters.charCodeAt(i)) % 64]++;
  return vector;
}

const memory = new Graph({ keys: { Topic: "name" } });
memory.nodes.createIndex("text", { kind: "text", language: english });
memory.nodes.createIndex("meaning", { kind: "vector" });

function remember(day, notes) {
  for (const [text, ...topics] of notes) {
    const note = memory.addNode("Note", { text, meaning: embed(text) });
    for (const topic of topics) memory.addEdge(note, memory.mergeNode("Topic", { name: topic }), "ABOUT");
  }
  memory.commit(day, { author: "agent" });
  memory.history.tag(day);
}

remember("monday", [
  ["Ada prefers to deploy on Tuesdays", "Ada", "deploying"],
  ["The deployment failed since the disk was full", "deploying", "disk"],
  ["Grace cleans up the disks every month", "Grace", "disk"],
]);
remember("tuesday", [
  ["Ada deployed version 2 without failures", "Ada", "deploying"],
  ["Failed deployments are reported to Grace from now on", "Grace", "deploying"],
]);

function recall(view, question) {
  const options = { limit: 4 };
  const words = view.nodes.search(question, options);
  const meaning = view.nodes.nearest("meaning", embed(question), options);
  const about = rankByDistance(view, words.ids.slice(0, 1), { maxDepth: 2, direction: "both" });
  return fuse([words, meaning, about]).where(":Note").top(3);
}

for (const [when, view] of Object.entries({ now: memory, "on monday": memory.at("monday") })) {
  console.log(`why do deployments fail? ${when}:`);
  for (const [id, score] of recall(view, "why do deployments fail?")) {
    const { text, ranges } = view.nodes.highlight(id, "text", "fail deploy");
    const found = ranges.map(([start, end]) => text.slice(start, end)).join(", ");
    console.log(`  ${score.toFixed(4)} ${text} (${found})`);
  }
}
const [best] = recall(memory, "full disks").ids;
console.log(
  "and around the best note on full disks:",
  neighborhood(memory, best, { maxDepth: 1 }).count,
  "nodes",
);
