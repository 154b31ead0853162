import { randomUUID } from "node:crypto";
import { loadChannels } from "@/server/channels/load-channels";
import type { Channels } from "@/server/domain/monitoring/channel";
import { readChannels } from "@/server/services/alerts/read-channels";
import { findChannel } from "@/server/services/alerts/test-channel";
import { sayChannel, sayTraffic } from "@/server/words/channel";
import { sayChannelTest } from "@/server/words/test-message";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { needEnv } from "./need-env";
import { withUnchangedDatabase } from "./with-database";

const USAGE = `npm run alerts -- check [--file FILE]
npm run alerts -- test CHANNEL [--file FILE]
npm run alerts -- list [--file FILE]

check reads the file of channels, and says where each goes or what is wrong with it. test sends one message to a channel
and says what became of it. Neither needs the database. list says how each channel is doing: what it was last sent, what
waits, and why. The last line is one JSON object with "ok".

  --file FILE  instead of CHANNELS_FILE`;

const OPTIONS = { file: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb, name, ...more] = positionals;
  if (more.length > 0 || (name !== undefined) !== (verb === "test"))
    throw usageError("Say check, test CHANNEL or list.");
  const file = values.file ?? needEnv("CHANNELS_FILE").CHANNELS_FILE;
  if (file === undefined) throw usageError("CHANNELS_FILE is not set. Set it, or say --file FILE.");
  const channels = await loadChannels(file);
  if (verb === "check") return check(channels);
  if (verb === "test" && name !== undefined) return sendTest(channels, name);
  if (verb === "list") return list(channels);
  throw usageError("Say check, test CHANNEL or list.");
});

function check({ all, heartbeat, reminderMs }: Channels): void {
  for (const channel of all) console.error(sayChannel(channel));
  if (!all.some(({ audience, isEscalation }) => audience === "staff" && !isEscalation))
    console.error("No channel is for the staff: nobody is told of incidents.");
  if (heartbeat === null) console.error("There is no heartbeat: if this machine is gone, nobody is told.");
  console.log(JSON.stringify({ ok: true, channels: all.length, heartbeat: heartbeat !== null, reminderMs }));
}

async function sendTest(channels: Channels, name: string): Promise<void> {
  const id = randomUUID();
  const { signal } = new AbortController();
  const sending = { id, key: `test:${id}`, nowMs: Date.now(), signal };
  const sent = await findChannel(channels, name).send(sayChannelTest(commandActor(), null), sending);
  const problem = sent.ok ? sent.remark : sent.problem;
  console.error(sent.ok ? `Sent to ${name}.` : `Not sent to ${name}.`, problem ?? "");
  if (!sent.ok) process.exitCode = 1;
  console.log(JSON.stringify({ ok: sent.ok, channel: name, problem }));
}

async function list(channels: Channels): Promise<void> {
  const views = await withUnchangedDatabase((db) => readChannels(db, channels, Date.now()));
  for (const view of views) console.error(`${sayChannel(view)} ${sayTraffic(view)}`);
  console.log(JSON.stringify({ ok: true, channels: views }));
}
