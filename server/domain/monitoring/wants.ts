import type { Channels } from "./channel";

/** What a person hears of: all there is, what they can act on, or only what concerns their own account. */
export const WANTS = ["everything", "what-waits", "my-account"] as const;
export type Wants = (typeof WANTS)[number];

/** By what a person hears it. Notices about their account come by e-mail in any case, if the server sends any. */
export const NOTIFICATION_WAYS = ["e-mail", "telegram"] as const;
export type NotificationWay = (typeof NOTIFICATION_WAYS)[number];

export type NotificationSettings = {
  readonly way: NotificationWay;
  /** Kept while another way is chosen. */
  readonly telegramChat: string | null;
  readonly wants: Wants;
};

/** Of whoever has chosen nothing. */
export const DEFAULT_NOTIFICATION_SETTINGS: NotificationSettings = {
  way: "e-mail",
  telegramChat: null,
  wants: "what-waits",
};

/** What a notification is to those who hear it. `waits`: they can act on it now. */
export type Concern = "account" | "waits" | "happened";

const HEARD: Record<Wants, readonly Concern[]> = {
  everything: ["account", "waits", "happened"],
  "what-waits": ["account", "waits"],
  "my-account": ["account"],
};

const hears = (wants: Wants, concern: Concern): boolean => HEARD[wants].includes(concern);

/**
 * The ways by which a person is told; none if they do not want to hear it, or the server has no way to them. Telegram
 * gives way to e-mail where the server has no bot any more. What concerns the account goes every way there is: whoever
 * has taken a session over and changed the way keeps its owner from hearing nothing.
 */
export function waysTo(
  { way, telegramChat, wants }: NotificationSettings,
  concern: Concern,
  offered: Offered,
): readonly NotificationWay[] {
  if (!hears(wants, concern)) return [];
  const byTelegram = offered.telegram && way === "telegram" && telegramChat !== null;
  const byMail = offered["e-mail"] && (concern === "account" || !byTelegram);
  return NOTIFICATION_WAYS.filter((each) => (each === "telegram" ? byTelegram : byMail));
}

/** By which ways a server can reach people. */
export type Offered = Readonly<Record<NotificationWay, boolean>>;

export const offeredBy = ({ mailTo, telegramTo }: Pick<Channels, "mailTo" | "telegramTo">): Offered => ({
  "e-mail": mailTo !== null,
  telegram: telegramTo !== null,
});

/** A chat's id as Telegram writes it: a number, negative for a group. */
export const TELEGRAM_CHAT = /^-?[1-9][0-9]{4,15}$/;

/** What the channel names of persons begin with. No channel of CHANNELS_FILE has a colon in its name. */
export const PERSONS = "person:";

/** The name of the channel to a person by one way, in deliveries. */
export const personChannelName = (userId: string, way: NotificationWay): string => `${PERSONS}${userId}:${way}`;

/** What such a name means; null for the name of any other channel. */
export function readPersonChannel(name: string): { readonly userId: string; readonly way: NotificationWay } | null {
  const [, userId = "", way] = /^person:([0-9a-f-]{36}):(e-mail|telegram)$/.exec(name) ?? [];
  const known = NOTIFICATION_WAYS.find((each) => each === way);
  return known ? { userId, way: known } : null;
}
