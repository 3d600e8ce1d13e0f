/** The rows of the verbs of exchange in the table of commands. */
import type { Command } from "../shared/command.js";

export const exchangeCommands: Readonly<Record<string, Command>> = {};
