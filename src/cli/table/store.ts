/** The rows of the verbs of store in the table of commands. */
import type { Command } from "../shared/command.js";

export const storeCommands: Readonly<Record<string, Command>> = {};
