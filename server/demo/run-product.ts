import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase, connectDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/start";
import { migrateDatabase } from "@/db/migrate";
import { inWords } from "@/server/cli/command";
import { makeAuditKey } from "@/server/domain/audit/mac";
import { openNetwork } from "./network";
import type { DemoOptions } from "./options";
import { Processes } from "./processes";
import { type Product, setUp } from "./set-up";
import { Stages } from "./stages";

/** Stopped from outside: by Ctrl-C, or by the process that started it. */
export class Interrupted extends Error {}

/**
 * Starts everything, runs `work`, and stops everything however that ends: processes first, then their database, then
 * the folder with the keys. The caller keeps `stages` even if this throws.
 */
export async function runProduct(
  options: DemoOptions,
  onStages: (stages: Stages) => void,
  stop: Promise<void>,
  work: (product: Product) => Promise<void>,
): Promise<void> {
  const processes = new Processes();
  const stages = new Stages(processes);
  onStages(stages);
  const undo: (() => Promise<unknown>)[] = [];
  const interrupted = stop.then(() => {
    throw new Interrupted("stopped");
  });
  try {
    await Promise.race([start(options, processes, stages, undo).then(work), interrupted]);
  } finally {
    stages.stop();
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(inWords(error)));
  }
}

async function start(
  options: DemoOptions,
  processes: Processes,
  stages: Stages,
  undo: (() => Promise<unknown>)[],
): Promise<Product> {
  const directory = await mkdtemp(path.join(tmpdir(), "prize-demo-"));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const auditKey = randomBytes(32).toString("hex");
  const { db, databaseUrl } = await stages.run("database", "Starting PostgreSQL", async () => {
    const server = await startEmbeddedPostgres({ ephemeral: true });
    undo.push(() => server.stop());
    await migrateDatabase(server.url);
    const connected = await connectDatabase(server.url, { auditKeys: [makeAuditKey(auditKey)] });
    undo.push(() => closeDatabase(connected));
    return { db: connected, databaseUrl: server.url };
  });
  undo.push(() => processes.stop());
  const label = options.source ? "Reading the chain" : "Starting the chain";
  const network = await stages.run("chain", label, () => openNetwork(options, processes, directory));
  return setUp({ options, processes, stages, directory, db, databaseUrl, auditKey, network });
}
