import { desc } from "drizzle-orm";
import { topUp } from "@/db/schema";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { giveSignatures } from "../../services/top-up/give-signatures";
import type { TopUpRow } from "../../services/top-up/top-ups";
import { testKey } from "./keys";
import type { World } from "./world";

/* Somebody with a wallet of their own, who brings deposits. */

export const DEPOSITOR = testKey("depositor");
export const DEPOSITORS_ADDRESS = enterpriseAddress(0, DEPOSITOR.publicKey);

/** What a wallet's `signTx` answers for a transaction: a witness set with this key's signature. */
export function walletSigns(key: SoftwareKey, txHash: string): string {
  const signer = createOperator(key);
  return `a10081825820${signer.publicKey()}5840${signer.signTransactionId(txHash)}`;
}

export async function newestTopUp({ ctx }: Pick<World, "ctx">): Promise<TopUpRow> {
  const [row] = await ctx.db.select().from(topUp).orderBy(desc(topUp.writtenAt)).limit(1);
  if (!row) throw new Error("there is no top-up");
  return row;
}

/** Signs the newest top-up as its owner, over what its bytes really are. */
export async function signNewest(world: Pick<World, "ctx">, key = DEPOSITOR): Promise<TopUpRow> {
  const { id, userId, txBytes } = await newestTopUp(world);
  const { txHash } = decodeTransaction(txBytes ?? "");
  await giveSignatures(world.ctx, { id, userId, txHash, answer: walletSigns(key, txHash) });
  return newestTopUp(world);
}
