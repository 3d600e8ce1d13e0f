// What package.json names in "imports", in the source: where the modules are that a "#" name means in Node.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const { exports, imports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

/** The names that a name of package.json covers, with their modules: "#lazy/*" covers one for each file there. */
function namesOf(name, { types }) {
  const module = /^\.\/dist\/(.*)\.d\.ts$/.exec(types)[1];
  if (!name.includes("*")) return [[name, module]];
  return readdirSync(new URL(`src/${module.replace("*", "")}`, root), { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replaceAll("\\", "/"))
    .map((file) => file.replace(/\.ts$/, ""))
    .map((door) => [name.replace("*", door), module.replace("*", door)]);
}

/** By name, the module's path below src/ or build/, without its ending: "#lazy/merge" means "lazy/merge". */
export const importedModules = Object.fromEntries(
  Object.entries(imports).flatMap(([name, targets]) => namesOf(name, targets)),
);

/** By name, the path of the module's source in a checkout. Defaults to this one. */
export const sourcesOfImports = (checkout = fileURLToPath(root)) =>
  Object.fromEntries(
    Object.entries(importedModules).map(([name, module]) => [name, `${checkout}/src/${module}.ts`]),
  );

/** By name, the path of the source of what the package gives: "groggy/formats" means "src/formats/index.ts". */
export const sourcesOfExports = (checkout = fileURLToPath(root)) =>
  Object.fromEntries(
    Object.entries(exports).flatMap(([name, { types }]) =>
      types === undefined
        ? []
        : [
            [
              name.replace(/^\./, "groggy"),
              types.replace(/^\.\/dist\/(.*)\.d\.ts$/, `${checkout}/src/$1.ts`),
            ],
          ],
    ),
  );
