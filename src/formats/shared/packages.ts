/** Packages that a format needs and that users install if they want it. */
import { FormatError } from "./format-error.js";

/** Where a program that has modules of its own for packages puts them, by package; the command line does. */
const OWN_MODULES = Symbol.for("groggy.packages");

interface Global {
  readonly [OWN_MODULES]?: Readonly<Record<string, () => Promise<unknown>>>;
}

/**
 * Loads a package; `load` imports it by its name, so that bundlers see which.
 *
 * @throws FormatError FORMAT_DEPENDENCY, which says what to install, if it is not there.
 */
export async function loadPackage<T>(name: string, load: () => Promise<T>, format: string): Promise<T> {
  const own = (globalThis as Global)[OWN_MODULES]?.[name];
  if (own !== undefined) return (await own()) as T;
  try {
    return await load();
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    const isMissing = code === "ERR_MODULE_NOT_FOUND" && String(message).includes(name);
    if (!isMissing) throw cause;
    throw new FormatError(
      "FORMAT_DEPENDENCY",
      `expected the package ${name} to be installed: npm install ${name}`,
      { format },
      cause,
    );
  }
}
