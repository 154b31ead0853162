import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { childrenOf, commandOf, waitFor } from "@/db/testing/holder";
import { freePort } from "@/server/cli/port";
import { startProcess } from "@/server/engine/process";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { OPERATOR_KEY } from "@/server/testing/services/keys";
import type { World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";
import { say } from "../timed";

export type Installation = {
  readonly url: string;
  /** Where the engine takes jobs. */
  readonly socketPath: string;
  /** The most that the web application's process has held so far. */
  peakMiB(): Promise<number>;
  stop(): Promise<void>;
};

/**
 * `npm start` on a world: the production build, which is made if it is missing, and an engine that runs no job by
 * itself.
 */
export async function startInstallation({ database, devnet, reportDirectory }: World): Promise<Installation> {
  buildIfMissing();
  const keyFile = path.join(reportDirectory, "operator.key");
  await writeFile(keyFile, JSON.stringify({ type: "ed25519", secretKey: OPERATOR_KEY.secretKey }), { mode: 0o600 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { PATH = "", HOME = "" } = process.env;
  const before = await childrenOf(process.pid, "cli/start");
  const { ended, stop } = startProcess(["--import", "tsx", "server/cli/start.ts"], {
    PATH,
    HOME,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    // The flood says which network each request is of.
    TRUSTED_PROXIES: "127.0.0.1",
    DATABASE_URL: database.url,
    BLOCKFROST_URL: devnet.url,
    NETWORK_MAGIC: String(NETWORK_MAGIC),
    OPERATOR_KEY_FILE: keyFile,
    ...TEST_SECRETS,
    NEXTAUTH_URL: url,
    REPORT_DIR: reportDirectory,
    SCHEDULER: "off",
    LOG_LEVEL: "silent",
  });
  let how: string | null = null;
  ended.then((said) => {
    how = said;
  });
  await waitFor("pages are served", async () => {
    if (how !== null) throw new Error(`npm start ${how}`);
    return fetch(`${url}/days`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  const main = (await childrenOf(process.pid, "cli/start")).find((pid) => !before.includes(pid)) ?? 0;
  const [web, engine] = [await childrenOf(main, "doors/main"), await childrenOf(main, "engine/main")];
  const peakMiB = async () => {
    const status = await readFile(`/proc/${web[0]}/status`, "utf8");
    return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024);
  };
  return { url, socketPath: (await commandOf(engine[0] ?? 0)).at(-1) ?? "", peakMiB, stop };
}

function buildIfMissing(): void {
  if (existsSync(path.join(".next", "BUILD_ID"))) return;
  say("building the web application");
  const { status } = spawnSync("npm", ["run", "build"], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error("npm run build failed");
}
