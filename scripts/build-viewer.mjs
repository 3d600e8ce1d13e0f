// Builds the page of the viewer, dist/viewer/page/: one script, which is its worker as well, one style sheet, and the
// page as it is. Tests serve the same from the sources, by `buildPage` alone.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = `${root}src/viewer/page/`;

/** The script and the style sheet of the page, by the names of their files. */
export async function buildPage() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { page: `${source}main.ts`, style: `${source}page.css` },
    outdir: "page",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox114", "safari16.4"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  return { "page.js": textOf("page.js"), "page.css": textOf("style.css") };
}

/** Writes the files that the server reads, in place of the declarations of what is bundled. */
export async function writePage() {
  const folder = `${root}dist/viewer/page/`;
  for (const room of ["drawing", "layout", "page"])
    rmSync(`${root}dist/viewer/${room}`, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(await buildPage())) writeFileSync(folder + name, text);
  for (const name of ["index.html", "icon.svg"]) copyFileSync(source + name, folder + name);
}
