import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { CrashPoint } from "@/server/services/payout/payout-context";
import { worldVariables } from "../cli/world-variables";
import { OPERATOR_KEY } from "./keys";
import type { World } from "./world";

/** A process of its own that runs rounds on the world's database and devnet. */
export type Runner = {
  readonly child: ChildProcess;
  /** Null while it runs; how it ended then. */
  ending(): { readonly code: number | null; readonly signal: NodeJS.Signals | null } | null;
  /** Rounds that it has told of; it waits a moment after each. */
  rounds(): number;
  /** kill -9, and waits until it is dead. */
  kill(): Promise<void>;
  /** Lets it finish its round and end. Throws what it complained of when it did not end well. */
  end(): Promise<void>;
};

/** When it is killed: at a point of the code, after the next step that it stores, or not by itself. */
export type Dies = CrashPoint | "after-step";

export async function startRunner(
  world: World,
  dies?: Dies,
  /** Over those of the world: other chain sources, perhaps. */
  variables: Readonly<Record<string, string>> = {},
): Promise<Runner> {
  const { settings, script } = world.deployment;
  const keyFile = path.join(world.reportDirectory, "operator.key");
  const key = { type: "ed25519", secretKey: OPERATOR_KEY.secretKey };
  await writeFile(keyFile, JSON.stringify(key), { mode: 0o600 });
  const program = path.join("server", "testing", "services", "run-rounds.ts");
  const killAfterStep = dies === "after-step";
  const pool = JSON.stringify({ network: settings.network, policyId: script.policyId, killAfterStep });
  const child = spawn(process.execPath, ["--import", "tsx", program, pool], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      ...worldVariables(world),
      OPERATOR_KEY_FILE: keyFile,
      LOG_LEVEL: "silent",
      ...(dies && dies !== "after-step" ? { CRASH_POINT: dies } : {}),
      ...variables,
    },
  });
  let lines = 0;
  let complaint = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    lines += chunk.toString().split("\n").length - 1;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const exited = once(child, "exit");
  const ending = () =>
    child.exitCode === null && child.signalCode === null ? null : { code: child.exitCode, signal: child.signalCode };
  return {
    child,
    ending,
    rounds: () => lines,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async end() {
      child.stdin?.end();
      await exited;
      if (child.exitCode !== 0) throw new Error(`the runner ended with ${child.exitCode}: ${complaint}`);
    },
  };
}
