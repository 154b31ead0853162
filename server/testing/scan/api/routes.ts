import { type Block, effectsOf, type View } from "../chain/chain";
import type { Output, Ref, TestTransaction } from "../chain/transaction";
import type { Listed } from "./listed";
import type { Question } from "./question";
import { blockRow, ERAS, GENESIS, placeRow, transactionRow, utxosRow } from "./rows";

/*
 * Answers of an honest server, from Blockfrost's public description (OpenAPI 0.1.93): what is asked of one state of
 * the chain, before it is cut into pages.
 */

export type Answer =
  | { readonly kind: "unknown" }
  | { readonly kind: "object"; readonly value: Record<string, unknown> | readonly unknown[] }
  | { readonly kind: "blocks"; readonly blocks: readonly Block[] }
  | { readonly kind: "list"; readonly list: ListKind; readonly subject: string; readonly entries: readonly Listed[] };
export type ListKind = "address" | "asset" | "burns" | "block";

export type Library = {
  readonly view: View;
  /** The output that a reference names, if any transaction ever made it. */
  resolve(ref: Ref): Output | null;
  readonly listsSpentAssets: boolean;
};

const UNKNOWN: Answer = { kind: "unknown" };
const object = (value: Record<string, unknown> | readonly unknown[]): Answer => ({ kind: "object", value });

export function answer(library: Library, { parts }: Question): Answer {
  const [resource, id = "", part] = parts;
  if (resource === "blocks") return answerBlocks(library.view, id, part);
  if (resource === "txs") return answerTransactions(library, id, part);
  if (resource === "addresses" && part === "transactions") return list(library, "address", id);
  if (resource === "assets" && part === "transactions") return list(library, "asset", id);
  if (resource === "assets" && part === "history") return list(library, "burns", id);
  if (resource === "assets" && part === undefined) return supply(library, id);
  if (resource === "genesis") return object(GENESIS);
  if (resource === "network" && id === "eras") return object(ERAS);
  return UNKNOWN;
}

const listed = (block: Block): Listed[] =>
  block.transactions.map((transaction, index) => ({ transaction, block, index }));

function answerBlocks(view: View, id: string, part: string | undefined): Answer {
  const isWanted = ({ hash, height }: Block) => hash === id || (/^\d{1,9}$/.test(id) && height === Number(id));
  const at = id === "latest" ? view.length - 1 : view.findIndex(isWanted);
  const block = view[at];
  if (!block) return UNKNOWN;
  if (part === undefined) return object(blockRow(block, view));
  if (part === "next") return { kind: "blocks", blocks: view.slice(at + 1) };
  if (part === "txs") return { kind: "list", list: "block", subject: block.hash, entries: listed(block) };
  return UNKNOWN;
}

function answerTransactions(library: Library, id: string, part: string | undefined): Answer {
  const found = library.view.flatMap(listed).find(({ transaction }) => transaction.id === id);
  if (!found) return UNKNOWN;
  if (part === undefined) return object(placeRow(found));
  if (part === "cbor") return object({ cbor: found.transaction.cbor() });
  if (part === "utxos") return object(utxosRow(found.transaction, library.resolve));
  return UNKNOWN;
}

/** Whether it concerns an address or an asset; a list of an asset's mints holds what was really minted or burned. */
export function concerns(library: Library, transaction: TestTransaction, kind: ListKind, subject: string): boolean {
  const { spent, made } = effectsOf(transaction);
  if (kind === "burns") return transaction.valid && (transaction.mint[subject] ?? 0n) !== 0n;
  const isIt = (output: Output | null) =>
    kind === "address" ? output?.to.text === subject : (output?.tokens[subject] ?? 0n) > 0n;
  if (made.some(({ output }) => isIt(output))) return true;
  return (kind === "address" || library.listsSpentAssets) && spent.some((ref) => isIt(library.resolve(ref)));
}

function list(library: Library, kind: ListKind, subject: string): Answer {
  const entries = library.view.flatMap(listed).filter((one) => concerns(library, one.transaction, kind, subject));
  return entries.length === 0 ? UNKNOWN : { kind: "list", list: kind, subject, entries };
}

function supply({ view }: Library, unit: string): Answer {
  const mints = view
    .flatMap(({ transactions }) => transactions)
    .flatMap(({ valid, mint }) => (valid && mint[unit] ? [mint[unit]] : []));
  if (mints.length === 0) return UNKNOWN;
  return object({ asset: unit, quantity: mints.reduce((sum, quantity) => sum + quantity, 0n).toString() });
}

/** An entry as the list of its kind shows it. */
export function entryRow(kind: ListKind, subject: string, entry: Listed): unknown {
  const { transaction, block, index } = entry;
  if (kind === "block") return transaction.id;
  if (kind !== "burns") return transactionRow(transaction.id, block, index);
  const amount = transaction.mint[subject] ?? 0n;
  return { tx_hash: transaction.id, action: amount < 0n ? "burned" : "minted", amount: amount.toString() };
}
