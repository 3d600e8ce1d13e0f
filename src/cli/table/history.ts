/** The rows of the verbs of history in the table of commands. */
import type { Command } from "../shared/command.js";

export const historyCommands: Readonly<Record<string, Command>> = {};
