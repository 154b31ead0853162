import { withTransaction } from "@/db/transaction";
import { networkName } from "@/server/domain/cardano/network";
import type { Envelope } from "@/server/domain/contract/types";
import type { ChainSource } from "@/server/domain/ports";
import { shown } from "@/server/domain/shown";
import { storedSignatures } from "@/server/services/acts/stored-signatures";
import { appendAudit } from "@/server/services/audit/append-audit";
import { loadPoolRow, type PoolRow } from "@/server/services/pool/load-pool";
import { recordedReferences } from "@/server/services/pool/spend-basis";
import { demandReferences, type FoundPool, seePool } from "@/server/services/pool-commands/find-pool";
import { makeCollateral, planCollateral } from "@/server/services/pool-commands/make-collateral";
import { type ActPlan, checkDeposit, planAct, signAct, type WhyBusy } from "@/server/services/pool-commands/plan-act";
import { factsOfPool, poolInWords } from "@/server/services/pool-commands/pool-in-words";
import { sendAct, sendDeposit } from "@/server/services/pool-commands/send-act";
import { tellPool } from "@/server/services/pool-commands/tell-pool";
import { whyBusyNow } from "@/server/services/top-up/why-busy";
import { readKeyFile, type SoftwareKey } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { readConsents, signConsent } from "./deploy/keys";
import { environmentSource } from "./environment-source";
import { bringDepositFile, DEPOSIT_USAGE, writeDepositFile } from "./pool/deposit-files";
import { explainSettings } from "./pool/explain";
import { recordOurs, rememberingSource } from "./pool/ours";
import { ACTS, parseAct, parseAmount, type Typed } from "./pool/parse-act";
import { references } from "./pool/references";
import { withDatabase } from "./with-database";

const USAGE = `npm run pool -- inspect
npm run pool -- explain SETTINGS
npm run pool -- references [--execute]
npm run pool -- deposit LOVELACE [--tokens N] [--execute]
${DEPOSIT_USAGE}
npm run pool -- collateral [--execute]
npm run pool -- ours TRANSACTION --reason TEXT
npm run pool -- ACT [--signatures FILE]... [--key FILE]... [--execute]

Shows the pool as it is on chain, and changes it with the approvers' signatures; those that the console has gathered
for the same text count. Without --execute, sends nothing and prints the text to sign. Reads the chain at BLOCKFROST_URL,
or another of SOURCES.

  inspect                                    everything about the pool in words, whoever made it, and what is wrong
  explain SETTINGS                           the settings of a deployment in words, with their hash: for whoever is asked
                                             to consent to a hash. Reads no chain
  references                                 makes reference scripts that nobody can spend, where there are none, and
                                             uses them from then on; run it again if it was stopped
  ours                                       says that a transaction that the watch does not know was sent by one of you

${ACTS}

  --policy ID        the pool's policy id (default: the pool recorded in DATABASE_URL or the embedded database)
  --signatures FILE  signatures over the text that the dry run prints: {"<public key>": {"signature": "<hex>"}},
                     with "protectedHeader": "<hex>" for a wallet's (CIP-8), or what signData answers:
                     {"signature": "<hex>", "key": "<hex>"}, one or a list; repeat it for several files
  --key FILE         a key to sign with; repeat it for several
  --payer FILE       the key that provides the collateral and pays a deposit (default .data/keys/operator.json)

A deposit from a wallet that is elsewhere goes there as a file of cardano-cli's, and comes back with its signatures; the
operator's key (--payer) signs only what adds to the pool as it stands, and takes nothing of its own. The change goes to
the first address. Any deposit is refused while something else of this installation's is on its way, which it would void;
with --policy nobody looks for that. collateral puts what is scattered over the payer's outputs into one that can be the
collateral.

  --from-address A   where the depositor's money is; repeat it for several
  --out FILE         the transaction to sign; never written over a file
  --transaction FILE the transaction, with or without signatures
  --witness FILE     a signature, as cardano-cli transaction witness writes it; repeat it for several`;

