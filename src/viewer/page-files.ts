/** The files of the page, which the build makes: beside this file in the package, in `page/`. Read once. */
import { readFile } from "node:fs/promises";

/** By path below the token; "" is the page itself. */
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = Object.assign(
  Object.create(null),
  {
    "": ["index.html", "text/html; charset=utf-8"],
    "page.css": ["page.css", "text/css; charset=utf-8"],
    "page.js": ["page.js", "text/javascript; charset=utf-8"],
    "icon.svg": ["icon.svg", "image/svg+xml"],
  } satisfies Record<string, readonly [string, string]>,
);

export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

const read = new Map<string, Promise<PageFile>>();

/** A file of the page; undefined where there is none of that name. */
export async function pageFile(path: string): Promise<PageFile | undefined> {
  const entry = FILES[path];
  if (entry === undefined) return undefined;
  const [file, type] = entry;
  let found = read.get(file);
  if (found === undefined) {
    found = readFile(new URL(`./page/${file}`, import.meta.url)).then((content) => ({ type, content }));
    read.set(file, found);
  }
  try {
    return await found;
  } catch (error) {
    read.delete(file);
    throw error;
  }
}
