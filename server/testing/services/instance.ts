import { closeDatabase, connectDatabase } from "@/db/client";
import { TEST_AUDIT_KEYS } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { networkLabel } from "@/server/domain/cardano/network";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { testSigners } from "./keys";
import type { World } from "./world";
import { NETWORK_MAGIC } from "./world-terms";

/** Another instance on the world's database and chain: connections, chain source and signers of its own. */
export async function openInstance(world: World): Promise<{ ctx: PayoutContext; close(): Promise<void> }> {
  const db = await connectDatabase(world.database.url, {
    max: 5,
    applicationName: "another instance",
    auditKeys: TEST_AUDIT_KEYS,
  });
  const source = createBlockfrostSource({ url: world.devnet.url, name: "devnet" });
  const { policyId } = world.deployment.script;
  const signers = testSigners({ network: networkLabel(NETWORK_MAGIC), policyId });
  return { ctx: { ...world.ctx, ...signers, db, source }, close: () => closeDatabase(db) };
}
