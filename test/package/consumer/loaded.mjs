// Prints, as JSON, every file that importing the entry point named on the command line loads.
import { Session } from "node:inspector";

const urls = [];
const session = new Session();
session.connect();
// told of every script the engine has parsed, however it came to be loaded
session.on("Debugger.scriptParsed", ({ params }) => urls.push(params.url));
session.post("Debugger.enable");
await import(process.argv[2]);
session.disconnect();
console.log(JSON.stringify(urls.filter((url) => url.startsWith("file:") && url !== import.meta.url)));
