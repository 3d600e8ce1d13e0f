/** The rows of the verbs of analysis in the table of commands. */
import type { Command } from "../shared/command.js";

export const analysisCommands: Readonly<Record<string, Command>> = {};
