/** Packages that a format needs and that users install if they want it. */
import { FormatError } from "./format-error.js";

/**
 * Loads a package; `load` imports it by its name, so that bundlers see which.
 *
 * @throws FormatError FORMAT_DEPENDENCY, which says what to install, if it is not there.
 */
export async function loadPackage<T>(name: string, load: () => Promise<T>, format: string): Promise<T> {
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
