/** Going back and forward over one's own changes, against a list of full copies of what the graph was. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../../src/index.js";
import { dumpGraph, smallGraph } from "../../graph/fixture.js";
import { Tape } from "../../model/values.js";

const coded = (code: string): object => expect.objectContaining({ code });

/** Everything in the live state, as text. */
function contents(graph: Graph): string {
  const rows = [graph.nodes, graph.edges].flatMap((elements) =>
    [...elements].map((id) => {
      const ends = elements.kind === "edge" ? `${graph.source(id)}>${graph.target(id)}` : "";
      const attributes = Object.entries(elements.get(id)).sort();
      return `${elements.kind} ${id} ${ends} ${[...elements.labels(id)].sort()} ${JSON.stringify(attributes)}`;
    }),
  );
  return rows.join("\n");
}

function someNode(graph: Graph, tape: Tape): number | undefined {
  const ids = graph.nodes.ids();
  return ids.length === 0 ? undefined : tape.pick([...ids]);
}

/** One write by chance. */
function write(graph: Graph, tape: Tape): void {
  const id = someNode(graph, tape);
  const what = tape.next(10);
  if (id === undefined || what === 0) graph.addNode(tape.pick(["A", "B"]), { n: tape.next(3) });
  else if (what === 1)
    graph.addEdge(id, someNode(graph, tape) as number, tape.pick([null, "T"]), { w: tape.next(3) });
  else if (what === 2) graph.removeNode(id);
  else if (what === 3 && graph.edgeCount > 0) graph.removeEdge(tape.pick([...graph.edges.ids()]));
  else if (what === 4) graph.nodes.setLabels(id, tape.pick([[], ["A"], ["A", "C"]]));
  else if (what === 5)
    graph.nodes.setColumn(
      "n",
      graph.nodes.ids(),
      Array.from(graph.nodes.ids(), () => tape.next(3)),
    );
  else if (what === 6) graph.addNodes(3, { labels: "M", attributes: { n: [1, null, 2] } });
  else if (what === 7) graph.nodes.set(id, { n: null, text: tape.pick(["x", null, "y"]) });
  else if (what === 8) graph.status();
  else graph.nodes.set(id, { n: tape.next(3), [tape.pick(["text", "other"])]: tape.pick(["x", "y"]) });
}

interface Stop {
  readonly contents: string;
  head: string | undefined;
}

/** The graph beside the stops that it has been at. */
class Editing {
  readonly graph: Graph;
  stops: Stop[];
  at = 0;
  commits = 0;

  constructor(graph: Graph) {
    this.graph = graph;
    // uncommitted changes of before are a step like any
    const committed = graph.head.commit === null ? "" : contents(graph.at("HEAD") as unknown as Graph);
    this.stops = [{ contents: committed, head: graph.head.commit?.id }];
  }

  stop(): Stop {
    return { contents: contents(this.graph), head: this.graph.head.commit?.id };
  }

  /** What was written since the last stop is one. */
  close(): void {
    const now = this.stop();
    if (now.contents !== this.stops[this.at].contents) this.push(now);
  }

  push(stop: Stop): void {
    this.stops.length = this.at + 1;
    this.stops.push(stop);
    this.at++;
  }

