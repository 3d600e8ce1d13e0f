// Builds the command line, dist/cli/: a file that starts, and one for each verb and for what several share. It runs on
// the library beside it, imported by the package's own name, so that a Graph is one class. What reads and writes Arrow
// and Parquet needs packages that users of the library install and those of the program have not; so the program has
// copies of the few modules that import such a package, with the package in them, and gives these to the formats.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { programPackages } from "./bundled-packages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist`;
const SIZE_BYTES_MAX = 2 ** 20;
/** The folder of a package below node_modules, which may be a link to somewhere else. */
const PACKAGE = /(?:^|\/)node_modules\/((?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;

/** By package, the module that `loadPackage` is called for; its file in dist/ has a name made of its content. */
const modulesOfFormats = {
  "apache-arrow": "build/formats/columnar/write-arrow.js",
  hyparquet: "build/formats/columnar/read-parquet.js",
  "hyparquet-writer": "build/formats/columnar/write-parquet.js",
};

/** Builds it from build/cli, and from what is in dist/ by `outputs` of esbuild's metafile. Returns its size. */
export async function buildCli(outputs) {
  const files = readdirSync(dist, { recursive: true })
    .map((file) => resolve(dist, file))
    .filter((file) => file.endsWith(".js") && !file.startsWith(`${dist}/cli/`));
  /** By module of dist/, what it imports at once. */
  const imports = new Map(
    files.map((file) => {
      const names = [
        ...readFileSync(file, "utf8").matchAll(/^(?:\} from|import) "([^"]+)"|^import .* from "([^"]+)"/gm),
      ];
      return [file, names.map(([, name, other]) => resolved(name ?? other, dirname(file)))];
    }),
  );
  const isPackage = (name) => /^[a-z@]/.test(name) && programPackages.includes(name);
  const needsPackage = (file) =>
    (imports.get(file) ?? []).some((each) => isPackage(each) || needsPackage(each));

  const fileOf = (entry) => {
    const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? [];
    if (path === undefined) throw new Error(`${entry} is in no file of dist/`);
    return root + path;
  };
  const copies = Object.entries(modulesOfFormats).map(
    ([name, entry]) => `${JSON.stringify(name)}: () => import(${JSON.stringify(fileOf(entry))})`,
  );
  const formats = [
    'globalThis[Symbol.for("groggy.packages")] = {',
    `  ${[...copies, '"hyparquet-compressors": () => import("hyparquet-compressors")'].join(",\n  ")},`,
    "};",
    // by name: of what a chunk takes over as a whole from outside, others that share it would see nothing
    `export { ${outputs["dist/formats/index.js"].exports.join(", ")} } from "groggy/formats";`,
  ].join("\n");

  const library = {
    name: "library",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^(groggy(\/.*)?|#.*)$/ }, ({ path, namespace }) => {
        if (path === "groggy/formats" && namespace !== "formats")
          return { path: "formats", namespace: "formats" };
        if (path === "groggy/arrow") return { path: `${dist}/formats/arrow/index.js` };
        if (path === "#lazy/arrow") return { path: `${dist}/lazy/arrow.js` };
        return { path, external: true };
      });
      // short names within packages, while stacks of our own stay readable
      onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, async ({ path }) => {
        const text = readFileSync(path, "utf8");
        const isModule = /^\s*(import|export)\b/m.test(text);
        if (!isModule) return undefined;
        return { contents: (await transform(text, { minifyIdentifiers: true, format: "esm" })).code };
      });
      onLoad({ filter: /.*/, namespace: "formats" }, () => ({ contents: formats, resolveDir: root }));
      onResolve({ filter: /^[./]/ }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        if (!file.startsWith(`${dist}/`) || needsPackage(file)) return undefined;
        return {
          path: relative(`${dist}/cli`, file).replaceAll("\\", "/"),
          external: true,
          sideEffects: false,
        };
      });
    },
  };

  const options = {
    absWorkingDir: root,
    entryPoints: ["build/cli/groggy.js"],
    outdir: "dist/cli",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    charset: "utf8",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    chunkNames: "[name]-[hash]",
    logLevel: "warning",
    metafile: true,
    plugins: [library],
  };
  rmSync(`${dist}/cli`, { recursive: true, force: true });
  // here "sideEffects": false of the package would drop imports that name nothing
  const scope = `${root}build/package.json`;
  writeFileSync(scope, JSON.stringify({ type: "module", sideEffects: true }));
  const { metafile } = await build({ ...options, plugins: [await joined(options), library] });
  rmSync(scope);
  const bin = `${dist}/cli/groggy.js`;
  writeFileSync(bin, `#!/usr/bin/env node\n${readFileSync(bin, "utf8")}`);
  chmodSync(bin, 0o755);

  const found = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0))
      .flatMap(([path]) => PACKAGE.exec(path)?.[1] ?? []),
  );
  const wrong = [...found].filter((name) => !programPackages.includes(name));
  if (wrong.length > 0) {
    console.error(
      `dist/cli expected packages with a licence in THIRD-PARTY-NOTICES, got ${wrong.join(", ")}`,
    );
    process.exitCode = 1;
  }
  const sizeBytes = Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
  if (sizeBytes > SIZE_BYTES_MAX) {
    console.error(`dist/cli expected at most ${SIZE_BYTES_MAX} bytes, got ${sizeBytes}`);
    process.exitCode = 1;
  }
  if (process.argv.includes("--sizes")) printSizes(metafile);
  return sizeBytes;
}

/**
 * Lets all that is loaded late import what the program starts with, so that this is one file. Left to itself the bundler
 * makes one for each set of verbs that share something: fifteen, of half a millisecond each.
 */
async function joined(options) {
  const { metafile } = await build({ ...options, write: false });
  const { inputs } = metafile;
  const start = "build/cli/main.js";
  const base = new Set();
  const visit = (path) => {
    if (base.has(path)) return;
    base.add(path);
    for (const { kind, path: next } of inputs[path]?.imports ?? [])
      if (kind !== "dynamic-import" && next in inputs) visit(next);
  };
  visit(start);
  base.delete(start);
  const late = new Set(
    Object.values(inputs).flatMap(({ imports }) =>
      imports
        .filter(({ kind, path }) => kind === "dynamic-import" && path in inputs)
        .map(({ path }) => root + path),
    ),
  );
  const list = [...base].map((path) => `import ${JSON.stringify(root + path)};`).join("\n");
  return {
    name: "joined",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^program-base$/ }, ({ path }) => ({ path, namespace: "base", sideEffects: true }));
      onLoad({ filter: /.*/, namespace: "base" }, () => ({ contents: list, resolveDir: root }));
      onLoad({ filter: /[\\/]build[\\/]cli[\\/].*\.js$/, namespace: "file" }, ({ path }) => {
        if (!late.has(path)) return undefined;
        return {
          contents: `import "program-base"; ${readFileSync(path, "utf8")}`,
          resolveDir: dirname(path),
        };
      });
    },
  };
}

function resolved(name, folder) {
  return name.startsWith(".") ? resolve(folder, name) : name;
}

/** By file, its bytes and those of each package in it. */
function printSizes({ outputs }) {
  for (const [path, { bytes, inputs }] of Object.entries(outputs).sort(([, a], [, b]) => b.bytes - a.bytes)) {
    const packages = {};
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const name = PACKAGE.exec(input)?.[1] ?? "own";
      packages[name] = (packages[name] ?? 0) + bytesInOutput;
    }
    console.log(String(bytes).padStart(8), path, JSON.stringify(packages));
  }
}
