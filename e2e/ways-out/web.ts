import { freePort } from "@/server/cli/port";
import { startProcess } from "@/server/engine/process";
import { TEST_SECRETS } from "@/server/testing/secrets";
import type { World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";

const ASK_AGAIN_MS = 200;

export type Web = { readonly url: string; stop(): Promise<void> };

type Options = {
  readonly args?: readonly string[];
  /** Added to the environment. */
  readonly variables?: Readonly<Record<string, string>>;
};

/**
 * `npm start` on the world's database and chain, from the production build. Without `args` there is no engine: the test
 * takes its steps, so that a page can be looked at between any two.
 */
export async function startWeb(world: World, { args = ["--no-engine"], variables = {} }: Options = {}): Promise<Web> {
  const { database, devnet, reportDirectory } = world;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { PATH = "", HOME = "" } = process.env;
  const { ended, stop } = startProcess(["--import", "tsx", "server/cli/start.ts", ...args], {
    PATH,
    HOME,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
    DATABASE_URL: database.url,
    BLOCKFROST_URL: devnet.url,
    NETWORK_MAGIC: String(NETWORK_MAGIC),
    ...TEST_SECRETS,
    NEXTAUTH_URL: url,
    REPORT_DIR: reportDirectory,
    LOG_LEVEL: "warn",
    ...variables,
  });
  let how: string | null = null;
  ended.then((said) => {
    how = said;
  });
  // Any answer: without an engine, health says that nothing runs.
  while (
    !(await fetch(`${url}/admin/sign-in`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (how !== null) throw new Error(`the web application ${how}: is it built?`);
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  return { url, stop };
}
