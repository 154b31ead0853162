import { writeFile } from "node:fs/promises";
import { readTextEnvelope, writeTransactionEnvelope } from "@/server/domain/cardano/text-envelope";
import { type KeySignature, readSignatures } from "@/server/domain/cardano/witness-set";
import type { Amount } from "@/server/domain/contract/amount";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import { sayFileProblem } from "@/server/files/file-problem";
import { readJsonFile } from "@/server/files/read-json";
import { FileError } from "@/server/files/read-text";
import { readDeposit, sendReturned, writeDeposit } from "@/server/services/pool-commands/deposit-by-file";
import type { FoundPool } from "@/server/services/pool-commands/find-pool";
import type { WhyBusy } from "@/server/services/pool-commands/plan-act";
import { usageError } from "../command";

/* A deposit by a wallet that is elsewhere, as files: out to be signed, and back to be sent. */

type Pool = { readonly source: ChainSource; readonly found: FoundPool; readonly whyBusy: WhyBusy };

export const DEPOSIT_USAGE = `npm run pool -- deposit LOVELACE [--tokens N] --from-address ADDRESS... --out FILE
npm run pool -- deposit --transaction FILE [--witness FILE]... [--execute]`;

/** Writes the unsigned transaction, as cardano-cli does. Answers what it is. Never writes over a file. */
export async function writeDepositFile(
  { source, found, whyBusy }: Pool,
  wanted: { readonly amount: Amount; readonly from: readonly string[]; readonly out: string },
): Promise<Record<string, unknown>> {
  const { cbor, txHash, feeLovelace, validUntilSlot, signers } = await writeDeposit(source, found, {
    ...wanted,
    whyBusy,
  });
  await writeFile(wanted.out, writeTransactionEnvelope(cbor, false), { flag: "wx" }).catch((error: unknown) => {
    throw new FileError(`Cannot write ${wanted.out}: ${sayFileProblem(error) ?? "the system refuses"}.`, {
      cause: error,
    });
  });
  console.error(`\n${wanted.out} is the transaction ${txHash}, without signatures. Fee: ${feeLovelace} lovelace.`);
  console.error("It is void once the pool moves, as each payout does. Have these keys sign it, and bring it back:");
  for (const hash of signers) console.error(`  ${hash}`);
  console.error(`\n  cardano-cli conway transaction witness --tx-body-file ${wanted.out} --signing-key-file KEY \\`);
  console.error("    --out-file WITNESS (with the network's --mainnet or --testnet-magic)");
  console.error(`  npm run pool -- deposit --transaction ${wanted.out} --witness WITNESS --execute`);
  return { transaction: txHash, file: wanted.out, feeLovelace: `${feeLovelace}`, validUntilSlot, signers };
}

type Brought = { readonly transaction: string; readonly witnesses: readonly string[] };

/** Shows what a transaction that comes back is; signs as the operator and sends it only with `send`. */
export async function bringDepositFile(
  { source, found, whyBusy }: Pool,
  brought: Brought,
  send: {
    readonly operator: TransactionSigner;
    readonly audit: (details: Record<string, string>) => Promise<void>;
  } | null,
): Promise<Record<string, unknown>> {
  const { kind, cbor } = await readEnvelope(brought.transaction);
  if (kind !== "transaction") throw usageError(`--transaction: ${brought.transaction} holds a signature alone.`);
  const signatures = (await Promise.all(brought.witnesses.map(signaturesOf))).flat();
  const deposit = await readDeposit(source, found, { cbor, signatures });
  const { amount, from, differences, missing } = deposit;
  if (differences.length > 0) {
    throw new FileError(
      `${brought.transaction} is not a deposit into the pool as it stands, so the operator does not sign it: ${differences.join("; ")}. Once the pool has moved, another file is needed.`,
    );
  }
  const told = { lovelace: `${amount.lovelace}`, tokens: `${amount.tokens}`, from: from.join(" ") };
  const others = missing.filter((hash) => hash !== found.pool?.datum.operator);
  console.error(`\nIt adds ${told.lovelace} lovelace and ${told.tokens} tokens to the pool, from ${told.from}.`);
  for (const hash of others) console.error(`  not signed by ${hash}`);
  const busy = whyBusy && (await whyBusy());
  if (busy !== null) console.error(`  It cannot be sent now. ${busy}`);
  if (!send) return { executed: false, ...told, missing: others };
  if (others.length > 0) throw usageError(`Not sent: ${others.length} of its owner's keys have not signed.`);
  await send.audit(told);
  const txHash = await sendReturned({ source, found, operator: send.operator, whyBusy }, deposit);
  return { executed: true, ...told, transaction: txHash };
}

async function signaturesOf(file: string): Promise<KeySignature[]> {
  const { cbor } = await readEnvelope(file);
  try {
    return readSignatures(cbor);
  } catch (error) {
    throw new FileError(`${file} holds no signatures that can be read: ${(error as Error).message}.`, { cause: error });
  }
}

async function readEnvelope(file: string) {
  const json = await readJsonFile(file);
  try {
    return readTextEnvelope(json);
  } catch (error) {
    throw new FileError(`${file} cannot be used: ${(error as Error).message}.`, { cause: error });
  }
}
