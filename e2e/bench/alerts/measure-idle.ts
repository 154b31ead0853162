import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcess } from "@/server/engine/process";
import { TEST_SECRETS } from "@/server/testing/secrets";
import type { Installation } from "./installation";

const TICKS_A_SECOND = 100;
/** What starting costs is not at rest: everything that the watch does again and again has been done once by then. */
const WARM_UP_MS = 70_000;

/** How much of one core the watch's process takes, in percent, over so many seconds in which nothing happens. */
export async function measureIdle({ world }: Installation, seconds: number): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", "server/watch/main.ts"], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {
      ...process.env,
      ...TEST_SECRETS,
      DATABASE_URL: world.database.url,
      BLOCKFROST_URL: world.devnet.url,
      NETWORK_MAGIC: "42",
      NEXTAUTH_URL: "http://127.0.0.1:9",
      LOG_LEVEL: "silent",
    },
  });
  try {
    await sleep(WARM_UP_MS);
    const [before, startedMs] = [await cpuSeconds(child.pid), performance.now()];
    await sleep(seconds * 1_000);
    const used = (await cpuSeconds(child.pid)) - before;
    return (100 * used) / ((performance.now() - startedMs) / 1_000);
  } finally {
    await endProcess(child);
  }
}

/** User and system time of a process (Linux). Throws where it has ended. */
async function cpuSeconds(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // Behind the name, which may hold blanks: the 14th and 15th fields.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
