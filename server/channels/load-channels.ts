import type { z } from "zod";
import { problemsOf } from "@/server/domain/fields";
import { type Channel, type Channels, NO_CHANNELS, type Send } from "@/server/domain/monitoring/channel";
import { withoutPlaceholders } from "@/server/files/placeholders";
import { parseJson } from "@/server/files/read-json";
import { readPrivateFile } from "@/server/files/read-private";
import { FileError } from "@/server/files/read-text";
import { hideSecrets } from "@/server/telemetry/redact/known-secrets";
import { isSecretName } from "@/server/telemetry/redact/secret-names";
import { openDiscord } from "./discord";
import { openHeartbeat } from "./heartbeat";
import { legible } from "./legible";
import { type ChannelSettings, settingsSchema } from "./settings";
import { openSlack } from "./slack";
import { openSmtp } from "./smtp";
import { openTelegram } from "./telegram";
import { openWebhook } from "./webhook";

const MINUTE_MS = 60_000;

/**
 * The channels that CHANNELS_FILE names; none where it is not set. Nothing is connected yet. Throws `FileError`, which
 * names every wrong field and repeats no value.
 */
export async function loadChannels(file: string | undefined): Promise<Channels> {
  if (file === undefined) return NO_CHANNELS;
  const document = parseJson(file, await readPrivateFile(file, "file of alert channels"));
  const parsed = withoutPlaceholders.pipe(settingsSchema).safeParse(document);
  if (!parsed.success) throw new FileError(`${file} does not hold channels:\n${sayProblems(document, parsed.error)}`);
  hideSecrets(secretsOfChannels(parsed.data));
  const { channels, heartbeat, reminderMinutes } = parsed.data;
  const mail = channels.find((each) => each.kind === "smtp");
  const telegram = channels.find((each) => each.kind === "telegram");
  return {
    all: channels.map(openChannel),
    reminderMs: reminderMinutes === 0 ? null : reminderMinutes * MINUTE_MS,
    heartbeat: heartbeat && { everyMs: heartbeat.everySeconds * 1_000, beat: openHeartbeat(heartbeat) },
    mailTo: mail ? (address) => openSend({ ...mail, to: [address] }) : null,
    telegramTo: telegram ? (chatId) => openSend({ ...telegram, chatId }) : null,
  };
}

/** Whoever knows the address of one of these channels writes to it. */
const isSecretField = (name: string, value: unknown) => name === "url" || isSecretName(name, value);

/** Every value that no log may tell. */
function secretsOfChannels({ channels, heartbeat }: z.output<typeof settingsSchema>): string[] {
  const fields = [...channels, heartbeat ?? {}].flatMap((each) => Object.entries(each));
  return fields.flatMap(([name, value]) => (typeof value === "string" && isSecretField(name, value) ? [value] : []));
}

function openChannel(settings: ChannelSettings): Channel {
  const { name, kind, priority, escalation, for: audience } = settings;
  const lowestPriority = priority ?? (escalation ? 1 : 4);
  return { name, kind, audience, lowestPriority, isEscalation: escalation, send: openSend(settings) };
}

/** How to send by such a channel. */
export function openSend(settings: ChannelSettings): Send {
  const send = openKind(settings);
  return (message, sending) => send(legible(message), sending);
}

function openKind(settings: ChannelSettings): Send {
  switch (settings.kind) {
    case "webhook":
      return openWebhook(settings);
    case "smtp":
      return openSmtp(settings);
    case "slack":
      return openSlack(settings);
    case "discord":
      return openDiscord(settings);
    case "telegram":
      return openTelegram(settings);
  }
}

/** One a line, with the channel's name where it has one. */
function sayProblems(document: unknown, error: z.ZodError): string {
  const lines = problemsOf(error).map(({ field, problem }) => {
    const [, index, rest = ""] = /^channels\.(\d+)(.*)$/.exec(field) ?? [];
    if (index === undefined) return `  ${field || "the whole"} ${problem}`;
    return `  ${nameIn(document, Number(index)) ?? `channels.${index}`}${rest} ${problem}`;
  });
  return lines.join("\n");
}

function nameIn(document: unknown, at: number): string | null {
  const channels = (document as { channels?: { name?: unknown }[] }).channels;
  const name = channels?.[at]?.name;
  return typeof name === "string" && /^[a-z][a-z0-9-]{0,31}$/.test(name) ? name : null;
}
