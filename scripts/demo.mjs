// `npm run demo` installs, builds and runs everything, also on a fresh clone. See server/demo/main.ts.
import { checkNode, ensureInstalled, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();
process.exitCode = await runToEnd(process.execPath, [
  "--import",
  "tsx",
  "server/demo/main.ts",
  ...process.argv.slice(2),
]);
