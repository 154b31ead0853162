import { networkLabel } from "@/server/domain/cardano/network";
import { LONGEST_DEADLINE_MS } from "@/server/domain/day/signing-time";
import type { PoolLook, PoolNow } from "@/server/domain/plan/pool-look";
import { shown } from "@/server/domain/shown";
import { whyBehind } from "@/server/signing/check-pool";
import { gapFrom, sayGap, widen } from "@/server/signing/lost-record";
import { findRecord, keepAside, RecordDamaged, replaceDamaged } from "@/server/signing/record-file";
import { keepRecord, NEW_RECORD, type SignerRecord } from "@/server/signing/signer-record";
import { runCommand, usageError } from "./command";
import { readNetwork } from "./read-network";
import { openLook } from "./signer/chain";
import { readLongestDeadline, readPolicyId } from "./signer/policy";

const USAGE = `npm run signer-record -- show FILE
npm run signer-record -- new FILE
npm run signer-record -- restored FILE --network N --pool POLICY_ID [--longest-deadline HOURS] [--without-chain]

A signer's record of what it signed (its --state-file). Stop the signer first.

  show      prints what it holds, without changing it
  new       begins an empty record: for a key that has never signed anything. Never replaces one
  restored  says that the record is an older one, from a backup, or lost (then it begins one), or damaged (then it is
            kept as FILE.damaged-TIME). Its one effect: nothing is signed for a nonce that the pool has had by now,
            until whatever the record lacks has run out

  --network N           mainnet, preprod, preview, or a network magic
  --pool POLICY_ID      the pool, whose nonce a chain source tells (BLOCKFROST_URL, or another of SOURCES)
  --longest-deadline N  that of the signer, in hours (default 72; to be said where no record tells it)
  --without-chain       without a chain source: then nothing at all is signed until that time`;

const OPTIONS = {
  network: { type: "string" },
  pool: { type: "string" },
  "longest-deadline": { type: "string" },
  "without-chain": { type: "boolean", default: false },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb, file, ...more] = positionals;
  if (!verb || !file || more.length > 0) throw usageError("Say show, new or restored, and name the record's file.");
  if (verb === "show") return print(await existing(file));
  if (verb === "new") {
    if (await findRecord(file)) throw usageError(`There is a record at ${file} already, and it is left as it is.`);
    return print(await change(file, () => NEW_RECORD));
  }
  if (verb !== "restored") throw usageError(`There is no command ${shown(verb)}. Say show, new or restored.`);
  const { network, pool } = values;
  if (!network) throw usageError("--network is missing. Say mainnet, preprod, preview, or the network's magic.");
  const withoutChain = values["without-chain"];
  const networkMagic = readNetwork(network);
  const look = openLook(process.env, {
    networkMagic,
    policyId: readPolicyId(pool),
    withoutChain,
  });
  if (!look && !withoutChain) {
    throw usageError(
      "No chain source is set, which tells the pool's nonce: set BLOCKFROST_URL, or say --without-chain.",
    );
  }
  const { longestDeadlineMs } = readLongestDeadline(values["longest-deadline"], networkLabel(networkMagic));
  const found = await whatIsThere(file);
  if (found !== "record" && longestDeadlineMs === undefined) {
    throw usageError(
      `${found === "nothing" ? "There is no record" : "What is damaged is no record"} at ${file} that tells the furthest ` +
        "deadline which this signer could sign: say --longest-deadline as the signer had it, in hours (72 where it had none).",
    );
  }
  const { nonce, tipMs } = look ? await readPool(look, networkLabel(networkMagic)) : { nonce: null, tipMs: 0 };
  // A clock that is behind would end the waiting too early.
  const nowMs = Math.max(Date.now(), tipMs);
  if (found === "damaged") console.error(`Note: what was at ${file} is kept as ${await keepAside(file, nowMs)}.`);
  const record = await change(file, (before) => {
    const longestMs = Math.max(before.longestDeadlineMs, longestDeadlineMs ?? LONGEST_DEADLINE_MS);
    return { ...before, gap: widen(before.gap, gapFrom(nowMs, nonce, longestMs)) };
  });
  print(record);
});

async function whatIsThere(file: string): Promise<"record" | "nothing" | "damaged"> {
  try {
    return (await findRecord(file)) ? "record" : "nothing";
  } catch (error) {
    if (error instanceof RecordDamaged) return "damaged";
    throw error;
  }
}

/** The nonce from the pool's own datum, and the chain's time. Throws in words if the source does not show it. */
async function readPool(look: PoolLook, network: string): Promise<Pick<PoolNow, "nonce" | "tipMs">> {
  const behind = await whyBehind(look, network, Date.now());
  if (behind !== null) throw new Error(`The pool's nonce is not known: ${behind}.`);
  const looked = await look.now("any");
  if (looked.ok) return looked.found;
  throw new Error(`The pool's nonce is not known: ${looked.problem}.`);
}

async function existing(file: string): Promise<SignerRecord> {
  const record = await findRecord(file);
  if (record) return record;
  throw usageError(`There is no record at ${file}.`);
}

/** Whatever is written is counted, as by a signer. */
async function change(file: string, work: (before: SignerRecord) => SignerRecord): Promise<SignerRecord> {
  const plans = keepRecord(replaceDamaged(file));
  await plans.change((before) => ({ record: { ...work(before) }, answer: null }));
  return plans.read();
}

function print({ sequence, publicKey, newestNonce, gap, states }: SignerRecord): void {
  if (gap) console.error(`Note: ${sayGap(gap)}.`);
  console.log(JSON.stringify({ ok: true, sequence, publicKey, newestNonce, gap, states: Object.keys(states).length }));
}
