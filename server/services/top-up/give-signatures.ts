import { hexToBytes } from "@noble/hashes/utils";
import { eq } from "drizzle-orm";
import { topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { judgeSignature } from "@/server/domain/cardano/ed25519";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { readSignatures } from "@/server/domain/cardano/witness-set";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { moveTopUp } from "./top-ups";

export type GiveSignatures = {
  readonly id: string;
  readonly userId: string;
  /** Of the transaction that was shown; another may have taken its place. */
  readonly txHash: string;
  /** What the wallet's `signTx` answered (CIP-30): a witness set, or a whole transaction, in hex. */
  readonly answer: string;
};

/**
 * Takes the wallet's signatures of one's own top-up. Only signatures are taken, never bytes: a wallet that changed the
 * transaction signed another, and is told so. The engine adds the operator's when no payout is on its way. Throws
 * ServiceError.
 */
export async function giveSignatures({ db }: Pick<Context, "db">, given: GiveSignatures): Promise<void> {
  const { id, userId, txHash, answer } = given;
  const signatures = read(answer);
  await withTransaction(db, async (tx) => {
    await requireRight(tx, { userId, action: "pool.top-up", what: "bringing a deposit" });
    const [row] = await tx.select().from(topUp).where(eq(topUp.id, id)).for("update");
    if (row?.userId !== userId) throw new ServiceError("not-found", "you have no such top-up");
    if (row.state !== "BUILT" || row.txHash !== txHash) {
      throw new ServiceError(
        "wrong-state",
        "the pool has moved meanwhile, so what you signed is void. Nothing was sent: look at the top-up again",
      );
    }
    const own = (row.signers ?? []).map((hash) => {
      const signature = signatures.find(({ publicKey }) => keyHashOf(publicKey) === hash);
      if (!signature) {
        throw new ServiceError("bad-input", `the wallet did not sign with its key ${hash}, whose money is spent`);
      }
      const bytes = [signature.signature, txHash, signature.publicKey].map((hex) => hexToBytes(hex));
      const [sig = NONE, message = NONE, key = NONE] = bytes;
      if (judgeSignature(sig, message, key) !== "right") {
        throw new ServiceError(
          "bad-input",
          "the wallet signed another transaction than the one it was given. Nothing is sent. Use another wallet",
        );
      }
      return signature;
    });
    const now = await chainNow(tx);
    await moveTopUp(tx, row, "sign", {
      actor: `user:${userId}`,
      atMs: now?.timeMs ?? row.sinceMs,
      detail: "signed by its owner; the operator signs when no payout is on its way",
      set: { signatures: own },
    });
  });
}

const NONE = new Uint8Array();

function read(answer: string) {
  try {
    return readSignatures(answer);
  } catch (error) {
    throw new ServiceError("bad-input", `the wallet's answer holds no signatures: ${(error as Error).message}`);
  }
}
