import { parseSome } from "@/server/env";
import { runWatch, WATCH_VARIABLES } from "@/server/watch/run-watch";
import { runCommand } from "./command";

const USAGE = `npm run watch

Looks at everything, keeps incidents and alerts people, until it is stopped; npm start runs the same beside the web
application and the engine. Run it on a machine of its own so that it sees what ends or cuts off the others. It needs
the database and the product's public address, and no key.`;

await runCommand({ usage: USAGE, options: {} }, async () => {
  const watch = await runWatch(parseSome(process.env, ...WATCH_VARIABLES));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, watch.stop);
});
