import { migrateDatabase } from "@/db/migrate";
import { type Adopted, adoptPool } from "@/server/services/adopt/adopt-pool";
import { commandActor } from "./actor";
import { reportPlace } from "./adopt/report-places";
import { runCommand, usageError } from "./command";
import { readJsonArgument } from "./read-json-argument";
import { withDatabaseUrl } from "./with-database";
import { withPayoutContext } from "./with-payout-context";

const USAGE = `npm run adopt -- --policy ID --reports DIR|URL [--operations FILE] [--execute]

Brings an empty or outdated database to what the chain says: after it was lost, or restored from a backup from before a
payout. Pool, rules, days, lines, batches, signatures and books come from the chain and the published reports; each
report is checked by its hash, and each plan is computed again. Without --execute it only says what it would do. Run it
with the engine's environment. The engine stays paused until two people have checked what was adopted:
npm run engine -- resume, or the overview. If it is interrupted, run it again.

  --policy ID        the pool's policy id
  --reports DIR|URL  a copy of REPORT_DIR, or the public address of an installation that has the reports
  --operations FILE  for an empty database: depths, times and thresholds, as in deploy.example.json (default: the defaults)
  --execute          do it

The last line is one JSON object with "ok", "executed", "days", "first", "last", "payoutLovelace", "carriedLovelace" and
"states".`;

/** What no chain and no report holds. */
const NOT_ADOPTED = [
  "people, their roles and keys in the console: invite them again",
  "operations (depths, times, thresholds), unless --operations names them",
  "rules that were confirmed for a day that was not read yet: propose them again",
  "days that were closed after the last Commit: they are read and closed anew",
  "signatures for a plan that was not committed: they are asked for again",
];

const OPTIONS = {
  policy: { type: "string" },
  reports: { type: "string" },
  operations: { type: "string" },
  execute: { type: "boolean", default: false },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const { policy, reports, operations, execute } = values;
  if (!policy || !/^[0-9a-f]{56}$/.test(policy)) {
    throw usageError("--policy must be a policy id: 56 hexadecimal digits in lower case.");
  }
  if (!reports) throw usageError("--reports is missing. Name a folder of reports, or an installation's address.");
  const place = reportPlace(reports);
  const document = operations === undefined ? null : await readJsonArgument(operations);
  await withDatabaseUrl(async (url) => {
    await migrateDatabase(url);
    const adopted = await withPayoutContext(url, (ctx) =>
      adoptPool(ctx, {
        ...{ policyId: policy, place, operations: document, execute },
        actor: commandActor(),
        tell: (text) => console.error(text),
      }),
    );
    sayEnd(adopted, execute);
  });
});

function sayEnd({ executed, days, payoutLovelace, carriedLovelace, states }: Adopted, execute: boolean): void {
  if (executed) {
    console.error("\nNeither the chain nor a report holds:");
    for (const text of NOT_ADOPTED) console.error(`  ${text}`);
    console.error("\nThe engine is paused. Two people check the days in the console, and resume it.");
  } else if (!execute) console.error("\nNothing was changed. Run again with --execute to do it.");
  const [first = null, last = null] = [days[0], days.at(-1)];
  const sums = { payoutLovelace: `${payoutLovelace}`, carriedLovelace: `${carriedLovelace}` };
  console.log(JSON.stringify({ ok: true, executed, days: days.length, first, last, ...sums, states }));
}
