import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import type { PlanSigner } from "@/server/domain/ports";
import { VERSION } from "@/server/version";
import { inTime } from "../../in-time";
import type { PayoutContext } from "../../payout/payout-context";

/** What a signer says of its software; `away` if it does not answer, which other parts tell. */
export type SignerVersion = { readonly name: string; readonly version: string | null | "away" };

/** Whether the signers are of this engine's version: another one may compute a report otherwise, or refuse it. */
export async function lookAtVersions({ oracle, approvers }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  const signers = [...(oracle ? [oracle] : []), ...approvers].filter(({ version }) => version !== undefined);
  return [judgeVersions(await Promise.all(signers.map(askVersion)), VERSION)];
}

async function askVersion(signer: PlanSigner): Promise<SignerVersion> {
  const { name } = signer;
  try {
    return { name, version: await inTime(signer.version?.() ?? Promise.resolve(null), `${name} does not answer`) };
  } catch {
    return { name, version: "away" };
  }
}

export function judgeVersions(signers: readonly SignerVersion[], own: string): NamedPart<LookedAtPart> {
  const others = signers.filter(({ version }) => version !== own && version !== "away");
  if (others.length > 0) {
    const said = others.map(({ name, version }) => `${name} (${version ?? "does not say, so it is an earlier one"})`);
    const fact = `This engine is of version ${own}. Of another one: ${said.join(", ")}.`;
    const next = 'Bring them to the same version: OPERATIONS.md, "Signers".';
    return healthPart("signers' versions", { state: "warning", fact, next });
  }
  const answered = signers.filter(({ version }) => version !== "away");
  const fact =
    answered.length === 0 ? "No signer says its version." : `All signers that answer are of version ${own}, as we are.`;
  return healthPart("signers' versions", { state: "ok", fact });
}
