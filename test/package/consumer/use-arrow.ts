// Compiled, never run: the declarations of groggy/arrow, with those of apache-arrow behind them.
export * from "groggy/arrow";
