/** What a person hears of: all there is, what they can act on, or only what concerns their own account. */
export const WANTS = ["everything", "what-waits", "my-account"] as const;
export type Wants = (typeof WANTS)[number];

/** By what a person hears it. Notices about their account come by e-mail in any case, if the server sends any. */
export const NEWS_WAYS = ["e-mail", "telegram"] as const;
export type NewsWay = (typeof NEWS_WAYS)[number];

export type NewsSettings = {
  readonly way: NewsWay;
  /** Kept while another way is chosen. */
  readonly telegramChat: string | null;
  readonly wants: Wants;
};

/** Of whoever has chosen nothing. */
export const DEFAULT_NEWS_SETTINGS: NewsSettings = { way: "e-mail", telegramChat: null, wants: "what-waits" };

/** What a piece of news is to those who hear it. `waits`: they can act on it now. */
export type Concern = "account" | "waits" | "news";

const HEARD: Record<Wants, readonly Concern[]> = {
  everything: ["account", "waits", "news"],
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
  { way, telegramChat, wants }: NewsSettings,
  concern: Concern,
  offered: Readonly<Record<NewsWay, boolean>>,
): readonly NewsWay[] {
  if (!hears(wants, concern)) return [];
  const byTelegram = offered.telegram && way === "telegram" && telegramChat !== null;
  const byMail = offered["e-mail"] && (concern === "account" || !byTelegram);
  return NEWS_WAYS.filter((each) => (each === "telegram" ? byTelegram : byMail));
}

/** A chat's id as Telegram writes it: a number, negative for a group. */
export const TELEGRAM_CHAT = /^-?[1-9][0-9]{4,15}$/;

/** What the channel names of persons begin with. No channel of CHANNELS_FILE has a colon in its name. */
export const PERSONS = "person:";

/** The name that a delivery has for a person, and what it means; null for the name of another channel. */
export const personChannelName = (userId: string, way: NewsWay): string => `${PERSONS}${userId}:${way}`;

export function readPersonChannel(name: string): { readonly userId: string; readonly way: NewsWay } | null {
  const [, userId = "", way] = /^person:([0-9a-f-]{36}):(e-mail|telegram)$/.exec(name) ?? [];
  const known = NEWS_WAYS.find((each) => each === way);
  return known ? { userId, way: known } : null;
}
