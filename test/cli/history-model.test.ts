// The verbs of history say what the library says, on stores that random programs have written.
import { join } from "node:path";
import fc from "fast-check";
import { Graph, type Revision } from "groggy";
import { expect, test } from "vitest";
import { factJson } from "../../src/cli/shared/history/change-words.js";
import { compactJson } from "../../src/cli/terminal/value-text.js";
import { branchingPrograms, runs } from "../model/arbitrary.js";
import { runProgram } from "../model/program.js";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./stores.js";

/** A value as the program prints it in JSON. */
const printed = (value: unknown): unknown => JSON.parse(compactJson(value));

/** Runs a program in a store, and leaves it clean, with a commit. */
function makeStore(path: string, program: Parameters<typeof runProgram>[0]): void {
  let graph: Graph | undefined;
  runProgram(program, {
    make: (options) => {
      const made = Graph.open(path, { ...options, durability: "none" });
      graph ??= made;
      return made;
    },
    after: () => {},
  });
  if (graph === undefined) throw new Error("the program made no graph");
  if (graph.head.commit === null) graph.commit("last", { allowEmpty: true });
  else if (!graph.status().clean) graph.checkout("HEAD", { discard: true });
  graph.close();
}

test("verbs of history say what the library says", async () => {
  await fc.assert(
    fc.asyncProperty(branchingPrograms(30), fc.nat(1000), async (program, choice) => {
      const path = join(temporaryFolder(), "random.groggy");
      makeStore(path, program);
      const graph = Graph.open(path, { readOnly: true });
      const { history } = graph;
      const json = async (verb: string, ...words: string[]): Promise<Record<string, unknown>> => {
        const { code, stdout, stderr } = await runCli([verb, path, ...words, "--json"]);
        expect([code, stderr]).toEqual([0, ""]);
        return JSON.parse(stdout);
      };
      const commits = history.log({ all: true });
      const pick = (number: number) => commits[number % commits.length];
      const [a, b] = [pick(choice), pick(choice >> 3)];

      expect(await json("status")).toMatchObject({ ...graph.status(), stashes: history.stashes().length });

      const ids = async (...words: string[]) =>
        ((await json("log", ...words)).commits as { id: string }[]).map(({ id }) => id);
      const idsOf = (options: Parameters<typeof history.log>[0]) => history.log(options).map(({ id }) => id);
      expect(await ids("--all")).toEqual(idsOf({ all: true }));
      expect(await ids(a.id, "-n", "3")).toEqual(idsOf({ from: a, limit: 3 }));
      expect(await ids(`${a.id}..${b.id}`)).toEqual(idsOf({ range: `${a.id}..${b.id}` }));
      expect(await ids(`${a.id}...${b.id}`)).toEqual(idsOf({ range: `${a.id}...${b.id}` }));
      expect(await ids("--first-parent")).toEqual(idsOf({ firstParent: true }));
      const logged = (await json("log", "--all", "--patch")).commits as Record<string, unknown>[];
      expect(logged).toEqual(
        commits.map((commit) => {
          const { delta: _, ...shown } = commit;
          const { diff, names } = history.show(commit);
          const counts = { nodes: diff.nodes.counts, edges: diff.edges.counts, graph: diff.graph.counts };
          return printed({ ...shown, names, counts, changes: Array.from(diff, factJson) });
        }),
      );

      const drawn = await runCli(["log", path, "--graph", "--all"]);
      const withoutIds = (line: string) => line.replace(/\b[0-9a-f]{7,}\b/, "id");
      expect(drawn.stdout.trimEnd().split("\n").map(withoutIds)).toEqual(
        history.drawLog({ all: true, width: 10_000 }).split("\n").map(withoutIds),
      );

      const shown = history.show(a);
      expect(await json("show", a.id)).toMatchObject({
        commit: { id: a.id, names: shown.names },
        parent: shown.parent?.id ?? null,
        changes: printed(Array.from(shown.diff, factJson)),
      });

      const diff = history.diff(a, b);
      expect(await json("diff", a.id, b.id)).toEqual({
        schema: 1,
        from: a.id,
        to: b.id,
        counts: { nodes: diff.nodes.counts, edges: diff.edges.counts, graph: diff.graph.counts },
        changes: printed(Array.from(diff, factJson)),
      });
      const patched = await json("diff", a.id, b.id, "--patch");
      expect(patched).toEqual({ schema: 1, ...(JSON.parse(JSON.stringify(diff.toPatch())) as object) });
      const { code } = await runCli(["diff", path, a.id, b.id, "--exit-code"]);
      expect(code).toBe(a.root === b.root ? 0 : 1);

      const view = graph.at(a);
      for (const kind of ["node", "edge"] as const) {
        const elements = kind === "node" ? view.nodes : view.edges;
        const all = elements.ids();
        if (all.length === 0) continue;
        const id = all[choice % all.length];
        const blame = history.blame(id, undefined, { kind, at: a });
        const { lines } = await json("blame", `${kind}:${id}`, "--at", a.id);
        const values: Readonly<Record<string, unknown>> = elements.get(id);
        expect(lines).toMatchObject([
          { what: "(presence)", commit: blame.presence?.id },
          { what: kind === "node" ? "(labels)" : "(type)", commit: blame.labels?.id },
          ...Object.entries(blame.attributes).map(([what, commit]) => ({
            what,
            value: printed(values[what]),
            commit: commit?.id,
          })),
        ]);
        const changes = history.changesOf(id, { kind, from: a });
        expect(await json("history", `${kind}:${id}`, "--at", a.id)).toMatchObject({
          element: kind,
          id,
          changes: changes.map(({ commit, kind: change, attributes, labels }) => ({
            commit: commit.id,
            change,
            labels: labels ?? null,
            attributes: Object.fromEntries(
              Object.entries(attributes).map(([name, { before, after }]) => [
                name,
                { before: printed(before ?? null), after: printed(after ?? null) },
              ]),
            ),
          })),
        });
        const lifetimes = history.lifetimes(id, { kind, from: a });
        expect(await json("history", `${kind}:${id}`, "--at", a.id, "--lifetimes")).toMatchObject({
          lifetimes: lifetimes.map(({ from, to }) => ({ from: from.id, to: to?.id ?? null })),
        });
      }
      graph.close();
    }),
    runs(4),
  );
});

