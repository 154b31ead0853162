import type { Database } from "@/db/client";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { isMainnet, networkIdOf, networkLabel, networkName } from "@/server/domain/cardano/network";
import { showRef } from "@/server/domain/cardano/out-ref";
import { encodeSettings, hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import { shown } from "@/server/domain/shown";
import type { Deployment } from "@/server/services/pool/deployment";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { recordInstallation } from "@/server/services/pool/record-pool";
import { deployPool, planDeployment } from "@/server/services/pool-commands/deploy-pool";
import { tellPool } from "@/server/services/pool-commands/tell-pool";
import { createOperator } from "@/server/signing/operator";
import { describeOperator, describeSettings } from "@/server/words/describe-pool";
import { formatAda } from "@/server/words/format";
import { sayPoolFault } from "@/server/words/pool-fault";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { checkAgainstChain, checkDepth, checkMistakes } from "./deploy/check-chain";
import { readDocuments } from "./deploy/check-documents";
import { type DeployConfig, readConfig } from "./deploy/config";
import { type DeployKeys, openKeys, readConsents, signConsent } from "./deploy/keys";
import { printRecorded } from "./deploy/print-recorded";
import { takeOver } from "./deploy/take-over";
import { environmentSource } from "./environment-source";
import { withDatabase } from "./with-database";

const USAGE = `npm run deploy -- --config FILE [--keys-dir DIR] [--consents FILE]... [--execute]
npm run deploy -- --config FILE --policy ID [--execute]

Creates the prize pool on chain and records it in the database. Without --execute, only prints what it would do.
With --policy, records an existing pool instead, after an interrupted deployment or a lost database. Reads the chain at
BLOCKFROST_URL, or another of SOURCES, and writes to DATABASE_URL (default: the embedded database).

  --config FILE    settings, rules and operations (example: deploy.example.json)
  --keys-dir DIR   folder of the operator's key, created if missing; on a test network of all keys (default .data/keys)
  --policy ID      policy id of an existing pool; its settings are read from the chain
  --consents FILE  signatures over the texts that the dry run prints, for keys that are not in --keys-dir;
                   repeat it for several files`;

const OPTIONS = {
  config: { type: "string" },
  "keys-dir": { type: "string", default: ".data/keys" },
  consents: { type: "string", multiple: true },
  policy: { type: "string" },
  execute: { type: "boolean", default: false },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const source = await environmentSource();
  if (!values.config) throw usageError("--config is missing. Name a file such as deploy.example.json.");
  if (values.policy && !/^[0-9a-f]{56}$/.test(values.policy)) {
    throw usageError(`--policy must be a policy id (56 hexadecimal digits), not ${shown(values.policy)}.`);
  }
  const config = await readConfig(values.config);
  const { rules, operations } = readDocuments(config);
  await checkAgainstChain(rules, source);
  await checkDepth(operations, source);
  if (values.policy) return takeOver({ source, config, rules, operations }, values.policy, values.execute);
  await checkMistakes(rules, config, source);
  const { networkMagic } = await source.genesis();
  const keys = await openKeys(values["keys-dir"], config, isMainnet(networkMagic));
  const consents = await readConsents(values.consents ?? []);
  const operator = createOperator(keys.operator);
  const settings = settingsOf(config, keys, networkMagic);
  const { maxFeeLovelace, depositLovelace } = config;
  const { transactionLifetimeMs } = operations;
  const terms = { settings, maxFeeLovelace, depositLovelace, transactionLifetimeMs };
  console.error(`Network   ${networkName(networkMagic)}`);
  console.error(`Operator  ${enterpriseAddress(networkIdOf(networkMagic), operator.publicKey())}`);
  const plan = await planDeployment(source, operator, terms);
  const { script } = plan;
  console.error(`Pool      ${script.policyId}\nAddress   ${script.address}`);
  console.error(
    `Scripts   pool ${script.hash} (${script.bytes.length} bytes), governor ${script.governor.hash} (${script.governor.bytes.length} bytes)`,
  );
  console.error(
    `          contracts/plutus.json, parameters: seed ${showRef(script.seed)}, governor ${script.governor.hash}`,
  );
  console.error(`Deposit   ${formatAda(depositLovelace)}`);
  tellPool(
    {
      facts: [
        ...describeSettings(settings, script.networkId),
        ...describeOperator(keyHashOf(operator.publicKey()), maxFeeLovelace),
        ["Settings", `hash ${hashSettings(settings)}, which the texts below name`],
      ],
      faults: plan.warnings.map(sayPoolFault),
    },
    (text) => console.error(text),
  );

  const missing = plan.consents.filter(
    ({ publicKey }) => !consents.has(publicKey) && !keys.local.some((key) => key.publicKey === publicKey),
  );
  for (const { role, publicKey, text } of missing) console.error(`The ${role} ${publicKey} must sign:\n  ${text}`);
  if (missing.length > 0) {
    console.error("Each of them first reads, on a machine of their own, what the hash in that text stands for:");
    console.error(`  npm run pool -- explain ${encodeSettings(settings)}`);
  }
  if (!values.execute) {
    console.error("Nothing was sent. Run again with --execute to send it.");
    console.log(
      JSON.stringify({
        ok: true,
        executed: false,
        policyId: plan.script.policyId,
        address: plan.script.address,
      }),
    );
    return;
  }
  if (missing.length > 0)
    throw usageError(`${missing.length} consents are missing. Sign the texts above and pass them with --consents.`);
  await withDatabase(async (db) => {
    await requireNoPool(db);
    console.error(
      "If this is interrupted after the pool is created, record the pool with: " +
        `npm run deploy -- --config ${values.config} --policy ${script.policyId} --execute`,
    );
    const deployment = await deployPool(source, operator, {
      ...terms,
      consent: async (_role, publicKey, text) => {
        const local = keys.local.find((key) => key.publicKey === publicKey);
        const given = consents.get(publicKey) ?? (local && signConsent(local, text));
        if (!given) throw new Error(`The consent of ${publicKey} is missing.`);
        return given;
      },
      onProgress: (text) => console.error(text),
    });
    await record(db, deployment, config);
    printRecorded(deployment, networkMagic);
  });
});

async function requireNoPool(db: Database): Promise<void> {
  const other = await loadPoolRow(db);
  if (other)
    throw new Error(
      `This database already belongs to pool ${other.row.policyId}. Use another database for another pool.`,
    );
}

function record(db: Database, deployment: Deployment, { rules, operations }: DeployConfig): Promise<void> {
  return recordInstallation(db, { deployment, rules, operations }, commandActor());
}

function settingsOf(config: DeployConfig, keys: DeployKeys, networkMagic: number): Settings {
  return {
    network: networkLabel(networkMagic),
    intervalMs: config.intervalMs,
    prizeAsset: null,
    treasury: config.treasury,
    oracle: keys.oracle,
    approvers: keys.approvers,
    threshold: config.threshold,
    dailyLimit: { lovelace: config.dailyLimitLovelace, tokens: 0n },
    minGapMs: config.minGapMs,
    minWindowMs: config.minWindowMs,
    maxWindowMs: config.maxWindowMs,
    reserveLovelace: config.reserveLovelace,
    minDeposit: { lovelace: config.minDepositLovelace, tokens: 1n },
  };
}
