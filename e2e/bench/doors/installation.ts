import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { childrenOf, commandOf } from "@/db/testing/holder";
import { OPERATOR_KEY } from "@/server/testing/services/keys";
import type { World } from "@/server/testing/services/world";
import { startWeb, type Web } from "../../ways-out/web";

export type Installation = Web & {
  /** Where the engine takes jobs. */
  readonly socketPath: string;
  /** The most that the web application's process has held so far. */
  peakMiB(): Promise<number>;
};

/** `npm start` on a world, with an engine that runs no job by itself. */
export async function startInstallation(world: World): Promise<Installation> {
  const keyFile = path.join(world.reportDirectory, "operator.key");
  await writeFile(keyFile, JSON.stringify({ type: "ed25519", secretKey: OPERATOR_KEY.secretKey }), { mode: 0o600 });
  const before = await childrenOf(process.pid, "cli/start");
  const web = await startWeb(world, {
    args: [],
    variables: {
      // The flood says which network each request is of.
      TRUSTED_PROXIES: "127.0.0.1",
      OPERATOR_KEY_FILE: keyFile,
      SCHEDULER: "off",
      LOG_LEVEL: "silent",
    },
  });
  const main = (await childrenOf(process.pid, "cli/start")).find((pid) => !before.includes(pid)) ?? 0;
  const [pages, engine] = [await childrenOf(main, "doors/main"), await childrenOf(main, "engine/main")];
  const peakMiB = async () => {
    const status = await readFile(`/proc/${pages[0]}/status`, "utf8");
    return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024);
  };
  return { ...web, socketPath: (await commandOf(engine[0] ?? 0)).at(-1) ?? "", peakMiB };
}
