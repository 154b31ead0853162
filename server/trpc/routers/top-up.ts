import { z } from "zod";
import { MOST_ADDRESSES } from "@/server/domain/top-up/most-addresses";
import { askTopUp } from "@/server/services/top-up/ask-top-up";
import { giveSignatures } from "@/server/services/top-up/give-signatures";
import { takeBack } from "@/server/services/top-up/take-back";
import { memberProcedure, router } from "../init";

const amount = z.string().max(20);
/** Base addresses have 57 bytes; what is longer is none that pays. */
const address = z.string().max(120);
const id = z.uuid();
const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 32 bytes in hexadecimal" });

/** Deposits of people's own wallets. What an amount and an address may be is judged by the service. */
export const topUpRouter = router({
  ask: memberProcedure("pool.top-up")
    .input(
      z.object({
        lovelace: amount,
        tokens: amount,
        addresses: z.array(address).max(MOST_ADDRESSES),
        changeAddress: address,
      }),
    )
    .mutation(({ ctx, input }) => askTopUp(ctx.services, { ...input, userId: ctx.session.userId })),
  sign: memberProcedure("pool.top-up")
    .input(z.object({ id, txHash: hash, answer: z.string().max(40_000) }))
    .mutation(({ ctx, input }) => giveSignatures(ctx.services, { ...input, userId: ctx.session.userId })),
  takeBack: memberProcedure("pool.top-up")
    .input(z.object({ id }))
    .mutation(({ ctx, input }) => takeBack(ctx.services, { ...input, userId: ctx.session.userId })),
});
