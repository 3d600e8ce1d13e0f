/** The table of commands: every verb's row, in the order of help. */
import type { Command } from "./shared/command.js";
import { analysisCommands } from "./table/analysis.js";
import { branchesCommands } from "./table/branches.js";
import { careCommands } from "./table/care.js";
import { dataCommands } from "./table/data.js";
import { exchangeCommands } from "./table/exchange.js";
import { historyCommands } from "./table/history.js";
import { programCommands } from "./table/program.js";
import { shellTable } from "./table/shell.js";
import { storeCommands } from "./table/store.js";
import { viewerTable } from "./table/viewer.js";

/** By the name of the verb. It has no prototype, since names come from the command line. */
export const commands: Readonly<Record<string, Command>> = Object.assign(
  Object.create(null),
  storeCommands,
  dataCommands,
  analysisCommands,
  viewerTable,
  historyCommands,
  branchesCommands,
  exchangeCommands,
  careCommands,
  shellTable,
  programCommands,
);
