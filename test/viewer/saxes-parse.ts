/** Reads XML strictly: the names of its elements, and the texts of its titles. Throws on what is not well-formed. */
import { SaxesParser } from "saxes";

export function saxesParse(xml: string): { readonly elements: Set<string>; readonly titles: string[] } {
  const elements = new Set<string>();
  const titles: string[] = [];
  let title: string | undefined;
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ attributes, name }) => {
    elements.add(name);
    for (const attribute of Object.keys(attributes))
      if (attribute.startsWith("on")) throw new Error(`an attribute ${attribute}`);
    if (name === "title") title = "";
  });
  parser.on("text", (text) => {
    if (title !== undefined) title += text;
  });
  parser.on("closetag", ({ name }) => {
    if (name !== "title" || title === undefined) return;
    titles.push(title);
    title = undefined;
  });
  parser.write(xml).close();
  return { elements, titles };
}
