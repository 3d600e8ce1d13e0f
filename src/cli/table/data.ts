/** The rows of the verbs of data in the table of commands. */
import type { Command } from "../shared/command.js";

export const dataCommands: Readonly<Record<string, Command>> = {};