/** The command as called, and the pool as found. */
type Call = {
  readonly typed: Typed;
  readonly source: ChainSource;
  readonly found: FoundPool;
  readonly keys: readonly SoftwareKey[];
  readonly signatures: readonly string[];
  readonly payerFile: string;
  readonly files: {
    readonly from: readonly string[];
    readonly out: string | undefined;
    readonly transaction: string | undefined;
    readonly witnesses: readonly string[];
  };
  readonly execute: boolean;
  /** Prints the last line on stdout. */
  readonly tell: (result: Record<string, unknown>) => void;
  /** What the console has gathered for an act's text; nothing where the pool is not the database's. */
  readonly stored: (plan: ActPlan) => Promise<ReadonlyMap<string, Envelope>>;
  /** Writes an audit row if there is a database. Called before anything is sent: the outcome is read from the chain. */
  readonly audit: (details: Record<string, string>) => Promise<void>;
  /** What of this installation's is on its way. */
  readonly whyBusy: WhyBusy;
};

const OPTIONS = {
  policy: { type: "string" },
  signatures: { type: "string", multiple: true },
  key: { type: "string", multiple: true },
  payer: { type: "string", default: ".data/keys/operator.json" },
  threshold: { type: "string" },
  tokens: { type: "string" },
  "from-address": { type: "string", multiple: true },
  out: { type: "string" },
  reason: { type: "string" },
  transaction: { type: "string" },
  witness: { type: "string", multiple: true },
  execute: { type: "boolean", default: false },
} as const;

// Above what is awaited: below, it would not be set yet.
const NOTHING_SENT = "\nNothing was sent. Run again with --execute to send it.";

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [name, ...rest] = positionals;
  if (!name) throw usageError("A command is needed, such as inspect.");
  if (name === "explain") {
    const { facts } = explainSettings(rest);
    tellPool({ facts: Object.entries(facts), faults: [] }, (text) => console.error(text));
    return console.log(JSON.stringify({ ok: true, facts }));
  }
  if (name === "ours") return console.log(JSON.stringify(await recordOurs(rest, values.reason)));
  const source = rememberingSource(await environmentSource(), { name, hasDatabase: !values.policy });
  const row = values.policy ? null : await rowOfDatabase();
  const policyId = values.policy ?? row?.policyId ?? "";
  if (!/^[0-9a-f]{56}$/.test(policyId)) throw usageError("--policy must be 56 lower-case hexadecimal digits.");
  const seen = await seePool(source, policyId);
  const facts = factsOfPool(seen);
  const summary = { policyId, network: networkName(seen.networkMagic), closed: seen.pool === null };
  const tell = (result: Record<string, unknown>) => console.log(JSON.stringify({ ok: true, ...summary, ...result }));
  if (name === "inspect") {
    const used = row ? { references: await recordedReferences(source, row, seen.script) } : {};
    const { words } = await poolInWords(source, seen, used);
    tellPool(words, (text) => console.error(text));
    return tell({ facts: Object.fromEntries(facts), faults: words.faults });
  }
  tellPool({ facts, faults: [] }, (text) => console.error(text));
  if (name === "references") {
    if (rest.length > 0) throw usageError("references takes nothing.");
    const how = { hasDatabase: !values.policy, payerFile: values.payer, execute: values.execute };
    return tell(await references(source, seen, how));
  }
  const found = demandReferences(seen);
  const { pool } = found;
  const call: Call = {
    typed: { name, values: rest, threshold: values.threshold, tokens: values.tokens },
    source,
    found,
    keys: await Promise.all((values.key ?? []).map((file) => readKeyFile(file))),
    signatures: values.signatures ?? [],
    payerFile: values.payer,
    files: {
      from: values["from-address"] ?? [],
      out: values.out,
      transaction: values.transaction,
      witnesses: values.witness ?? [],
    },
    execute: values.execute,
    tell,
    stored: async (plan) => (values.policy ? new Map() : withDatabase((db) => storedSignatures(db, plan))),
    audit: async (details) => {
      if (!values.policy) await writeAudit(name, policyId, details);
    },
    whyBusy: values.policy || !pool ? null : () => withDatabase((db) => whyBusyNow(db, pool)),
  };
  await (name === "deposit" ? deposit(call) : name === "collateral" ? collateral(call) : act(call));
});

