import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Deployment } from "@/server/services/pool/deployment";
import type { Network } from "./network";
import type { DemoKeys } from "./pool";
import type { Processes } from "./processes";

export type Signers = {
  readonly oracle: Signer;
  readonly approvers: readonly Signer[];
};

type Signer = { readonly url: string; readonly secret: string };

/** A day of the demo takes seconds, and its chain runs ahead of the clock by which signers count days. */
const DAYS_IN_A_DAY = 10_000n;
const HOUR_MS = 3_600_000;
/** From the chain's time on. */
const LONGEST_DEADLINE_HOURS = 9_600;

export type SignerTerms = {
  readonly deployment: Deployment;
  readonly network: Network;
  readonly withApprovers: boolean;
};

/** One process per key: always for the oracle, for the approvers only with --auto. */
export async function startSigners(
  processes: Processes,
  keys: DemoKeys,
  { deployment, network, withApprovers }: SignerTerms,
): Promise<Signers> {
  const { settings, script } = deployment;
  const aheadMs = Math.max(0, (await network.source.tip()).timeMs - Date.now());
  const longestDeadline = LONGEST_DEADLINE_HOURS + Math.ceil(aheadMs / HOUR_MS);
  const start = async (name: string, act: "propose" | "approve") => {
    const args = [
      "server/cli/signer.ts",
      ...["--act", act, "--network", settings.network, "--pool", script.policyId],
      ...["--daily-limit", (DAYS_IN_A_DAY * settings.dailyLimit.lovelace).toString()],
      ...["--longest-deadline", longestDeadline.toString()],
      ...["--key-file", path.join(keys.directory, `${name}.json`)],
      ...["--state-file", path.join(keys.directory, `${name}.signed.json`)],
      "--exit-with-parent",
    ];
    const secret = randomBytes(32).toString("hex");
    const { port } = await processes.startCommand<{ port: number }>(`the signer ${name}`, args, {
      SIGNER_SECRET: secret,
      ...network.variables,
    });
    return { url: `http://127.0.0.1:${port}`, secret };
  };
  const approvers: Signer[] = [];
  for (let number = 1; withApprovers && number <= settings.threshold; number++) {
    approvers.push(await start(`approver-${number}`, "approve"));
  }
  return { oracle: await start("oracle", "propose"), approvers };
}
