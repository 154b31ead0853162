import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { Database } from "@/db/client";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import type { Settings } from "@/server/domain/contract/types";
import { RULES_FORMAT } from "@/server/domain/rules/rules";
import type { Deployment } from "@/server/services/pool/deployment";
import { recordInstallation } from "@/server/services/pool/record-pool";
import { deployPool } from "@/server/services/pool-commands/deploy-pool";
import { createKeyFile, type SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { fundAddress } from "./game/fund-address";
import type { GameResult } from "./game/types";
import type { Network } from "./network";
import type { DemoOptions } from "./options";
import { walletFromSeed } from "./wallet/seed";

export type DemoKeys = {
  readonly directory: string;
  readonly operator: SoftwareKey;
  readonly oracle: SoftwareKey;
  /** In the order of the contract's settings. */
  readonly approvers: readonly SoftwareKey[];
  /** Withdrawals go there. */
  readonly treasury: SoftwareKey;
};

const ADA = 1_000_000n;
const APPROVERS = 3;
const THRESHOLD = 2;
const HOUR_MS = 3_600_000;

/** New keys for this demo, each in a file that only its owner may read. */
export async function makeKeys(directory: string): Promise<DemoKeys> {
  const make = (name: string) => createKeyFile(path.join(directory, `${name}.json`));
  const approvers: SoftwareKey[] = [];
  for (let number = 1; number <= APPROVERS; number++) approvers.push(await make(`approver-${number}`));
  const others = { operator: await make("operator"), oracle: await make("oracle"), treasury: await make("treasury") };
  return { directory, ...others, approvers };
}

export type DemoTerms = {
  readonly intervalMs: number;
  readonly potLovelace: bigint;
  readonly depositLovelace: bigint;
  /** After the day's end. */
  readonly approvalDueMs: number;
};

/** About two ADA per player a day, and money for many days. People get time to look around and approve. */
export function demoTerms({ players, intervalMs, auto }: DemoOptions): DemoTerms {
  const potLovelace = BigInt(players) * 2n * ADA;
  const approvalDueMs = auto ? intervalMs / 2 : Math.max(intervalMs / 2, HOUR_MS);
  return { intervalMs, potLovelace, depositLovelace: 40n * potLovelace + 500n * ADA, approvalDueMs };
}

type PoolParts = {
  readonly db: Database;
  readonly network: Network;
  readonly keys: DemoKeys;
  readonly game: GameResult;
  readonly terms: DemoTerms;
};

/** Funds the operator, deploys the contract, and puts rules and operations in force. */
export async function setUpPool(
  { db, network, keys, game, terms }: PoolParts,
  onProgress: (text: string) => void,
): Promise<Deployment> {
  const { source, networkMagic } = network;
  const operator = createOperator(keys.operator);
  const networkId = networkIdOf(networkMagic);
  const address = enterpriseAddress(networkId, operator.publicKey());
  onProgress("funding the operator");
  const amounts = [25n * ADA, 10n * ADA, terms.depositLovelace + 200n * ADA];
  const wallet = walletFromSeed(network.fundingSeed, networkId);
  await fundAddress(
    source,
    wallet,
    amounts.map((lovelace) => ({ address, lovelace })),
  );
  const signers = [keys.oracle, ...keys.approvers];
  const deployment = await deployPool(source, operator, {
    settings: demoSettings(networkMagic, keys, terms),
    maxFeeLovelace: 4n * ADA,
    depositLovelace: terms.depositLovelace,
    consent: async (_role, publicKey, text) => {
      const key = signers.find((candidate) => candidate.publicKey === publicKey);
      if (!key) throw new Error(`The demo has no key ${publicKey}.`);
      return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
    },
    onProgress,
  });
  const documents = { rules: demoRules(game, terms), operations: demoOperations(terms) };
  await recordInstallation(db, { deployment, ...documents }, "cli:demo");
  return deployment;
}

function demoSettings(networkMagic: number, keys: DemoKeys, terms: DemoTerms): Settings {
  return {
    network: networkLabel(networkMagic),
    intervalMs: terms.intervalMs,
    prizeAsset: null,
    treasury: { kind: "key", hash: keyHashOf(keys.treasury.publicKey) },
    oracle: keys.oracle.publicKey,
    approvers: keys.approvers.map(({ publicKey }) => publicKey).sort(),
    threshold: THRESHOLD,
    dailyLimit: { lovelace: 2n * terms.potLovelace, tokens: 0n },
    minGapMs: 0,
    minWindowMs: 30_000,
    maxWindowMs: 48 * HOUR_MS,
    reserveLovelace: 50n * ADA,
    minDeposit: { lovelace: 10n * ADA, tokens: 1n },
  };
}

function demoRules(game: GameResult, { potLovelace }: DemoTerms) {
  return {
    format: RULES_FORMAT,
    version: 1,
    gameAddress: game.gameAddress,
    prizeAsset: game.prizeAsset,
    participation: {
      minimumLovelace: game.minimumPlayLovelace,
      playerDatumField: null,
      windowDays: null,
      minimumPlays: 1,
    },
    holding: { minimumQuantity: 1n },
    excluded: { addresses: [], identities: [] },
    allowedScripts: [],
    weight: { kind: "pro-rata-holding" },
    pot: { kind: "fixed", lovelace: potLovelace },
    perRecipientCapLovelace: null,
    dayLimits: { totalLovelace: 2n * potLovelace, hourlyLovelace: null },
  };
}

/** Minutes instead of hours: every wait of a day ends within a few minutes of the chain's time. */
function demoOperations({ intervalMs, approvalDueMs }: DemoTerms) {
  return {
    previewMs: Math.min(20_000, intervalMs / 10),
    approvalDueMs,
    deadlineMs: 24 * HOUR_MS,
    snapshotDepth: 5,
    restMs: 0,
    confirmDepth: 3,
    expiryDepth: 5,
    transactionLifetimeMs: Math.min(30 * 60_000, Math.floor(intervalMs * 0.8)),
    resendBlocks: 3,
  };
}
