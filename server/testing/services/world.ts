import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { DevnetControl } from "@/server/devnet/control-client";
import { DIALECT_NAMES } from "@/server/devnet/dialects";
import { newFundingWallet } from "@/server/devnet/funding";
import type { InitialFund } from "@/server/devnet/ledger/genesis";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { enterpriseAddress, makeAddress } from "@/server/domain/cardano/address";
import { networkLabel } from "@/server/domain/cardano/network";
import type { Envelope } from "@/server/domain/contract/types";
import { dayIndexOf } from "@/server/domain/day/calendar";
import type { ChainSource, PlanSigner } from "@/server/domain/ports";
import { createLogger } from "@/server/logger";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import type { Deployment } from "@/server/services/pool/deployment";
import { recordInstallation } from "@/server/services/pool/record-pool";
import { deployPool } from "@/server/services/pool-commands/deploy-pool";
import { createFileReportStore } from "@/server/services/reports/file-store";
import { createOperator } from "@/server/signing/operator";
import { newTestWallet, payment, type TestWallet } from "../chain/wallet";
import type { Dialect } from "../sources/dialects";
import { consent, OPERATOR_KEY, testSigners } from "./keys";
import { mineWhile } from "./pass-time";
import {
  BLOCK_MS,
  DAILY_LIMIT_LOVELACE,
  INTERVAL_MS,
  NETWORK_MAGIC,
  PLAYER_LOVELACE,
  PRIZE_ASSET,
  SECURITY_PARAM,
  SLOT_MS,
  START_MS,
  TEST_OPERATIONS,
  testRules,
  testSettings,
} from "./world-terms";

/** A holder of prize tokens at genesis; one that `plays` pays the game once. */
export type TestPlayer = { readonly wallet: TestWallet; readonly tokens: bigint; readonly plays: boolean };

export type World = {
  readonly ctx: PayoutContext;
  readonly devnet: Devnet;
  readonly control: DevnetControl;
  readonly database: TestDatabase;
  readonly deployment: Deployment;
  readonly players: readonly TestPlayer[];
  readonly potLovelace: bigint;
  /** The first day that the pool pays; everybody's tokens and plays are there before it ends. */
  readonly firstDay: number;
  readonly gameAddress: string;
  readonly reportDirectory: string;
  stop(): Promise<void>;
};

export type OracleElsewhere = {
  readonly publicKey: string;
  readonly consent: (text: string) => Promise<Envelope>;
  readonly start: (pool: Deployment) => Promise<PlanSigner>;
};

export type WorldOptions = {
  readonly players?: readonly {
    readonly tokens: bigint;
    readonly plays: boolean;
    /** A new one where none is given. */
    readonly wallet?: TestWallet;
  }[];
  readonly potLovelace?: bigint;
  /** Without automated approvers a day waits for people. */
  readonly approvers?: "automated" | "none";
  readonly operations?: Record<string, unknown>;
  /** Over those of `testRules`. */
  readonly rules?: Record<string, unknown>;
  readonly securityParam?: number;
  /** What others hold at genesis. */
  readonly funds?: readonly InitialFund[];
  /** The most that a day may pay, by the contract and the rules. The pool holds four times as much. */
  readonly dailyLimitLovelace?: bigint;
  /** Between two Commits; none without it. */
  readonly minGapMs?: number;
  /** Empty blocks before the pool is made. */
  readonly blocksBefore?: number;
  /** An oracle whose key is not the tests' own. */
  readonly oracle?: OracleElsewhere;
  /** What reads the chain; Blockfrost's kind by itself. */
  readonly dialect?: Dialect<ChainSource>;
  /** Where it runs; in this process by itself. */
  readonly startDevnet?: typeof startDevnet;
};

