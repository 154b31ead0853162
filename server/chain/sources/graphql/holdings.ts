import type { BlockHeader, TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import { addUpHeld, checkHeld } from "../check-held";
import * as answers from "./answers";
import type { GraphqlClient, Variables } from "./client";
import type { HistoryReader } from "./history";
import { assetVariables, type Naming, unitOf } from "./naming";
import { quantitiesOf, toOutput } from "./outputs";
import { readPages } from "./pages";
import { HOLDERS, HOLDINGS, MINTS, OUTPUTS, OUTPUTS_WITH_ASSET, type Query } from "./queries";
import type { Steady } from "./steady";

/** As many as the origin asks for at once. */
const ADDRESSES_A_QUESTION = 100;

export type Holdings = {
  /** At which they are right. */
  readonly tip: BlockHeader;
  /** By address; those that hold nothing are left out. */
  readonly held: ReadonlyMap<string, bigint>;
};

export type HoldingReader = {
  unspentOutputs(address: string, unit?: AssetUnit, most?: number): Promise<TxOutput[]>;
  assetHolders(unit: AssetUnit): Promise<{ address: string; quantity: bigint }[]>;
  assetSupply(unit: AssetUnit): Promise<bigint | null>;
  holdingsOf(addresses: readonly string[], unit: AssetUnit): Promise<Holdings>;
};

type Parts = { readonly steady: Steady; readonly history: HistoryReader; readonly naming: Naming };

export function createHoldingReader(client: GraphqlClient, { steady, history, naming }: Parts): HoldingReader {
  const readOutputs = (query: Query, given: Variables, most?: number) =>
    readPages(client, {
      what: query.name,
      read: (page) => client.ask(query, { ...given, ...page }, answers.outputs),
      keyOf: ({ txHash, index }) => `${txHash}#${index}`,
      most,
    });

  async function readUnspent(address: string, unit: AssetUnit | undefined, most: number | undefined) {
    const rows = await (unit === undefined ? readOutputs(OUTPUTS, { address }, most) : readWith(address, unit, most));
    return rows.map((row) => checkHeld(client, toOutput(client, row), { address, unit }));
  }

  async function readWith(address: string, unit: AssetUnit, most: number | undefined) {
    const refuse = () => naming.refuseUnnamedAt(unit, [address]);
    const read = () => readOutputs(OUTPUTS_WITH_ASSET, { address, ...assetVariables(unit) }, most);
    return (await naming.ifNamed(unit, refuse, read)) ?? [];
  }

  async function readHolders(unit: AssetUnit) {
    const rows = await readOutputs(HOLDERS, assetVariables(unit));
    const outputs = rows.map((row) => ({ address: row.address, quantity: quantitiesOf(client, row).get(unit) }));
    return addUpHeld(client, unit, outputs);
  }

  /** What was minted less what was burnt: the server has no figure of its own. */
  async function readSupply(unit: AssetUnit): Promise<bigint> {
    const rows = await readPages(client, {
      what: MINTS.name,
      read: (page) => client.ask(MINTS, { ...assetVariables(unit), ...page }, answers.mints),
      keyOf: ({ transaction }) => transaction.hash,
    });
    if (rows.some(({ asset }) => unitOf(asset) !== unit)) {
      throw client.error("lying", `a mint of another asset is among those of ${unit}.`);
    }
    const supply = rows.reduce((sum, { quantity }) => sum + quantity, 0n);
    if (supply < 0n) throw client.error("lying", `more of ${unit} was burnt than minted.`);
    return supply;
  }

  async function readHoldings(addresses: readonly string[], unit: AssetUnit) {
    const held = new Map<string, bigint>();
    for (const batch of batchesOf(addresses)) {
      const asked = new Set(batch);
      for (const row of await readOutputs(HOLDINGS, { addresses: batch })) {
        if (!asked.has(row.address)) {
          throw client.error("lying", `an output of ${row.address} is among those of ${batch.length} other addresses.`);
        }
        const quantity = quantitiesOf(client, row).get(unit) ?? 0n;
        if (quantity > 0n) held.set(row.address, (held.get(row.address) ?? 0n) + quantity);
      }
    }
    return held;
  }

  async function refuseUnnamedAmong(addresses: readonly string[], unit: AssetUnit) {
    for (const batch of batchesOf(addresses)) await naming.refuseUnnamedAt(unit, batch);
  }

  return {
    async unspentOutputs(address, unit, most) {
      const touched = (from: number, to: number) => history.ofAddress(address, from, to);
      const read = () => readUnspent(address, unit, most);
      return (await steady.now(`the outputs of ${address}`, touched, read)).result;
    },
    async assetHolders(unit) {
      const touched = (from: number, to: number) => history.ofAsset(unit, from, to);
      const refuse = () => naming.refuseNewlyMinted(unit);
      const read = () => naming.ifNamed(unit, refuse, () => readHolders(unit));
      return (await steady.now(`the holders of ${unit}`, touched, read)).result ?? [];
    },
    async assetSupply(unit) {
      const touched = (from: number, to: number) => history.ofAsset(unit, from, to);
      const refuse = () => naming.refuseNewlyMinted(unit);
      const read = () => naming.ifNamed(unit, refuse, () => readSupply(unit));
      return (await steady.now(`the supply of ${unit}`, touched, read)).result;
    },
    async holdingsOf(given, unit) {
      const addresses = [...new Set(given)];
      const touched = (from: number, to: number) => history.ofAsset(unit, from, to);
      const refuse = () => refuseUnnamedAmong(addresses, unit);
      const read = () => naming.ifNamed(unit, refuse, () => readHoldings(addresses, unit));
      const { tip, result } = await steady.now(`the holdings of ${unit}`, touched, read);
      return { tip, held: result ?? new Map() };
    },
  };
}

function batchesOf(addresses: readonly string[]): string[][] {
  const count = Math.ceil(addresses.length / ADDRESSES_A_QUESTION);
  return Array.from({ length: count }, (_, at) =>
    addresses.slice(at * ADDRESSES_A_QUESTION, (at + 1) * ADDRESSES_A_QUESTION),
  );
}
