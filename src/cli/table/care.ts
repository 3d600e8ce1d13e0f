/** The rows of the verbs of care in the table of commands. */
import type { Command } from "../shared/command.js";

export const careCommands: Readonly<Record<string, Command>> = {};
