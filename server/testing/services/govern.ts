import type { WantedAct } from "@/server/domain/contract/wanted-act";
import { findPool } from "@/server/services/pool-commands/find-pool";
import { planAct, signAct } from "@/server/services/pool-commands/plan-act";
import { sendAct, sendDeposit } from "@/server/services/pool-commands/send-act";
import type { SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { APPROVER_KEYS, OPERATOR_KEY, signText } from "./keys";
import { mineWhile } from "./pass-time";
import type { World } from "./world";

const payer = createOperator(OPERATOR_KEY);
const ENOUGH = APPROVER_KEYS.slice(0, 2);

const find = ({ ctx, deployment }: World) => findPool(ctx.source, deployment.script.policyId);

/** Plans an act of the approvers, signs it with these keys, and sends it. It is in a block then. */
export async function govern(
  world: World,
  wanted: WantedAct,
  keys: readonly SoftwareKey[] = ENOUGH,
  others: readonly SoftwareKey[] = [],
): Promise<string> {
  const found = await find(world);
  const plan = planAct(found, wanted);
  const signatures = new Map(keys.map((key) => [key.publicKey, signText(key, plan.text)]));
  const { redeemer, missing } = signAct(found, plan, signatures);
  if (missing.length > 0) throw new Error(missing.join("; "));
  const { source } = world.ctx;
  return mineWhile(world.control, () =>
    sendAct({ source, found, payer, others: others.map(createOperator), askAgainMs: 20 }, redeemer),
  );
}

/** Adds to the pool. It is in a block then. */
export async function deposit(world: World, lovelace: bigint): Promise<string> {
  const found = await find(world);
  const { source } = world.ctx;
  return mineWhile(world.control, () =>
    sendDeposit({ source, found, payer, whyBusy: null, askAgainMs: 20 }, { lovelace, tokens: 0n }),
  );
}
