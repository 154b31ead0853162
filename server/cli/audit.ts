import { verifyAuditLog } from "@/server/services/audit/verify-log";
import { runCommand, usageError } from "./command";
import { needAuditKeys, withUnchangedDatabase } from "./with-database";

const USAGE = `npm run audit -- verify

Checks the whole audit log now, as the engine does bit by bit: that its events are chained without a gap, that each was
written with the key of its time (AUDIT_KEY and AUDIT_KEYS_OLD), that it goes as far as the engine has seen, and that it
holds what each day's report names. Changes nothing. Reads the database that DATABASE_URL names, or the embedded one.
The last line is one JSON object with "ok", and "events", "head" and "segments", or "sequence" and "problem".

Exit code: 1 where it does not verify. OPERATIONS.md, "When the audit log does not verify", says what to do then.`;

await runCommand({ usage: USAGE, options: {}, words: true }, async ({ positionals: [command, ...rest] }) => {
  if (command !== "verify" || rest.length > 0) throw usageError("The command is: npm run audit -- verify");
  const verdict = await withUnchangedDatabase(verifyAuditLog, needAuditKeys());
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
});
