import type { ChainView } from "../api/view";
import { toHex } from "../codec/cbor-shape";
import type { Chain } from "../ledger/chain";
import { type Block, feeLovelace, sumLovelace, type TxRecord, type UtxoRecord } from "../ledger/records";

/** A row of a view over db-sync's tables: columns, and relations that are followed when they are asked for. */
export type Row = Readonly<Record<string, unknown>>;

/** The table of assets is filled by polling so often, and with mints that are so many slots old. */
const POLL_MS = 30_000;
const OLD_ENOUGH_SLOTS = 120;

const POLICY_LENGTH = 56;

/**
 * The chain at one moment in Cardano GraphQL's views. As db-sync has it, a failed transaction's inputs are its
 * collateral and its output is the return of it; it mints nothing. The genesis is a block like others here, with the
 * number 0 (db-sync gives it none), since a devnet's tokens may begin in it.
 */
export class Tables {
  private readonly rows = new Map<object | string, Row>();
  private polledSlot: number | null = null;

  constructor(
    private readonly chain: Chain,
    private readonly view: ChainView,
  ) {}

  get tip(): Row {
    return this.block(this.view.tip);
  }

  blocks(): Row[] {
    return this.view.blocks().map((block) => this.block(block));
  }

  /** All, or those of the given hashes. */
  transactions(hashes: readonly string[] | null = null): Row[] {
    if (hashes) {
      const records = [...new Set(hashes)].flatMap((hash) => this.view.transaction(hash) ?? []);
      return records.map((record) => this.transaction(record));
    }
    return this.view.blocks().flatMap((block) => block.transactions.map((record) => this.transaction(record)));
  }

  /** Unspent outputs; by address or asset where that is known to be all that is asked for. */
  utxos(keys: readonly string[] | null): Row[] {
    const created: UtxoRecord[] = keys
      ? keys.flatMap((key) => this.view.outputs(key))
      : this.view.blocks().flatMap((block) => block.transactions.flatMap(({ produced }) => produced));
    return created.filter((utxo) => this.view.spender(utxo) === null).map((utxo) => this.output(utxo));
  }

  tokenMints(): Row[] {
    return this.view.blocks().flatMap((block) => block.transactions.flatMap((record) => this.minted(record)));
  }

  assets(): Row[] {
    const rows = [...this.chain.index.mintsByUnit.keys()].map((unit) => this.asset(unit));
    return rows.filter((row) => row !== null);
  }

  private row(key: object | string, make: () => Row): Row {
    const known = this.rows.get(key) ?? make();
    this.rows.set(key, known);
    return known;
  }

  private block(block: Block): Row {
    const next = () => this.view.blockAt(block.height + 1);
    const previous = () => (block.previousHash ? this.view.blockByHash(block.previousHash) : undefined);
    const transactions = () => block.transactions.map((record) => this.transaction(record));
    const relation = (other: Block | undefined) => (other ? this.block(other) : null);
    return this.row(block, () => ({
      hash: block.hash,
      number: block.height,
      slotNo: String(block.slot),
      forgedAt: timestamp(block),
      fees: block.transactions.reduce((sum, record) => sum + feeLovelace(record), 0n),
      size: block.transactions.reduce((sum, { bytes }) => sum + bytes.length, 0),
      transactionsCount: String(block.transactions.length),
      get previousBlock() {
        return relation(previous());
      },
      get nextBlock() {
        return relation(next());
      },
      get transactions() {
        return transactions();
      },
    }));
  }