  run(verb: string, tape: Tape): void {
    const { graph } = this;
    if (verb === "write") write(graph, tape);
    else if (verb === "transaction") {
      this.close();
      const count = tape.next(4);
      const fails = tape.chance(4);
      try {
        graph.transaction(
          () => {
            for (let i = 0; i < count; i++) write(graph, tape);
            if (fails) throw new RangeError();
          },
          { label: "edit" },
        );
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      this.close();
    } else if (verb === "commit") {
      const isNew = contents(graph) !== this.stops[this.at].contents;
      graph.commit(`commit ${this.commits++}`, { allowEmpty: true });
      const now = this.stop();
      if (isNew || this.at === 0) this.push(now);
      else {
        this.stops.length = this.at + 1;
        this.stops[this.at] = now;
      }
    } else if (verb === "gc") graph.history.gc();
    else {
      this.close();
      const next = this.at + (verb === "back" ? -1 : 1);
      if (this.stops[next] === undefined) {
        expect(() => graph.history[verb as "back"]()).toThrow(coded("NOTHING_TO_UNDO"));
        return;
      }
      graph.history[verb as "back"]();
      this.at = next;
      expect(this.stop()).toEqual(this.stops[next]);
    }
  }
}

const VERBS = ["write", "write", "transaction", "transaction", "commit", "back", "back", "forward", "gc"];

test("each step back and forward is where the graph was, whatever the steps are", () => {
  const numbers = fc.array(fc.nat(2 ** 31 - 1), { minLength: 12, maxLength: 12 });
  const step = fc.record({ verb: fc.constantFrom(...VERBS), numbers });
  const property = fc.property(
    fc.array(step, { maxLength: 40, size: "max" }),
    fc.boolean(),
    (steps, isEmpty) => {
      const graph = isEmpty ? new Graph({ clock: () => 0 }) : smallGraph();
      if (!isEmpty) graph.commit("third");
      // its commits are steps as well
      graph.checkout(graph.head.branch === "main" ? "HEAD" : "main");
      const editing = new Editing(graph);
      graph.history.gc({ keepOperations: false });
      const heard: string[] = [];
      graph.onChange((diff) => heard.push(String(diff)));
      for (const { verb, numbers } of steps) {
        const before = contents(graph);
        heard.length = 0;
        editing.run(verb, new Tape(numbers));
        if (verb !== "transaction") expect(heard.length > 0).toBe(before !== contents(graph));
      }
      while (editing.at > 0) editing.run("back", new Tape([0]));
      while (editing.stops[editing.at + 1] !== undefined) editing.run("forward", new Tape([0]));
      expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    },
  );
  fc.assert(property, { numRuns: 150 });
}, 120_000);

test("verbs that move the graph otherwise end the steps; names and tags do not", () => {
  const moves: Readonly<Record<string, (graph: Graph) => void>> = {
    checkout: (graph) => graph.checkout("side", { discard: true }),
    merge: (graph) => graph.merge("side", { discard: true }).commit("merged"),
    reset: (graph) => graph.history.reset("HEAD~1", { discard: true }),
    undo: (graph) => {
      for (let i = 0; i < 4; i++) graph.history.undo({ discard: true });
    },
    stash: (graph) => graph.history.stash(),
  };
  for (const [verb, move] of Object.entries(moves)) {
    const graph = smallGraph();
    graph.transaction(() => graph.nodes.set(0, { age: 1000 }), { label: "older" });
    graph.branch("other");
    graph.history.tag("t");
    graph.history.deleteBranch("other");
    expect(graph.history.steps().at(-1)).toEqual({ label: "older", commit: null, undone: false });
    expect([graph.history.back(), graph.history.forward()]).toEqual(["older", "older"]);
    move(graph);
    expect([verb, graph.history.steps()]).toEqual([verb, []]);
    if (graph.status().clean) expect(() => graph.history.back()).toThrow(coded("NOTHING_TO_UNDO"));
    expect(() => graph.history.forward()).toThrow(coded("NOTHING_TO_UNDO"));
  }
});

test("a revert is a step, and going back over a commit can itself be undone", () => {
  const graph = smallGraph();
  graph.commit("third");
  const before = contents(graph);
  graph.history.revert("HEAD");
  const { commit } = graph.head;
  expect(graph.history.back()).toBe(commit?.message);
  expect(contents(graph)).toBe(before);
  expect(graph.status().clean).toBe(true);
  expect(graph.history.forward()).toBe(commit?.message);
  expect(graph.head.commit?.id).toBe(commit?.id);
  graph.history.back();
  expect(graph.history.undo()).toBe("back");
  expect(graph.head.commit?.id).toBe(commit?.id);
});

test("labels are read once, and those of inner transactions do not count", () => {
  const graph = new Graph();
  const add = () => graph.addNode();
  graph.transaction(() => graph.transaction(add, { label: "inner" }), { label: "outer" });
  graph.transaction(() => graph.transaction(add, { label: "inner" }));
  expect(graph.history.steps().map(({ label }) => label)).toEqual(["outer"]);
  expect(graph.history.back()).toBeUndefined();
  expect(graph.history.back()).toBe("outer");
  expect(graph.nodeCount).toBe(0);
  for (const label of [1, null, {}, "\ud800"])
    expect(() => graph.transaction(add, { label: label as string })).toThrow(TypeError);
  expect(() => graph.transaction(add, { lable: "x" } as never)).toThrow(TypeError);
  expect(graph.nodeCount).toBe(0);
  for (const verb of ["back", "forward"] as const)
    graph.transaction(() => expect(() => graph.history[verb]()).toThrow(coded("VERB_UNDERWAY")));
});

test("a failed labelled transaction is no step, and leaves those to come forward as they are", () => {
  const graph = new Graph();
  graph.transaction(() => graph.addNode(), { label: "one" });
  graph.history.back();
  const fails = () => {
    graph.addNode();
    throw new RangeError();
  };
  expect(() => graph.transaction(fails, { label: "two" })).toThrow(RangeError);
  expect(graph.history.forward()).toBe("one");
  expect(dumpGraph(graph)).toContain("node");
  expect(graph.nodeCount).toBe(1);
});

test("worktrees have steps and listeners of their own, and collecting at one keeps those of the other", () => {
  const graph = smallGraph();
  graph.commit("third");
  const other = graph.worktree("side");
  const heard: string[] = [];
  other.onChange((diff) => heard.push(String(diff).split("\n")[0]));
  other.transaction(() => other.nodes.set(0, { age: 500 }), { label: "there" });
  graph.transaction(() => graph.nodes.set(0, { age: 600 }), { label: "here" });
  expect(() => graph.transaction(() => other.addNode())).toThrow(coded("VERB_UNDERWAY"));
  for (let i = 0; i < 50; i++) graph.nodes.set(0, { age: i });
  graph.history.gc();
  expect(heard.length).toBe(1);
  expect([other.history.back(), other.nodes.get(0, "age")]).toEqual(["there", 1]);
  expect([other.history.forward(), other.nodes.get(0, "age")]).toEqual(["there", 500]);
  expect(graph.history.back()).toBeUndefined();
  expect(graph.nodes.get(0, "age")).toBe(600);
  expect([graph.history.back(), graph.nodes.get(0, "age")]).toEqual(["here", 10]);
});
