// What users get: the tarball, installed and used in every way that is promised.
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, type Project, root, run } from "./project.js";

const ENTRIES = [
  "groggy",
  "groggy/algorithms",
  "groggy/arrow",
  "groggy/formats",
  "groggy/json",
  "groggy/cypher",
  "groggy/procedures",
  "groggy/search",
  "groggy/search/languages",
  "groggy/viewer",
];

/** What later.mjs prints. */
const LATER = "1 upToDate 1 1 true 1912 true 2\n";

let project: Project;
/** The same with the optional peer. */
let withArrow: Project;
beforeAll(() => {
  project = createProject();
  withArrow = createProject("apache-arrow");
});
afterAll(() => {
  project?.[Symbol.dispose]();
  withArrow?.[Symbol.dispose]();
});

describe("the tarball", () => {
  test("holds the build, the source it maps to, and the papers", () => {
    const { files } = project;
    const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
    const papers = [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "THIRD-PARTY-NOTICES",
      "llms.txt",
      ...pages.map((name) => `docs/${name}`),
    ];
    const others = files.filter((file) => !/^(dist|src)\//.test(file));
    expect(files).toContain("dist/index.js");
    expect(others).toEqual(["package.json", ...papers].sort());
    expect(files.filter((file) => /\.(test|spec)\.|\.wasm$/.test(file))).toEqual([]);
  });

  test("is what publint asks for", () => {
    const { status, stdout, stderr } = tool("publint/src/cli.js", "run", project.tarball, "--strict");
    expect(status, stdout + stderr).toBe(0);
  });

  test("has types that resolve wherever ES modules do", () => {
    const arguments_ = [project.tarball, "--profile", "esm-only", "--no-emoji", "--no-color"];
    const { status, stdout } = tool("@arethetypeswrong/cli/dist/index.js", ...arguments_);
    expect(status, stdout).toBe(0);
  });
});

describe("in Node", () => {
  test("import works, and prints nothing", () => {
    expect(project.node("use.mjs")).toEqual({ status: 0, stdout: "2 1\n", stderr: "" });
  });

  test("require works, and prints no warning", () => {
    expect(project.node("use.cjs")).toEqual({ status: 0, stdout: "2 1 1\n", stderr: "" });
  });

  test("classes bear the names they are exported under", () => {
    const code = `
      for (const entry of ["groggy", "groggy/algorithms"])
        for (const [name, value] of Object.entries(await import(entry)))
          if (/^[A-Z]/.test(name) && typeof value === "function" && value.name !== name) console.log(name, value.name);
      const { Graph } = await import("groggy");
      const graph = new Graph();
      graph.commit("0", { allowEmpty: true });
      const given = [graph, graph.at("HEAD"), graph.nodes, graph.nodes.all()];
      console.log(given.map((value) => value.constructor.name).join(" "));
      try { graph.subgraph(graph.at("HEAD")); } catch (error) { console.log(error.message); }`;
    const { stdout, stderr } = project.node("--input-type=module", "--eval", code);
    expect(stderr).toBe("");
    expect(stdout).toBe(
      'Graph GraphView Elements Selection\n"selection" expected a Selection, got a GraphView\n',
    );
  });

  test("what is loaded late is there when it is called", () => {
    expect(project.node("later.mjs")).toEqual({ status: 0, stdout: LATER, stderr: "" });
  });

  test("a bundle for Node has what is loaded late in it", async () => {
    const outfile = join(project.folder, "bundled", "bundle.mjs");
    const entry = join(project.folder, "later.mjs");
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    // away from the package, so that nothing of it can be loaded
    const alone = join(mkdtempSync(join(tmpdir(), "groggy-bundle-")), "bundle.mjs");
    copyFileSync(outfile, alone);
    expect(run(dirname(alone), process.execPath, [alone])).toEqual({ status: 0, stdout: LATER, stderr: "" });
    rmSync(dirname(alone), { recursive: true });
  });

  test.each(ENTRIES)("%s can be required, so nothing in it waits at the top level", (entry) => {
    const code = `console.log(Object.keys(require("${entry}")).length > 0)`;
    expect(project.node("--input-type=commonjs", "--eval", code)).toEqual({
      status: 0,
      stdout: "true\n",
      stderr: "",
    });
  });

  // where there are no stubs, as in browsers, all doors open at once, and what they build on has to be there before
  test.each(ENTRIES)("%s loads first where doors are modules", (entry) => {
    const code = `console.log(Object.keys(await import("${entry}")).length > 0)`;
    expect(withArrow.node("--conditions=module", "--input-type=module", "--eval", code)).toEqual({
      status: 0,
      stdout: "true\n",
      stderr: "",
    });
  });

  test("files behind the entry points cannot be had", () => {
    const { stderr } = project.node("--input-type=module", "--eval", 'import "groggy/dist/graph.js"');
    expect(stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});

describe("what is loaded", () => {
  /** Paths below node_modules, those of groggy followed back to the source by the maps. */
  const loadedBy = (...entryAndStore: string[]): string[] => {
    const { stdout, stderr } = project.node("loaded.mjs", ...entryAndStore);
    expect(stderr).toBe("");
    return (JSON.parse(stdout) as string[]).flatMap((url) => {
      const path = relative(join(project.folder, "node_modules"), fileURLToPath(url));
      // the stubs of doors are made by the build, from no source
      if (!path.startsWith("groggy/") || path.endsWith("/lazy-stubs.js")) return [path];
      const { sources } = JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")) as {
        sources: string[];
      };
      return sources.map((source) => posix.join(posix.dirname(path), source));
    });
  };
  const others = /^(?!groggy\/)/;

  test("groggy loads itself alone: no other package, nothing of a sub-path", () => {
    const loaded = loadedBy("groggy");
    expect(loaded).toContain("groggy/src/graph.ts");
    expect(loaded).toContain("groggy/src/platform/node.ts");
    expect(loaded.filter((path) => others.test(path))).toEqual([]);
    expect(loaded.filter((path) => /src\/(algorithms|formats|platform\/web)/.test(path))).toEqual([]);
  });

  test("groggy leaves to the first call what few programs ask for", () => {
    const loaded = loadedBy("groggy");
    expect(loaded).toContain("groggy/dist/lazy-stubs.js");
    // but for the names of options, which are checked before anything else loads, and for where graphs leave the
    // procedures that come with them
    expect(
      loaded.filter((path) =>
        /src\/(query\/(?!bind\/provided)|store|space\/filter\/bind|history\/merge\/(?!merge-options))/.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  test("a store opens without what merges, exchanges and reads the history", () => {
    const loaded = loadedBy("groggy", join(project.folder, "loaded.groggy"));
    expect(loaded).toContain("groggy/src/store/open-store.ts");
    expect(
      loaded.filter((path) =>
        /src\/(history\/(merge\/merge|inspect\/(blame|bisect|series)|exchange\/exchange)(?!-options)|space\/filter\/bind)/.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  test("groggy/algorithms loads no other package, and no store", () => {
    const loaded = loadedBy("groggy/algorithms");
    expect(loaded.some((path) => path.startsWith("groggy/src/algorithms/"))).toBe(true);
    expect(loaded.filter((path) => others.test(path))).toEqual([]);
    expect(loaded.filter((path) => /src\/(formats|store|query\/(?!bind\/provided))/.test(path))).toEqual([]);
  });

  test("groggy/formats loads the list of formats, in few files, and no graph", () => {
    const loaded = loadedBy("groggy/formats");
    expect(loaded).toContain("groggy/src/formats/csv/format.ts");
    expect(loaded.filter((path) => others.test(path))).toEqual([]);
    expect(
      loaded.filter((path) => /src\/(pool|space|view|graph|platform)|\/(read|write)/.test(path)),
    ).toEqual([]);
  });

  test("groggy/json loads no other package, and no reader or writer of another format", () => {
    const loaded = loadedBy("groggy/json");
    expect(loaded.filter((path) => others.test(path))).toEqual([]);
    expect(
      loaded.filter((path) => /src\/formats\/(csv|lists|npm|arrow|xml|columnar)\/(read|write)/.test(path)),
    ).toEqual([]);
  });

  test("groggy/arrow loads no other package before it is called", () => {
    expect(loadedBy("groggy/arrow").filter((path) => others.test(path))).toEqual([]);
  });
});

describe("apache-arrow, which groggy/arrow needs", () => {
  const script =
    'import { Graph } from "groggy"; import { toArrow } from "groggy/arrow"; toArrow(new Graph().nodes);';

  test("is missing after `npm install groggy`, and the first call says how to install it", () => {
    expect(existsSync(join(project.folder, "node_modules/apache-arrow"))).toBe(false);
    const { stderr } = project.node("--input-type=module", "--eval", script);
    expect(stderr).toContain("expected the package apache-arrow to be installed: npm install apache-arrow");
    expect(stderr).toContain('code: "MISSING_PACKAGE"'.replaceAll('"', "'"));
  });

  test("is loaded by the first call", () => {
    const { stderr, status } = withArrow.node("--input-type=module", "--eval", script);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });
});

describe("packages that groggy/formats needs", () => {
  const script = (call: string) =>
    `import { Graph } from "groggy"; import { exportGraph, readGraph } from "groggy/formats";
     await (${call}).catch(({ code, message }) => console.log(code, message));`;

  test.each([
    ["hyparquet", 'readGraph(new Blob(["PAR1"]), { format: "parquet" })'],
    ["hyparquet-writer", 'exportGraph(new Graph(), { nodes() {} }, { format: "parquet" })'],
    ["apache-arrow", 'exportGraph(new Graph(), { nodes() {} }, { format: "arrow" })'],
  ])("%s is missing after `npm install groggy`, and the call says how to install it", (name, call) => {
    const { stdout } = project.node("--input-type=module", "--eval", script(call));
    expect(stdout).toContain(
      `FORMAT_DEPENDENCY expected the package ${name} to be installed: npm install ${name}`,
    );
  });
});

// skipLibCheck: false, so that our declarations are checked and not only used
describe.each(["nodenext", "bundler"])("in TypeScript with moduleResolution %s", (moduleResolution) => {
  const disposable = ["es2022", "esnext.disposable"];
  test.each([
    ["ES2022 alone", { lib: ["es2022"], types: [] }, ["use.ts", "use-internals.ts"]],
    ["ES2022 and `using`", { lib: disposable, types: [] }, ["use.ts", "use-dispose.ts"]],
    // the declarations of apache-arrow need either
    ["the DOM's library", { lib: ["es2022", "dom"], types: [] }, ["use.ts", "use-arrow.ts", "use-signal.ts"]],
    [
      "the types of Node",
      { lib: ["es2022"], types: ["node"] },
      ["use.ts", "use-arrow.ts", "use-dispose.ts", "use-signal.ts"],
    ],
    [
      "the types of Node, the DOM's library and `using`",
      { lib: [...disposable, "dom"], types: ["node"] },
      ["use.ts", "use-arrow.ts", "use-dispose.ts", "use-signal.ts"],
    ],
    [
      "what `tsc --init` writes",
      {
        target: "esnext",
        types: [],
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
        noUncheckedSideEffectImports: true,
        moduleDetection: "force",
        jsx: "react-jsx",
        skipLibCheck: true,
      },
      ["use.ts", "use-arrow.ts", "use-dispose.ts", "use-signal.ts"],
    ],
  ])("the declarations compile with %s", (_, options, files) => {
    const outcome = compile({ moduleResolution, ...options }, files);
    expect(outcome).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

/** Runs TypeScript on files of the project that has apache-arrow. */
function compile(options: Record<string, unknown>, files: readonly string[]) {
  const compilerOptions = {
    target: "es2022",
    module: options.moduleResolution === "bundler" ? "esnext" : "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  };
  writeFileSync(join(withArrow.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return withArrow.node(join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json");
}

/** Runs a command-line tool that is installed here. */
function tool(path: string, ...args: string[]) {
  return run(root, process.execPath, [join(root, "node_modules", path), ...args]);
}