  private transaction(record: TxRecord): Row {
    const { tx } = record;
    const block = this.view.blockOf(record);
    const blockRow = () => this.block(block);
    const inputs = () => record.spent.map((utxo) => this.input(utxo, record));
    const outputs = () => record.produced.map((utxo) => this.output(utxo));
    const mint = () => this.minted(record);
    return this.row(record, () => ({
      hash: record.hash,
      blockIndex: record.indexInBlock,
      includedAt: timestamp(block),
      fee: feeLovelace(record),
      size: record.bytes.length,
      totalOutput: sumLovelace(record.produced),
      validContract: tx?.valid ?? true,
      invalidBefore: tx?.invalidBefore?.toString() ?? null,
      invalidHereafter: tx?.invalidHereafter?.toString() ?? null,
      get block() {
        return blockRow();
      },
      get inputs() {
        return inputs();
      },
      get outputs() {
        return outputs();
      },
      get mint() {
        return mint();
      },
    }));
  }

  private minted(record: TxRecord): Row[] {
    const { tx } = record;
    const minted = tx ? (tx.valid ? [...tx.mint] : []) : record.produced.flatMap(({ output }) => [...output.assets]);
    const transaction = () => this.transaction(record);
    return minted.map(([unit, quantity]) => ({
      ...this.token(unit, quantity),
      get transaction() {
        return transaction();
      },
    }));
  }

  private output(utxo: UtxoRecord): Row {
    const { output, createdBy } = utxo;
    const { inlineDatum, datumHash, script } = output;
    const transaction = () => this.transaction(createdBy);
    const tokens = () => [...output.assets].map(([unit, quantity]) => this.token(unit, quantity));
    return this.row(utxo, () => ({
      address: output.address.text,
      addressHasScript: output.address.payment?.script ?? false,
      paymentCredential: output.address.payment?.hash ?? null,
      txHash: output.ref.txHash,
      index: output.ref.index,
      value: output.lovelace,
      datum: inlineDatum ? { bytes: toHex(inlineDatum), hash: datumHash } : null,
      script: script ? { hash: script.hash, type: script.type, serialisedSize: script.bytes.length } : null,
      get transaction() {
        return transaction();
      },
      get tokens() {
        return tokens();
      },
    }));
  }

  private input(utxo: UtxoRecord, spentBy: TxRecord): Row {
    const { address, value, txHash, index, ...rest } = this.output(utxo);
    const source = () => this.transaction(utxo.createdBy);
    const transaction = () => this.transaction(spentBy);
    return {
      address,
      value,
      tokens: rest.tokens,
      sourceTxHash: txHash,
      sourceTxIndex: index,
      txHash: spentBy.hash,
      get sourceTransaction() {
        return source();
      },
      get transaction() {
        return transaction();
      },
    };
  }

  private token(unit: string, quantity: bigint): Row {
    return { quantity, asset: this.asset(unit) };
  }

  /** Null until the asset's first mint is old enough and the table was filled since. */
  private asset(unit: string): Row | null {
    const first = this.chain.index.mintsByUnit.get(unit)?.[0]?.record;
    if (!first || !this.view.sees(first)) return null;
    if (first.height > 0 && this.view.blockOf(first).slot >= this.slotAtLastPoll() - OLD_ENOUGH_SLOTS) return null;
    const mints = () => this.tokenMints().filter((mint) => (mint.asset as Row | null)?.assetId === unit);
    return this.row(unit, () => ({
      assetId: unit,
      policyId: unit.slice(0, POLICY_LENGTH),
      assetName: unit.slice(POLICY_LENGTH),
      get tokenMints() {
        return mints();
      },
    }));
  }

  private slotAtLastPoll(): number {
    if (this.polledSlot !== null) return this.polledSlot;
    const polledMs = Math.floor(this.chain.clock.nowMs() / POLL_MS) * POLL_MS;
    let block = this.view.tip;
    while (block.timeMs > polledMs && block.height > 0) block = this.view.blockAt(block.height - 1) ?? block;
    this.polledSlot = block.slot;
    return block.slot;
  }
}

/** Postgres' timestamp without its zone, as the server writes it: in whole seconds. */
function timestamp({ timeMs }: Block): string {
  return `${new Date(Math.floor(timeMs / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
}
