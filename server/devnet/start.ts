import { RateLimit } from "./api/rate-limit";
import { handleApi } from "./api/server";
import { handleControl } from "./control";
import { type DialectName, type DialectUrls, endDialect, type RunningDialects, startDialects } from "./dialects";
import { Faults } from "./faults";
import type { FundingWallet } from "./funding";
import { serve } from "./http";
import { Chain } from "./ledger/chain";
import { ChainClock } from "./ledger/clock";
import { type GenesisOptions, makeGenesis } from "./ledger/genesis";
import { Miner } from "./miner";

export type DevnetOptions = {
  readonly genesis?: GenesisOptions;
  /** 0 (default) takes a free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Chain milliseconds per real millisecond (default 1). 0 is a manual clock, moved only by control. */
  readonly speed?: number;
  /** Chain time at the start (default: the start of the current era). */
  readonly startTimeMs?: number;
  /** Chain time between blocks (default one slot). */
  readonly blockIntervalMs?: number;
  /** False: no automatic blocks, although the clock may run. */
  readonly mining?: boolean;
  readonly mempoolCapacityBytes?: number;
  /** If set, the API requires it as project_id. */
  readonly projectId?: string;
  readonly rateLimit?: { readonly perSecond: number; readonly burst: number };
  /** Gets `fundingLovelace` at genesis, besides the genesis' own initial funds. Control can pay from it. */
  readonly funding?: FundingWallet;
  readonly fundingLovelace?: bigint;
  /** Servers of other kinds that tell the same chain. */
  readonly dialects?: readonly DialectName[];
  /** The largest page of those; each server's own if left out. */
  readonly dialectRows?: number;
  readonly onFailure?: (cause: unknown) => void;
};

export type Devnet = DialectUrls & {
  /** Base of the Blockfrost API, with /api/v0. */
  readonly url: string;
  readonly controlUrl: string;
  /** The network's actual system start, for tests that compare. */
  readonly systemStartMs: number;
  stop(): Promise<void>;
};

const DEFAULT_FUNDING_LOVELACE = 10_000_000_000_000_000n;

/** Far more than a node's (twice a block): tests and the demo fill it in bursts. Lower it to see a 425. */
const DEFAULT_MEMPOOL_BYTES = 8 * 1024 * 1024;

/** Starts a devnet in this process. Throws with a plain reason if an option is wrong or a port is taken. */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const genesis = makeGenesis(withFunding(options), Date.now());
  const eraStartMs = genesis.systemStartMs + genesis.currentEra.startTimeMs;
  const startMs = options.startTimeMs ?? eraStartMs;
  if (startMs < eraStartMs) {
    throw new Error(`startTimeMs is ${startMs}, before the current era begins (${eraStartMs})`);
  }
  const monotonicMs = () => performance.now();
  const clock = new ChainClock({ startMs, speed: options.speed ?? 1, monotonicMs });
  const chain = new Chain(genesis, clock, options.mempoolCapacityBytes ?? DEFAULT_MEMPOOL_BYTES);
  const onFailure = options.onFailure ?? (() => {});
  const blockIntervalMs = options.blockIntervalMs ?? genesis.currentEra.slotLengthMs;
  const miner = new Miner(chain, blockIntervalMs, onFailure);
  const faults = new Faults();
  const { rateLimit } = options;
  const limit = rateLimit ? new RateLimit(rateLimit.perSecond, rateLimit.burst, monotonicMs) : null;
  const apiOptions = { chain, faults, projectId: options.projectId ?? null, rateLimit: limit, onFailure };
  const blockSlots = Math.max(1, Math.round(blockIntervalMs / genesis.currentEra.slotLengthMs));
  const running: RunningDialects = new Map();
  const controlOptions = { chain, miner, faults, funding: options.funding ?? null, blockSlots, running };
  const api = await serve(options.port ?? 0, (request, response) => handleApi(apiOptions, request, response));
  const stops: (() => Promise<void>)[] = [api.stop];
  const stop = async () => {
    await Promise.all([
      ...stops.map((each) => each()),
      ...[...running.keys()].map((name) => endDialect(running, name)),
    ]);
  };
  try {
    const control = await serve(options.controlPort ?? 0, (req, res) => handleControl(controlOptions, req, res));
    stops.push(control.stop);
    const told = { chain, faults, mostRows: options.dialectRows, onFailure };
    const dialects = await startDialects(options.dialects ?? [], told, running);
    if (options.mining !== false) miner.start();
    return {
      ...dialects,
      url: `${api.url}/api/v0`,
      controlUrl: control.url,
      systemStartMs: genesis.systemStartMs,
      stop: async () => {
        miner.stop();
        await stop();
      },
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function withFunding({ genesis = {}, funding, fundingLovelace }: DevnetOptions): GenesisOptions {
  if (!funding) return genesis;
  const fund = { address: funding.address, lovelace: fundingLovelace ?? DEFAULT_FUNDING_LOVELACE };
  return { ...genesis, initialFunds: [...(genesis.initialFunds ?? []), fund] };
}
