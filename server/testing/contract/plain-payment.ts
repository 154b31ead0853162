import { Emulator, Lucid, type LucidEvolution, type UTxO } from "@lucid-evolution/lucid";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace } from "@/server/domain/units";
import { recipients } from "./full-pay";
import { SHIPPED } from "./mutant-pool";
import { START_SLOT } from "./pool-fixture";
import { KEYS, OPERATOR } from "./pool-terms";
import { ledgerOf, PARAMETERS, sign, submit, walletOutput } from "./world";

/* What a batch of prizes would cost without any contract: a plain payment by Lucid, as large as it can be. */

export type PlainPayment = {
  readonly count: number;
  readonly sizeBytes: number;
  readonly feeLovelace: Lovelace;
};

/** The largest that the ledger takes. */
export async function largestPlainPayment(): Promise<PlainPayment> {
  const lucid = await openLucid();
  let [fits, tooMany] = [1, 512];
  let best: PlainPayment | null = null;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    const paid = await payPlainly(lucid, middle);
    if (paid) [fits, best] = [middle, paid];
    else tooMany = middle;
  }
  if (!best) throw new Error("the ledger took no plain payment");
  return best;
}

async function openLucid(): Promise<LucidEvolution> {
  const { costModels, ...p } = PARAMETERS;
  const { PlutusV1, PlutusV2, PlutusV3 } = costModels;
  const parameters = {
    ...p,
    keyDeposit: p.stakeDepositLovelace,
    drepDeposit: 500_000_000n,
    govActionDeposit: 100_000_000_000n,
    collateralPercentage: p.collateralPercent,
    costModels: { PlutusV1: [...PlutusV1], PlutusV2: [...PlutusV2], PlutusV3: [...PlutusV3] },
  };
  return Lucid(new Emulator([], parameters), "Custom");
}

/** Null where Lucid or the ledger refuses. */
async function payPlainly(lucid: LucidEvolution, count: number): Promise<PlainPayment | null> {
  const wallet = walletOutput(OPERATOR, 1_000_000_000_000n);
  lucid.selectWallet.fromAddress(OPERATOR.address, [toUtxo(wallet)]);
  let cbor: Hex;
  try {
    const payment = recipients("base", count).reduce(
      (tx, { address, lovelace }) => tx.pay.ToAddress(address, { lovelace }),
      lucid.newTx(),
    );
    cbor = (await payment.complete()).toCBOR();
  } catch {
    return null;
  }
  const { txHash, feeLovelace } = decodeTransaction(cbor);
  const signed = sign({ cbor, txHash, requiredSigners: [OPERATOR.hash] }, KEYS);
  if (!submit(ledgerOf([wallet], SHIPPED, START_SLOT, null), signed).accepted) return null;
  return { count, sizeBytes: signed.length / 2, feeLovelace };
}

function toUtxo({ ref, address, lovelace }: TxOutput): UTxO {
  return { txHash: ref.txHash, outputIndex: ref.index, address, assets: { lovelace } };
}
