import type { Database } from "@/db/client";
import type { NamedReport } from "@/server/domain/audit/anchor";
import type { ChainSource } from "@/server/domain/ports";
import { verifyAuditLog } from "@/server/services/audit/verify-log";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { findLastCommit } from "@/server/services/pool-commands/find-last-commit";
import { findPool } from "@/server/services/pool-commands/find-pool";
import { runCommand, usageError } from "./command";
import { environmentSource } from "./environment-source";
import { needAuditKeys, withUnchangedDatabase } from "./with-database";

const USAGE = `npm run audit -- verify [--chain]

Checks the whole audit log now, as the engine does bit by bit: that its events are chained without a gap, that each was
written with the key of its time (AUDIT_KEY and AUDIT_KEYS_OLD), that it goes as far as the engine has seen, and that it
holds what each day's report names. Changes nothing. Reads the database that DATABASE_URL names, or the embedded one.
The last line is one JSON object with "ok", and "events", "head" and "segments", or "sequence" and "problem".

  --chain   also that the stored reports are those that were published: the newest Commit names one, and each names the
            one before. Reads the chain at BLOCKFROST_URL, or another of SOURCES.

Exit code: 1 where it does not verify. OPERATIONS.md, "When the audit log does not verify", says what to do then.`;

const OPTIONS = { chain: { type: "boolean", default: false } } as const;

await runCommand(
  { usage: USAGE, options: OPTIONS, words: true },
  async ({ values, positionals: [command, ...rest] }) => {
    if (command !== "verify" || rest.length > 0) throw usageError("The command is: npm run audit -- verify");
    const source = values.chain ? await environmentSource() : null;
    const verify = async (db: Database) => verifyAuditLog(db, source && (await newestOnChain(db, source)));
    const verdict = await withUnchangedDatabase(verify, needAuditKeys());
    if (verdict.ok) {
      console.error(`The log verifies: ${verdict.events} events.`);
      for (const { last, reason } of verdict.segments) {
        console.error(`The log up to day ${last.dayIndex} was lost, as the log itself says: ${reason}`);
      }
    } else {
      console.error(`The log does not verify: ${verdict.problem}.`);
      console.error('OPERATIONS.md, "When the audit log does not verify", says what to do.');
      process.exitCode = 1;
    }
    console.log(JSON.stringify(verdict));
  },
);

/** The report that the newest Commit of this database's pool names. */
async function newestOnChain(db: Database, source: ChainSource): Promise<NamedReport> {
  const pool = await loadPoolRow(db);
  if (!pool) throw usageError("No pool in this database: there is nothing to compare with the chain.");
  const { transactions } = await findPool(source, pool.row.policyId);
  const commit = await findLastCommit(source, transactions);
  if (!commit) throw usageError("The pool has committed no plan yet: there is nothing to compare with the chain.");
  return { dayIndex: commit.day, hash: commit.reportHash };
}
