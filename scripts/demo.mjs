// `npm run demo` installs, builds and runs everything, also on a fresh clone. See server/demo/main.ts.
import { checkNode, ensureBuilt, ensureInstalled, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();
const args = process.argv.slice(2);
if (!args.includes("--help")) ensureBuilt();
process.exitCode = await runToEnd(process.execPath, ["--import", "tsx", "server/demo/main.ts", ...args]);
