import { onParentGone } from "@/server/engine/process";
import { env } from "@/server/env";
import { runWatch } from "./run-watch";

const watch = await runWatch(env());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, watch.stop);
onParentGone(watch.stop);
