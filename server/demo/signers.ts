import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Deployment } from "@/server/services/pool/deployment";
import type { DemoKeys } from "./pool";
import type { Processes } from "./processes";

export type Signers = {
  readonly secret: string;
  readonly oracle: string;
  readonly approvers: readonly string[];
};

/** One process per key: always for the oracle, for the approvers only with --auto. */
export async function startSigners(
  processes: Processes,
  keys: DemoKeys,
  deployment: Deployment,
  withApprovers: boolean,
): Promise<Signers> {
  const secret = randomBytes(32).toString("hex");
  const { settings, script } = deployment;
  const start = async (name: string, act: "propose" | "approve") => {
    const args = [
      "server/cli/signer.ts",
      ...["--act", act, "--network", settings.network, "--pool", script.policyId],
      ...["--daily-limit", settings.dailyLimit.lovelace.toString()],
      ...["--key-file", path.join(keys.directory, `${name}.json`)],
      ...["--state-file", path.join(keys.directory, `${name}.signed.json`)],
      "--exit-with-parent",
    ];
    const { port } = await processes.startCommand<{ port: number }>(`the signer ${name}`, args, {
      SIGNER_SECRET: secret,
    });
    return `http://127.0.0.1:${port}`;
  };
  const approvers: string[] = [];
  for (let number = 1; withApprovers && number <= settings.threshold; number++) {
    approvers.push(await start(`approver-${number}`, "approve"));
  }
  return { secret, oracle: await start("oracle", "propose"), approvers };
}
