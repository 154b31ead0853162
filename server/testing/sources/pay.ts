import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { TestDevnet } from "../devnet/harness";
import { signPayment } from "../devnet/payment";

const FEE_LOVELACE = 300_000n;

export type Payee = { readonly address: string; readonly lovelace: bigint };

/** Payments from the funding wallet, one after the other, each on the change of the one before. */
export async function createPayer(devnet: TestDevnet) {
  const { address } = devnet.funding;
  const outputs = await devnet.utxos(address);
  const [largest] = outputs.sort((a, b) => (lovelaceOf(a) < lovelaceOf(b) ? 1 : -1));
  if (!largest) throw new Error("the funding wallet is empty");
  let from = { txHash: largest.txHash, index: largest.outputIndex, lovelace: lovelaceOf(largest) };
  /** Waits in the mempool for the next block. */
  return async (...payees: Payee[]): Promise<string> => {
    const rest = payees.reduce((sum, { lovelace }) => sum - lovelace, from.lovelace - FEE_LOVELACE);
    const change = { address, lovelace: rest };
    const { bytes, hash } = signPayment(devnet.funding, [from], [change, ...payees], FEE_LOVELACE);
    await submit(devnet, bytes);
    from = { txHash: hash, index: 0, lovelace: rest };
    return hash;
  };
}

const lovelaceOf = ({ assets }: { assets: { lovelace?: bigint } }) => assets.lovelace ?? 0n;

/** Takes it into the mempool, or throws what the ledger says. Answers the id. */
export async function submit(devnet: TestDevnet, bytes: Uint8Array): Promise<string> {
  const answer = await devnet.submit(bytes);
  if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return transactionId(bytes);
}
