import { spawn } from "node:child_process";
import { once } from "node:events";
import type { APIRequestContext } from "@playwright/test";
import { childrenOf, waitFor, waitUntilDead } from "@/db/testing/holder";
import { freePort } from "@/server/cli/port";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { expect } from "../fixtures/test";

export const PATIENCE = { timeout: 60_000 };

export type StartOptions = {
  readonly request: APIRequestContext;
  readonly databaseUrl: string;
  readonly args?: readonly string[];
  /** Instead of those that a test has by itself. */
  readonly variables?: Readonly<Record<string, string>>;
};

/** `npm start` with these arguments, without a chain, until the work is done; then it has to end cleanly. */
export async function withStart(
  options: StartOptions,
  work: (started: Awaited<ReturnType<typeof start>>) => Promise<void>,
): Promise<void> {
  const { request } = options;
  const started = await start(options);
  const { child, ended, url } = started;
  let left: number[] = [];
  try {
    await expect.poll(() => request.get(url).catch(() => null), PATIENCE).not.toBeNull();
    await work(started);
  } finally {
    left = [...(await childrenOf(child.pid ?? 0, "engine/main")), ...(await childrenOf(child.pid ?? 0, "doors/main"))];
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  }
  for (const pid of left) await waitUntilDead(pid);
  await expect(request.get(url)).rejects.toThrow(/ECONNREFUSED/);
}

async function start({ request, databaseUrl, args = [], variables = {} }: StartOptions) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli/start.ts", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      BLOCKFROST_URL: "http://127.0.0.1:1/api/v0",
      NETWORK_MAGIC: "7",
      ...TEST_SECRETS,
      NEXTAUTH_URL: url,
      SCHEDULER: "off",
      LOG_LEVEL: "silent",
      ...variables,
    },
  });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  /** The process of this command, once it runs. */
  const pidOf = async (command: string): Promise<number> => {
    const find = async () => (await childrenOf(child.pid ?? 0, command))[0];
    await waitFor(`${command} runs`, async () => (await find()) !== undefined);
    return (await find()) ?? 0;
  };
  const { JOB_SECRET } = { ...TEST_SECRETS, ...variables };
  const headers = { authorization: `Bearer ${JOB_SECRET}` };
  const callMetrics = () => request.post(`${url}/api/jobs/metrics`, { headers }).then((answer) => answer.json());
  return { child, ended, url, said: () => said, pidOf, callMetrics };
}
