import { and, eq, gt } from "drizzle-orm";
import { violatedConstraint } from "@/db/errors";
import { topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { parseAddress } from "@/server/domain/cardano/address";
import type { Amount } from "@/server/domain/contract/amount";
import { readDepositorAddress } from "@/server/domain/top-up/depositor-address";
import { MOST_ADDRESSES } from "@/server/domain/top-up/most-addresses";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { depositProblems } from "../pool-commands/plan-act";
import { openTopUps, recordTopUp } from "./top-ups";

export type AskTopUp = {
  readonly userId: string;
  /** Whole numbers as decimal text. */
  readonly lovelace: string;
  readonly tokens: string;
  /** Where the wallet's money is, in any spelling. */
  readonly addresses: readonly string[];
  readonly changeAddress: string;
};

/** Of all people together: each costs the engine calls to the chain source when it is built. */
const MOST_OPEN = 20;

/** Of one person: each leaves rows and events for ever. */
const MOST_A_DAY = 10;

/**
 * Asks for a deposit from one's own wallet. The engine builds its transaction when no payout is on its way; then its
 * owner signs. Nothing is reserved, and nothing is owed. Answers its id. Throws ServiceError.
 */
export async function askTopUp({ db }: Pick<Context, "db">, asked: AskTopUp): Promise<string> {
  const { userId } = asked;
  const amount = { lovelace: wholeNumber(asked.lovelace), tokens: wholeNumber(asked.tokens) };
  try {
    return await withTransaction(db, async (tx) => {
      await requireRight(tx, { userId, action: "pool.top-up", what: "bringing a deposit" });
      const [pool, now] = [await loadLivePool(tx), await chainNow(tx)];
      if (!pool || !now) throw new ServiceError("wrong-state", await whyNoPool(tx));
      refuseAmount(pool, amount);
      const { addresses, changeAddress } = readAddresses(pool, asked);
      if ((await openTopUps(tx)).length >= MOST_OPEN) {
        throw new ServiceError("conflict", `there are ${MOST_OPEN} open top-ups: wait until one of them has ended`);
      }
      const ofToday = and(eq(topUp.userId, userId), gt(topUp.askedMs, now.timeMs - 24 * 3_600_000));
      if ((await tx.$count(topUp, ofToday)) >= MOST_A_DAY) {
        throw new ServiceError("conflict", `you have asked ${MOST_A_DAY} times within a day: wait until tomorrow`);
      }
      const [row] = await tx
        .insert(topUp)
        .values({
          userId,
          ...amount,
          addresses,
          changeAddress,
          askedMs: now.timeMs,
          sinceMs: now.timeMs,
          detail: ASKED,
        })
        .returning();
      if (!row) throw new Error("no row was made");
      await recordTopUp(tx, row, { actor: `user:${userId}`, atMs: now.timeMs, detail: ASKED });
      return row.id;
    });
  } catch (error) {
    if (violatedConstraint(error) !== "top_up_one_open") throw error;
    throw new ServiceError("conflict", "you have an open top-up: finish it, or take it back");
  }
}

const ASKED = "asked for; its transaction is built when no payout is on its way";

/** At most 2^63 - 1, which is more than there can be of ADA, or of a token in one output. */
function wholeNumber(text: string): bigint {
  const value = /^\d{1,19}$/.test(text) ? BigInt(text) : -1n;
  if (value >= 0n && value < 1n << 63n) return value;
  throw new ServiceError("bad-input", "an amount is a whole number of lovelace or tokens, from 0 to 2^63 - 1");
}

function refuseAmount(pool: LivePool, amount: Amount): void {
  const { settings } = pool;
  if (amount.tokens > 0n && !settings.prizeAsset) throw new ServiceError("bad-input", "this pool has no prize asset");
  const problems = depositProblems({ pool, settings }, amount);
  if (problems.length > 0) throw new ServiceError("bad-input", problems.join("; "));
}

function readAddresses({ row, datum }: LivePool, { addresses, changeAddress }: AskTopUp) {
  const own = parseAddress(row.address);
  if ("problem" in own || own.kind !== "enterprise") throw new Error("a pool is at an enterprise address");
  const read = (text: string) => {
    const found = readDepositorAddress(text, own.networkId, datum.operator);
    if (!found.ok) throw new ServiceError("bad-input", found.problem);
    return found.address;
  };
  const all = [...new Set(addresses.map(read))];
  if (all.length === 0) throw new ServiceError("bad-input", "the wallet named no address that holds anything");
  if (all.length > MOST_ADDRESSES) throw new ServiceError("bad-input", `at most ${MOST_ADDRESSES} addresses are read`);
  return { addresses: all, changeAddress: read(changeAddress) };
}