async function deposit(call: Call): Promise<void> {
  const { typed, source, found, payerFile, files, execute, tell, audit, whyBusy } = call;
  if (files.transaction !== undefined) {
    if (typed.values.length > 0) throw usageError("With --transaction the file says how much: leave out the amount.");
    const send = execute ? { operator: createOperator(await readKeyFile(payerFile)), audit } : null;
    const brought = { transaction: files.transaction, witnesses: files.witnesses };
    const told = await bringDepositFile({ source, found, whyBusy }, brought, send);
    if (!send) console.error(NOTHING_SENT);
    return tell(told);
  }
  const amount = parseAmount(typed, found.settings);
  if (files.from.length > 0 || files.out !== undefined) {
    if (files.from.length === 0 || files.out === undefined) throw usageError("--from-address and --out go together.");
    const { from, out } = files;
    return tell({ executed: false, ...(await writeDepositFile({ source, found, whyBusy }, { amount, from, out })) });
  }
  checkDeposit(found, amount);
  const told = { lovelace: `${amount.lovelace}`, tokens: `${amount.tokens}` };
  if (!execute) return dryRun(tell, told);
  const payer = createOperator(await readKeyFile(payerFile));
  await audit(told);
  tell({ executed: true, transaction: await sendDeposit({ source, found, payer, whyBusy }, amount) });
}

async function collateral({ typed, source, found, payerFile, execute, tell, audit }: Call): Promise<void> {
  if (typed.values.length > 0) throw usageError("collateral takes nothing.");
  const payer = createOperator(await readKeyFile(payerFile));
  const { kind, lovelace, address } = await planCollateral({ source, found, payer });
  const told = { address, lovelace: `${lovelace}` };
  if (kind === "there") {
    console.error(`\n${address} has a collateral of ${lovelace} lovelace. There is nothing to do.`);
    return tell({ executed: false, ...told });
  }
  if (!execute) return dryRun(tell, told);
  await audit(told);
  tell({ executed: true, ...told, transaction: await makeCollateral({ source, found, payer }) });
}

async function act(call: Call): Promise<void> {
  const { typed, source, found, keys, tell } = call;
  const { settings } = found;
  const wanted = parseAct(typed, settings);
  if (!wanted) throw usageError(`There is no command ${shown(typed.name)}.`);
  const plan = planAct(found, wanted);
  const signatures = new Map([...(await call.stored(plan)), ...(await gather(plan, keys, call.signatures))]);
  const { redeemer, signed, missing } = signAct(found, plan, signatures);
  const asked = [...plan.approvers, ...(plan.consentOf ? [plan.consentOf] : [])];
  console.error(`\n${plan.threshold} of these approvers must sign${plan.consentOf ? ", and the new key" : ""}:`);
  console.error(`  ${plan.text}`);
  for (const key of asked) console.error(`  ${signed.includes(key) ? "signed" : "      "}  ${key}`);
  if (!call.execute) return dryRun(tell, { text: plan.text, signed, missing });
  if (missing.length > 0) throw usageError(`Not sent: ${missing.join("; ")}.`);
  const payer = createOperator(await readKeyFile(call.payerFile));
  await call.audit({ text: plan.text });
  const txHash = await sendAct({ source, found, payer, others: keys.map(createOperator) }, redeemer);
  tell({ executed: true, text: plan.text, transaction: txHash });
}

function dryRun(tell: Call["tell"], result: Record<string, unknown>): void {
  console.error(NOTHING_SENT);
  tell({ executed: false, ...result });
}

/** Signatures from the files, and of the given keys that have to sign. */
async function gather(
  plan: ActPlan,
  keys: readonly SoftwareKey[],
  files: readonly string[],
): Promise<Map<string, Envelope>> {
  const signatures = await readConsents(files);
  const asked = [...plan.approvers, ...(plan.consentOf ? [plan.consentOf] : [])];
  for (const key of keys) {
    if (asked.includes(key.publicKey)) signatures.set(key.publicKey, signConsent(key, plan.text));
  }
  return signatures;
}

async function writeAudit(name: string, policyId: string, details: Record<string, string>): Promise<void> {
  const event = {
    actor: commandActor(),
    action: `pool.${name}`,
    subject: `pool:${policyId}`,
    details,
    atMs: Date.now(),
  } as const;
  await withDatabase((db) => withTransaction(db, (tx) => appendAudit(tx, event)));
}

async function rowOfDatabase(): Promise<PoolRow> {
  return withDatabase(async (db) => {
    const pool = await loadPoolRow(db);
    if (!pool) throw usageError("No pool in this database. Run npm run deploy, or name one with --policy.");
    return pool.row;
  });
}
