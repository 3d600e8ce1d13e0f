// Prints, as JSON, every file that is loaded by importing the entry point named on the command line, and by opening
// the store at the path behind it.
import { Session } from "node:inspector";

const urls = [];
const session = new Session();
session.connect();
// told of every script the engine has parsed, however it came to be loaded
session.on("Debugger.scriptParsed", ({ params }) => urls.push(params.url));
session.post("Debugger.enable");
const [entry, store] = process.argv.slice(2);
const { Graph } = await import(entry);
if (store !== undefined) Graph.open(store).close();
session.disconnect();
console.log(JSON.stringify(urls.filter((url) => url.startsWith("file:") && url !== import.meta.url)));
