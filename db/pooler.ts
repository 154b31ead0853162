import { SESSION_SETTINGS } from "./driver-options";
import { DatabaseError } from "./errors";
import type { Client } from "./sessions";
import { describeDatabaseUrl, parseDatabaseUrl } from "./url";
import { readUrlParameters } from "./url-parameters";

type Setting = keyof typeof SESSION_SETTINGS;
const SETTINGS = Object.keys(SESSION_SETTINGS) as Setting[];

/*
 * A pooler refuses settings when a connection is opened, and may hand out another session for each transaction. So what
 * a session must have is set for the user, once and by hand: it is the operator's to say that other programs of that
 * user have it too. What a transaction needs, it sets for itself; nothing here is kept in a session.
 */

/** Throws DatabaseError `pooler`, with the statements to run, if sessions behind a pooler lack a setting. */
export async function checkPooledSettings(client: Client, url: string): Promise<void> {
  if (!readUrlParameters(parseDatabaseUrl(url).searchParams).pooler) return;
  const rows = await client<{ name: string; value: string }[]>`
    select name, setting as value from pg_settings where name = any(${SETTINGS})`;
  const missing = SETTINGS.filter((setting) => !isSet(setting, rows.find(({ name }) => name === setting)?.value ?? ""));
  if (missing.length === 0) return;
  const database = decodeURIComponent(parseDatabaseUrl(url).pathname.slice(1)).replaceAll('"', '""');
  const change = `alter role current_user in database "${database}" set`;
  const lines = missing.map((name) => `  ${change} ${name} = '${SESSION_SETTINGS[name]}';`);
  throw new DatabaseError(
    "pooler",
    `The sessions behind the pooler at ${describeDatabaseUrl(url)} lack settings. Run these with psql as this user, ` +
      `then have the pooler open its sessions anew (PgBouncer: RECONNECT):\n${lines.join("\n")}`,
  );
}

/** Any limit will do: the operator's own may be shorter. */
function isSet(name: Setting, value: string): boolean {
  return name === "TimeZone" ? /^(UTC|Etc\/UTC|GMT)$/i.test(value) : Number(value) > 0;
}
