// `npm run fuzz:api` sends the public API what its document allows and what it does not. See e2e/fuzz/run.ts.
import { checkNode, ensureBuilt, ensureInstalled, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();
ensureBuilt();
process.exitCode = await runToEnd(process.execPath, ["--import", "tsx", "e2e/fuzz/run.ts", ...process.argv.slice(2)]);
