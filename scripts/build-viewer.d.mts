/** The script and the style sheet of the page, by the names of their files. */
export function buildPage(): Promise<Record<"page.js" | "page.css", string>>;
/** Writes the files that the server reads. */
export function writePage(): Promise<void>;
