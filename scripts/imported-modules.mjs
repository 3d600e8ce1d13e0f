// What package.json names in "imports", in the source: where the modules are that a "#" name stands for in Node.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { imports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** By name, the module's path below src/ or build/, without its ending: "#later" stands for "later". */
export const importedModules = Object.fromEntries(
  Object.entries(imports).map(([name, { types }]) => [name, /^\.\/dist\/(.*)\.d\.ts$/.exec(types)[1]]),
);

/** By name, the path of the module's source in a checkout, this one unless another is named. */
export const sourcesOfImports = (root = fileURLToPath(new URL("..", import.meta.url))) =>
  Object.fromEntries(
    Object.entries(importedModules).map(([name, module]) => [name, `${root}/src/${module}.ts`]),
  );