test("verbs of branches say what the library says", async () => {
  await fc.assert(
    fc.asyncProperty(branchingPrograms(30), async (program) => {
      const path = join(temporaryFolder(), "random.groggy");
      makeStore(path, program);
      const json = async (verb: string, ...words: string[]) => {
        const { code, stdout, stderr } = await runCli([verb, path, ...words, "--json"]);
        expect(stderr).toBe("");
        return { code, ...(JSON.parse(stdout) as Record<string, unknown>) } as Record<string, unknown>;
      };
      const view = <R>(read: (graph: Graph) => R): R => {
        const graph = Graph.open(path, { readOnly: true });
        try {
          return read(graph);
        } finally {
          graph.close();
        }
      };
      const branches = view(({ history }) => history.branches());
      const head = view((graph) => graph.head);
      expect((await json("branch")).branches).toMatchObject(
        branches.map(({ name, commit }) => ({ name, commit: commit.id, current: name === head.branch })),
      );
      expect((await json("tag")).tags).toMatchObject(
        view(({ history }) => history.tags().map(({ name, commit }) => ({ name, commit: commit.id }))),
      );
      expect((await json("stash")).stashes).toMatchObject(
        view(({ history }) => history.stashes().map(({ message }) => ({ message }))),
      );
      const operations = view(({ history }) => history.operations());
      const wordOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      for (const [verb, isUndone] of [
        ["undo", false],
        ["redo", true],
      ] as const) {
        const known = operations.filter(({ undone }) => undone === isUndone);
        expect((await json(verb, "--list")).operations).toMatchObject(
          (isUndone ? known : known.toReversed()).map(({ name, time }) => ({ verb: wordOf(name), time })),
        );
      }
      const merges: [Revision, Record<string, unknown>][] = [];
      const copy = Graph.clone(path);
      for (const { name, commit } of branches) {
        const merge = copy.merge(commit);
        const { status, unresolved } = merge;
        merges.push([
          name,
          {
            code: unresolved.length === 0 ? 0 : 1,
            status,
            base: merge.base?.id ?? null,
            theirs: commit.id,
            unresolved: unresolved.length,
            conflicts: merge.conflicts.map(({ kind }) => ({ conflict: kind })),
          },
        ]);
      }
      for (const [name, expected] of merges)
        expect(await json("merge", String(name), "--dry-run")).toMatchObject(expected);
      // nothing of all this has moved anything
      expect(view((graph) => graph.head.commit?.id)).toBe(head.commit?.id);

      const other = branches.find(({ name }) => name !== head.branch);
      if (other === undefined) return;
      const clean = await json("merge", other.name, "--policy", "theirs");
      const merge = copy.merge(other.commit, { policy: "theirs" });
      if (merge.unresolved.length === 0) {
        expect(clean.code).toBe(0);
        expect(view((graph) => graph.head.commit?.root)).toBe(merge.commit().root);
        if (clean.status !== "upToDate") {
          await json("undo");
          expect(view((graph) => graph.head.commit?.id)).toBe(head.commit?.id);
        }
      } else expect(clean).toMatchObject({ code: 1, unresolved: merge.unresolved.length });
    }),
    runs(8),
  );
});
