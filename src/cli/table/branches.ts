/** The rows of the verbs of branches in the table of commands. */
import type { Command } from "../shared/command.js";

export const branchesCommands: Readonly<Record<string, Command>> = {};
