import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase, connectDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";
import { inWords, runCommand } from "./command";
import { openNetwork } from "./demo/network";
import { type DemoOptions, readOptions, USAGE } from "./demo/options";
import { Processes } from "./demo/processes";
import { runOn } from "./demo/run-on";
import { runOnce } from "./demo/run-once";
import { setUp } from "./demo/set-up";
import { Stages } from "./demo/stages";

await runCommand(USAGE, async () => {
  const options = await readOptions();
  const processes = new Processes();
  const stages = new Stages(processes);
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stopped.abort());
  const directory = await mkdtemp(path.join(tmpdir(), "prize-demo-"));
  const stopAll: (() => Promise<unknown>)[] = [
    () => rm(directory, { recursive: true, force: true }),
    () => processes.stop(),
  ];
  const interrupted = new Promise<never>((_, reject) => {
    stopped.signal.addEventListener("abort", () => reject(new Interrupted()));
  });
  try {
    await Promise.race([run(options, { processes, stages, directory, stopAll }), interrupted]);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw tell(options, stages, error);
    console.error("\nStopping …");
  } finally {
    stages.stop();
    for (const stop of stopAll.reverse())
      await stop().catch((error: unknown) => console.error(inWords(error)));
  }
});

type Parts = {
  readonly processes: Processes;
  readonly stages: Stages;
  readonly directory: string;
  /** What must be undone at the end, last first. */
  readonly stopAll: (() => Promise<unknown>)[];
};

async function run(options: DemoOptions, parts: Parts): Promise<void> {
  const { processes, stages, directory, stopAll } = parts;
  const db = await stages.run("database", "Starting PostgreSQL", async () => {
    const server = await startEmbeddedPostgres({ ephemeral: true });
    stopAll.push(() => server.stop());
    await migrateDatabase(server.url);
    const connected = await connectDatabase(server.url);
    stopAll.push(() => closeDatabase(connected));
    return { url: server.url, connected };
  });
  const network = await stages.run("chain", options.source ? "Reading the chain" : "Starting the chain", () =>
    openNetwork(options, processes, directory),
  );
  // Processes end before the database that they use.
  stopAll.push(() => processes.stop());
  const product = await setUp({
    options,
    processes,
    stages,
    directory,
    db: db.connected,
    databaseUrl: db.url,
    network,
  });
  await (options.once ? runOnce(product) : runOn(product));
}

class Interrupted extends Error {}

/** With --once the last line on stdout is always JSON, a failure's too. */
function tell(options: DemoOptions, stages: Stages, error: unknown): unknown {
  if (options.once) {
    const { stageMs, peakMiB } = stages;
    console.log(JSON.stringify({ ok: false, verified: false, error: inWords(error), peakMiB, stageMs }));
  }
  return error;
}
