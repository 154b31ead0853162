import type { Deployment } from "@/server/services/pool/deployment";

/** The last line on stdout, once the pool is recorded. */
export function printRecorded({ script, deployTxHash }: Deployment, networkMagic: number): void {
  console.log(
    JSON.stringify({
      ok: true,
      executed: true,
      policyId: script.policyId,
      address: script.address,
      transaction: deployTxHash,
      networkMagic,
      seed: script.seed,
    }),
  );
}
