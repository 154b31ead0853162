import { expect, it } from "vitest";
import { knownLedger } from "@/server/chain/pool/known-ledger";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import { ServiceError } from "@/server/services/errors";
import { signHash } from "@/server/testing/contract/keys";
import { TRACED } from "@/server/testing/contract/mutant-pool";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { OPERATOR } from "@/server/testing/contract/pool-terms";
import { cancel } from "@/server/testing/contract/verified";
import { deposit, init } from "@/server/testing/contract/verified-wallet";
import { CHAIN_TERMS } from "@/server/testing/contract/world";
import { sendAndWait } from "./send-and-wait";

/** Whatever is asked of it, nothing should be. */
const NEVER_ASKED = new Proxy({} as ChainSource, {
  get: (_, name) => {
    throw new Error(`the source was asked for ${String(name)}`);
  },
});
const STATE = knownLedger(TRACED, {
  outputs: [],
  chain: CHAIN_TERMS,
  nowSlot: START_SLOT,
  account: { isRegistered: true, withdrawableLovelace: 0n },
});

it.each([cancel(), deposit(), init()])(
  "signs and sends nothing of a $name that is not what was meant",
  async (made) => {
    const asked: string[] = [];
    const signer: TransactionSigner = {
      publicKey: () => OPERATOR.publicKey,
      signTransactionId: (id) => {
        asked.push(id);
        return signHash(OPERATOR, id).signature;
      },
    };
    const { built } = made;
    const send = (expected: typeof made.expected) =>
      sendAndWait(NEVER_ASKED, [signer], { built, expected, state: STATE });
    const other = { ...made.expected, rewardsLovelace: 1n };
    const refused = expect(send(other)).rejects;
    await refused.toThrow(ServiceError);
    await expect(send(other)).rejects.toThrow(/is not what was approved, so it is not sent: .*withdrawals: is/);
    expect(asked).toEqual([]);
    // What is meant is signed, and then judged by the ledger's rules: here nothing is there to spend.
    await expect(send(made.expected)).rejects.toThrow(/would be refused by the ledger/);
    expect(asked).toEqual([built.txHash]);
  },
);
