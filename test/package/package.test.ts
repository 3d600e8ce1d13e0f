// What users get: the tarball, installed and used in every way that is promised.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, type Project, root, run } from "./project.ts";

let project: Project;
beforeAll(() => {
  project = createProject();
});
afterAll(() => project?.[Symbol.dispose]());

describe("the tarball", () => {
  test("holds the build, the source it maps to, and the papers", () => {
    const { files } = project;
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json", "dist/index.js"]));
    const others = files.filter((file) => !/^(dist|src)\//.test(file));
    expect(others.filter((file) => !/^(LICENSE|README\.md|CHANGELOG\.md|package\.json)$/.test(file))).toEqual(
      [],
    );
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

  test.each(["groggy", "groggy/algorithms", "groggy/arrow"])(
    "%s can be required, so nothing in it waits at the top level",
    (entry) => {
      const code = `console.log(Object.keys(require("${entry}")).length > 0)`;
      expect(project.node("--input-type=commonjs", "--eval", code)).toEqual({
        status: 0,
        stdout: "true\n",
        stderr: "",
      });
    },
  );

  test("files behind the entry points cannot be had", () => {
    const { stderr } = project.node("--input-type=module", "--eval", 'import "groggy/dist/graph.js"');
    expect(stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});

describe("the files that are loaded", () => {
  const loadedBy = (entry: string): string[] => {
    const { stdout, stderr } = project.node("loaded.mjs", entry);
    expect(stderr).toBe("");
    const modules = pathToFileURL(join(project.folder, "node_modules/")).href;
    return (JSON.parse(stdout) as string[]).map((url) => url.replace(modules, ""));
  };

  test("groggy loads itself alone: no other package, nothing of a sub-path", () => {
    const loaded = loadedBy("groggy");
    expect(loaded).toContain("groggy/dist/index.js");
    expect(loaded).toContain("groggy/dist/platform/node.js");
    expect(
      loaded.filter((file) => !/^groggy\/dist\/(?!algorithms|formats|platform\/web)/.test(file)),
    ).toEqual([]);
  });

  test("groggy/algorithms loads no other package and no part of the database that it can do without", () => {
    const loaded = loadedBy("groggy/algorithms");
    expect(loaded).toContain("groggy/dist/algorithms/index.js");
    expect(loaded.filter((file) => !file.startsWith("groggy/dist/"))).toEqual([]);
    expect(loaded.filter((file) => /dist\/(formats|history|store|graph)\b/.test(file))).toEqual([]);
  });

  test("groggy/arrow is what loads apache-arrow", () => {
    expect(loadedBy("groggy/arrow").some((file) => file.startsWith("apache-arrow/"))).toBe(true);
  });
});

// skipLibCheck: false, so that our declarations are checked and not only used
describe.each(["nodenext", "bundler"])("in TypeScript with moduleResolution %s", (moduleResolution) => {
  test.each([
    ["the DOM's library and no types of Node", { lib: ["es2022", "dom"], types: [] }],
    ["the types of Node and no DOM", { lib: ["es2022"], types: ["node"] }],
  ])("the declarations compile with %s", (_, options) => {
    const outcome = compile({ moduleResolution, ...options }, ["use.ts"]);
    expect(outcome).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

/** Runs TypeScript on files of the project. */
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
  writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return project.node(join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json");
}

/** Runs a command-line tool that is installed here. */
function tool(path: string, ...args: string[]) {
  return run(root, process.execPath, [join(root, "node_modules", path), ...args]);
}
