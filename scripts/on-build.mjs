// `node scripts/on-build.mjs FILE ARGUMENTS` runs a program of ours that starts the web application, once it is built.
import { checkNode, ensureBuilt, ensureInstalled, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();
ensureBuilt();
process.exitCode = await runToEnd(process.execPath, ["--import", "tsx", ...process.argv.slice(2)]);
