import { z } from "zod";
import { wholeNumberField } from "@/server/domain/fields";
import type { Priority } from "@/server/domain/monitoring/priority";
import { secret } from "@/server/env/secret";
import { type Read, variable } from "@/server/env/variable";
import { receiverAddress } from "@/server/env/web-address";
import { smtpFields } from "./smtp-settings";

/* What CHANNELS_FILE may hold. Messages never repeat a value: most are secrets. */

const NAME =
  "must be 1 to 32 lower-case letters, digits and hyphens, begin with a letter, as in on-call, and not be people";
const PRIORITY =
  "must be 1, 2, 3 or 4: the least urgent incident that goes there (1 wakes people, 2 is for today, 3 for this week)";

/** `whsec_` and the key in base64, as Standard Webhooks have it, so that its libraries verify what we send. */
const webhookSecret: Read<string> = (text, refuse) => {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (encoded === undefined || Buffer.from(encoded, "base64").length < 24)
    return refuse(
      'must be whsec_ and at least 24 bytes in base64: create one with: echo "whsec_$(openssl rand -base64 32)"',
    );
  secret(encoded, refuse);
  return text;
};

const botToken: Read<string> = (text, refuse) =>
  /^\d{3,20}:[A-Za-z0-9_-]{20,100}$/.test(text) ? text : refuse("must be a bot's token as BotFather gives it");

const CHAT = "must be a chat's number, as in \"-1001234567890\", or a channel's @name";
const chatId = z.string({ error: CHAT }).regex(/^(-?\d{1,20}|@[A-Za-z]\w{3,40})$/, { error: CHAT });

const common = {
  name: z.string({ error: NAME }).regex(/^(?!people$)[a-z][a-z0-9-]{0,31}$/, { error: NAME }),
  for: z.enum(["staff", "public"]),
  priority: z
    .number({ error: PRIORITY })
    .refine((value): value is Priority => [1, 2, 3, 4].includes(value), { error: PRIORITY })
    .optional(),
  escalation: z.boolean().default(false),
};

const address = (example: string) => variable(receiverAddress(example));

const anyChannel = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      ...common,
      kind: z.literal("webhook"),
      url: address("https://pager.example.org/hook"),
      secret: variable(webhookSecret),
    }),
    z.strictObject({ ...common, kind: z.literal("smtp"), ...smtpFields }),
    z.strictObject({ ...common, kind: z.literal("slack"), url: address("https://hooks.slack.com/services/…") }),
    z.strictObject({ ...common, kind: z.literal("discord"), url: address("https://discord.com/api/webhooks/…") }),
    z.strictObject({
      ...common,
      kind: z.literal("telegram"),
      botToken: variable(botToken),
      chatId,
      url: address("https://api.telegram.org").default("https://api.telegram.org"),
    }),
  ],
  { error: "must be webhook, smtp, slack, discord or telegram" },
);

const channel = anyChannel.superRefine(({ for: audience, priority, escalation, kind, ...rest }, context) => {
  const refuse = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
  if (audience === "public" && (priority !== undefined || escalation))
    return refuse(escalation ? "escalation" : "priority", "is for channels of the staff: remove it");
  if (escalation && (priority ?? 1) !== 1)
    return refuse("priority", "must be 1 or left out: nobody is called in for what wakes nobody");
  if (audience === "staff" && !escalation && priority === undefined) return refuse("priority", PRIORITY);
  if (kind === "smtp" && "user" in rest && (rest.user === undefined) !== (rest.password === undefined))
    return refuse("password", "and user belong together: give both, or none");
});

const MOST_CHANNELS = 16;
const LIST = `must be a list of at most ${MOST_CHANNELS} channels`;

export const settingsSchema = z.strictObject(
  {
    /** How long after an alert that nobody acknowledged it is told again; 0 for never. */
    reminderMinutes: wholeNumberField(0, 10_080, "a time in minutes, 0 for never").default(60),
    heartbeat: z
      .strictObject({
        url: address("https://hc.example.org/ping/…"),
        everySeconds: wholeNumberField(10, 3_600, "a time in seconds").default(60),
      })
      .nullable()
      .default(null),
    channels: z
      .array(channel, { error: LIST })
      .max(MOST_CHANNELS, { error: LIST })
      .superRefine((channels, context) => {
        for (const [at, { name }] of channels.entries())
          if (channels.findIndex((other) => other.name === name) < at)
            context.addIssue({ code: "custom", path: [at, "name"], message: "is another channel's name already" });
      }),
  },
  { error: ({ code }) => (code === "invalid_type" ? "must hold an object of fields" : undefined) },
);

export type ChannelSettings = z.output<typeof channel>;
export type SettingsOf<Kind extends ChannelSettings["kind"]> = Extract<ChannelSettings, { kind: Kind }>;
