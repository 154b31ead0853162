import { createKupoSource } from "@/server/chain/sources/kupo/source";
import { Faults } from "@/server/devnet/faults";
import { payFromFunds } from "@/server/devnet/fund-payment";
import { type KupoServer, type KupoServerOptions, startKupoServer } from "@/server/devnet/kupo/server";
import { Chain } from "@/server/devnet/ledger/chain";
import { ChainClock } from "@/server/devnet/ledger/clock";
import { type GenesisOptions, makeGenesis } from "@/server/devnet/ledger/genesis";
import type { Block } from "@/server/devnet/ledger/records";
import { type OgmiosServer, type OgmiosServerOptions, startOgmiosServer } from "@/server/devnet/ogmios/server";
import type { ChainSource } from "@/server/domain/ports";
import { newTestWallet, type TestWallet } from "./wallet";
import { QUICK_RETRY } from "./with-source";

export type KupoWorld = {
  readonly chain: Chain;
  readonly funds: TestWallet;
  readonly kupo: KupoServer;
  readonly ogmios: OgmiosServer;
  readonly faults: Faults;
  readonly source: ChainSource;
  readonly failures: unknown[];
  /** Another source over the same servers: it remembers nothing. */
  open(timeoutMs?: number): ChainSource;
  /** Waits in the mempool. Answers the id. */
  pay(address: string, lovelace?: bigint): string;
  mine(blocks?: number): Block;
  close(): Promise<void>;
};

type Options = {
  readonly funds?: TestWallet;
  readonly genesis?: GenesisOptions;
  readonly kupo?: Partial<KupoServerOptions>;
  readonly ogmios?: Partial<OgmiosServerOptions>;
  readonly timeoutMs?: number;
};

/** A chain in this process, with a Kupo and an Ogmios that can be led apart. */
export async function startKupoWorld(options: Options = {}): Promise<KupoWorld> {
  const { funds = newTestWallet() } = options;
  const initialFunds = [{ address: funds.address, lovelace: 1_000_000_000_000_000n }];
  const given = options.genesis?.initialFunds ?? [];
  const genesis = makeGenesis({ slotLengthMs: 250, ...options.genesis, initialFunds: [...initialFunds, ...given] }, 0);
  const startMs = genesis.systemStartMs + genesis.currentEra.startTimeMs;
  const clock = new ChainClock({ startMs, speed: 0, monotonicMs: () => 0 });
  const chain = new Chain(genesis, clock, 8 * 1024 * 1024);
  const faults = new Faults();
  const failures: unknown[] = [];
  const common = { chain, faults, onFailure: (cause: unknown) => failures.push(cause) };
  const kupo = await startKupoServer({ ...common, ...options.kupo });
  const ogmios = await startOgmiosServer({ ...common, ...options.ogmios });
  const open = (timeoutMs = options.timeoutMs ?? 2_000) =>
    createKupoSource({
      kupoUrl: kupo.url,
      ogmiosUrl: ogmios.url,
      name: "here",
      retry: QUICK_RETRY,
      timeoutMs,
      submitTimeoutMs: 1_500,
    });
  return {
    chain,
    funds,
    kupo,
    ogmios,
    faults,
    failures,
    source: open(),
    open,
    pay: (address, lovelace = 2_000_000n) => payFromFunds(chain, funds, address, lovelace).txHash,
    mine: (blocks = 1) => {
      chain.mine(blocks, 20);
      return chain.tip;
    },
    async close() {
      await kupo.close();
      await ogmios.close();
    },
  };
}
