import { desc } from "drizzle-orm";
import { topUp } from "@/db/schema";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { TopUpState } from "@/server/domain/top-up/states";
import type { SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { advanceTopUps } from "../../services/top-up/advance-top-ups";
import { type AskTopUp, askTopUp } from "../../services/top-up/ask-top-up";
import { giveSignatures } from "../../services/top-up/give-signatures";
import type { TopUpRow } from "../../services/top-up/top-ups";
import { testKey } from "./keys";
import { scan, stepUntil } from "./steps";
import { startWorld, type World } from "./world";

/* Somebody with a wallet of their own, who brings deposits. */

export const DEPOSITOR = testKey("depositor");
export const DEPOSITORS_ADDRESS = enterpriseAddress(0, DEPOSITOR.publicKey);

/** A world in which that wallet has 2,000 ADA. */
export async function startDepositorsWorld(): Promise<World> {
  const world = await startWorld();
  await world.control.fund(DEPOSITORS_ADDRESS, 2_000_000_000n);
  await world.control.mine(1);
  await scan(world);
  return world;
}

/** Asks for a deposit of 50 ADA from that wallet, or for another one. Answers the id of the top-up. */
export function askDeposit(
  { ctx }: Pick<World, "ctx">,
  userId: string,
  change: Partial<AskTopUp> = {},
): Promise<string> {
  const from = { addresses: [DEPOSITORS_ADDRESS], changeAddress: DEPOSITORS_ADDRESS };
  return askTopUp(ctx, { userId, lovelace: "50000000", tokens: "0", ...from, ...change });
}

/** A round of top-ups of an engine that nobody hears: what it sends goes nowhere, and the answer is a time-out. */
export function advanceUnheard({ ctx }: Pick<World, "ctx">): Promise<void> {
  const submit = async () => ({ kind: "ambiguous", detail: "a time-out" }) as const;
  return advanceTopUps({ ...ctx, source: { ...ctx.source, submit } });
}

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

export async function topUpState(world: Pick<World, "ctx">): Promise<TopUpState> {
  return (await newestTopUp(world)).state;
}

/** Lets the jobs' steps pass until the newest top-up is in this state. */
export function untilTopUp(world: World, state: TopUpState): Promise<void> {
  return stepUntil(world, async () => (await topUpState(world)) === state);
}

/** Signs the newest top-up as its owner, over what its bytes really are. */
export async function signNewest(world: Pick<World, "ctx">, key = DEPOSITOR): Promise<TopUpRow> {
  const { id, userId, txBytes } = await newestTopUp(world);
  const { txHash } = decodeTransaction(txBytes ?? "");
  await giveSignatures(world.ctx, { id, userId, txHash, answer: walletSigns(key, txHash) });
  return newestTopUp(world);
}
