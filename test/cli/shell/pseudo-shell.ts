// The program, bundled from its source, and its shell in a real pseudo-terminal.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourcesOfExports, sourcesOfImports } from "../../../scripts/imported-modules.mjs";
import { bundleOf, PseudoTerminal, type PseudoTerminalSettings } from "../terminal/pseudo-terminal.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The path of the program in JavaScript. */
export function bundledProgram(): Promise<string> {
  const sources = { ...sourcesOfExports(root), ...sourcesOfImports(root) };
  return bundleOf(join(root, "src/cli/groggy.ts"), {
    external: ["apache-arrow", "hyparquet", "hyparquet-*", "saxes"],
    plugins: [
      {
        name: "sources",
        setup({ onResolve }) {
          onResolve({ filter: /^(#|groggy)/ }, ({ path }) =>
            Object.hasOwn(sources, path) ? { path: sources[path]! } : undefined,
          );
        },
      },
    ],
  });
}

/** Starts the program without colours, and with the history of its shell in the folder it runs in. */
export async function startShell(
  words: readonly string[],
  settings: PseudoTerminalSettings & { readonly cwd: string },
): Promise<PseudoTerminal> {
  const env = { NO_COLOR: "1", XDG_STATE_HOME: join(settings.cwd, "state"), ...settings.env };
  return PseudoTerminal.start(await bundledProgram(), words, { ...settings, env });
}