/** A devnet that stands still, a database, a pool, and players who have played: a day about to end. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const wanted: NonNullable<WorldOptions["players"]> = options.players ?? [
    { tokens: 600n, plays: true },
    { tokens: 400n, plays: true },
    { tokens: 500n, plays: false },
  ];
  const players = wanted.map((player) => ({ ...player, wallet: player.wallet ?? newTestWallet() }));
  const operator = createOperator(OPERATOR_KEY);
  const operatorsAddress = enterpriseAddress(0, operator.publicKey());
  const dailyLimitLovelace = options.dailyLimitLovelace ?? DAILY_LIMIT_LOVELACE;
  const devnet = await (options.startDevnet ?? startDevnet)({
    genesis: {
      networkMagic: NETWORK_MAGIC,
      systemStartMs: START_MS,
      slotLengthMs: SLOT_MS,
      securityParam: options.securityParam ?? SECURITY_PARAM,
      initialFunds: [
        ...players.map(({ wallet, tokens }) => ({
          address: wallet.address,
          lovelace: PLAYER_LOVELACE,
          ...(tokens > 0n ? { assets: { [PRIZE_ASSET]: tokens } } : {}),
        })),
        ...(options.funds ?? []),
      ],
    },
    funding: newFundingWallet(),
    ...(options.dialect ? { dialects: DIALECT_NAMES } : {}),
    speed: 0,
    mining: false,
    blockIntervalMs: BLOCK_MS,
  });
  const control = new DevnetControl(devnet.controlUrl);
  // What a deployment needs: collateral, a seed, and the money.
  for (const lovelace of [20_000_000n, 10_000_000n, 10n * dailyLimitLovelace]) {
    await control.fund(operatorsAddress, lovelace);
  }
  await control.mine(1 + (options.blocksBefore ?? 0));
  const database = await createTestDatabase();
  const reportDirectory = await mkdtemp(path.join(tmpdir(), "prize-reports-"));
  const { source } = options.dialect
    ? await options.dialect.open(devnet)
    : { source: createBlockfrostSource({ url: devnet.url, name: "devnet" }) };
  const gameAddress = makeAddress(0, { kind: "script", hash: "cd".repeat(28) }, null);

  const settings = {
    ...testSettings(networkLabel(NETWORK_MAGIC), dailyLimitLovelace),
    minGapMs: options.minGapMs ?? 0,
    ...(options.oracle ? { oracle: options.oracle.publicKey } : {}),
  };
  const deployment = await mineWhile(control, () =>
    deployPool(source, operator, {
      settings,
      maxFeeLovelace: 3_000_000n,
      depositLovelace: 4n * dailyLimitLovelace,
      consent: (role, publicKey, text) =>
        publicKey === options.oracle?.publicKey ? options.oracle.consent(text) : consent(role, publicKey, text),
      onProgress: () => undefined,
      askAgainMs: 20,
    }),
  );
  const potLovelace = options.potLovelace ?? 1_000_000_000n;
  const limits = { totalLovelace: dailyLimitLovelace, hourlyLovelace: null };
  const rules = { ...testRules(gameAddress, potLovelace), dayLimits: limits, ...options.rules };
  const operations = { ...TEST_OPERATIONS, ...options.operations };
  await recordInstallation(database.db, { deployment, rules, operations }, "cli:test");

  for (const { wallet, plays } of players) {
    const [from] = await source.unspentOutputs(wallet.address);
    if (plays && from) await source.submit(payment(wallet, from, { address: gameAddress, lovelace: 5_000_000n }));
  }
  await control.mine(1);

  const signers = testSigners({ network: settings.network, policyId: deployment.script.policyId });
  const ctx: PayoutContext = {
    db: database.db,
    source,
    log: createLogger("silent"),
    operator,
    oracle: (await options.oracle?.start(deployment)) ?? signers.oracle,
    approvers: options.approvers === "none" ? [] : signers.approvers,
    reportStore: createFileReportStore(reportDirectory),
    crashAt: () => undefined,
  };
  const stop = async () => {
    await database.drop();
    await devnet.stop();
    await rm(reportDirectory, { recursive: true, force: true });
  };
  const firstDay = dayIndexOf(deployment.start.timeMs, INTERVAL_MS);
  return {
    ctx,
    devnet,
    control,
    database,
    deployment,
    players,
    potLovelace,
    firstDay,
    gameAddress,
    reportDirectory,
    stop,
  };
}
