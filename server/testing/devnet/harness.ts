import { BlockFrostAPI } from "@blockfrost/blockfrost-js";
import { Blockfrost, Lucid, type LucidEvolution, SLOT_CONFIG_NETWORK, type UTxO } from "@lucid-evolution/lucid";
import { DevnetControl } from "@/server/devnet/control-client";
import { type FundingWallet, newFundingWallet } from "@/server/devnet/funding";
import { type Devnet, type DevnetOptions, startDevnet } from "@/server/devnet/start";

export type TestDevnet = Devnet & {
  readonly control: DevnetControl;
  readonly blockfrost: BlockFrostAPI;
  readonly funding: FundingWallet;
  readonly failures: unknown[];
  /** Lucid with its own Blockfrost provider and the funding wallet selected. */
  lucid(): Promise<LucidEvolution>;
  /** Unspent outputs as Lucid has them, without its provider's pauses of half a second; no reference scripts. */
  utxos(address: string): Promise<UTxO[]>;
  /** GET of an API path: the status and the parsed JSON. */
  read(path: string): Promise<{ status: number; body: unknown }>;
  submit(bytes: Uint8Array | string): Promise<{ status: number; body: unknown }>;
};

/** A devnet whose time stands still unless told otherwise, so that tests decide when blocks come. */
export async function startTestDevnet(options: DevnetOptions = {}): Promise<TestDevnet> {
  const funding = options.funding ?? newFundingWallet();
  const failures: unknown[] = [];
  const devnet = await startDevnet({
    speed: 0,
    funding,
    onFailure: (cause) => failures.push(cause),
    ...options,
  });
  return {
    ...devnet,
    control: new DevnetControl(devnet.controlUrl),
    blockfrost: new BlockFrostAPI({
      customBackend: devnet.url,
      rateLimiter: false,
      gotOptions: { retry: { limit: 0 } },
    }),
    funding,
    failures,
    lucid: () => connectLucid(devnet, funding),
    utxos: async (address) =>
      ((await answer(await fetch(`${devnet.url}/addresses/${address}/utxos`))).body as ApiUtxo[]).map(toUtxo),
    read: async (path) => answer(await fetch(devnet.url + path)),
    submit: async (bytes) => {
      const body = typeof bytes === "string" ? Buffer.from(bytes, "hex") : Buffer.from(bytes);
      const headers = { "content-type": "application/cbor" };
      return answer(await fetch(`${devnet.url}/tx/submit`, { method: "POST", headers, body }));
    },
  };
}

type ApiUtxo = {
  tx_hash: string;
  output_index: number;
  address: string;
  amount: { unit: string; quantity: string }[];
  data_hash: string | null;
  inline_datum: string | null;
};

function toUtxo(utxo: ApiUtxo): UTxO {
  return {
    txHash: utxo.tx_hash,
    outputIndex: utxo.output_index,
    address: utxo.address,
    assets: Object.fromEntries(utxo.amount.map(({ unit, quantity }) => [unit, BigInt(quantity)])),
    ...(utxo.inline_datum ? { datum: utxo.inline_datum } : utxo.data_hash ? { datumHash: utxo.data_hash } : {}),
  };
}

async function answer(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

/** Lucid takes slot times of a custom network from a global table, which must be filled from the chain's eras. */
async function connectLucid(devnet: Devnet, funding: FundingWallet): Promise<LucidEvolution> {
  const genesis = (await (await fetch(`${devnet.url}/genesis`)).json()) as { system_start: number };
  const eras = (await (await fetch(`${devnet.url}/network/eras`)).json()) as {
    start: { time: number; slot: number };
    parameters: { slot_length: number };
  }[];
  const last = eras[eras.length - 1];
  if (!last) throw new Error("the devnet reports no eras");
  SLOT_CONFIG_NETWORK.Custom = {
    zeroTime: (genesis.system_start + last.start.time) * 1000,
    zeroSlot: last.start.slot,
    slotLength: last.parameters.slot_length * 1000,
  };
  const lucid = await Lucid(new Blockfrost(devnet.url, "test"), "Custom");
  lucid.selectWallet.fromSeed(funding.seedPhrase);
  return lucid;
}
