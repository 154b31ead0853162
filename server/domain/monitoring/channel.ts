import type { PosixMs } from "../units";
import type { Message } from "./message";
import type { Priority } from "./priority";

export const CHANNEL_KINDS = ["webhook", "smtp", "slack", "discord", "telegram"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What became of one try to send. Its words name hosts at most: the rest of an address may be a secret. */
export type Sent =
  | {
      readonly ok: true;
      /** What somebody should know all the same, as of one address of several that was refused. */
      readonly remark: string | null;
    }
  | {
      readonly ok: false;
      readonly problem: string;
      /** The same message would fail again. */
      readonly isFinal: boolean;
      /**
       * No message is sent there until then, or until this one is tried again: the receiver asked for it, or refuses
       * whatever we send. Null where another message may fare better.
       */
      readonly retryAtMs: PosixMs | null;
    };

export type Sending = {
  /** The same for each try of one message: receivers recognise a repeated one. */
  readonly id: string;
  /** What the message is about, as in `incident:12:opened`. */
  readonly key: string;
  readonly nowMs: PosixMs;
  readonly signal: AbortSignal;
};

/** Sends once, and never throws. */
export type Send = (message: Message, sending: Sending) => Promise<Sent>;

/** Where messages go: one entry of CHANNELS_FILE. It shows no secret: those are in what `send` holds. */
export type Channel = {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly audience: "staff" | "public";
  /** Incidents that are less urgent do not go there. */
  readonly lowestPriority: Priority;
  /** It is told only of what nobody has acknowledged in time. */
  readonly isEscalation: boolean;
  readonly send: Send;
};

/** What tells somebody outside, at intervals, that the watch is alive: that one alerts when it hears nothing. */
export type Heartbeat = {
  readonly everyMs: number;
  readonly beat: (sending: Pick<Sending, "nowMs" | "signal">) => Promise<Sent>;
};

/** What CHANNELS_FILE says. */
export type Channels = {
  readonly all: readonly Channel[];
  /** How long after an alert it is told again while nobody has acknowledged; null for never. */
  readonly reminderMs: number | null;
  readonly heartbeat: Heartbeat | null;
  /** To one person, by the first channel of the kind; null if there is none. */
  readonly mailTo: ((address: string) => Send) | null;
  readonly telegramTo: ((chatId: string) => Send) | null;
};

export const NO_CHANNELS: Channels = {
  all: [],
  reminderMs: null,
  heartbeat: null,
  mailTo: null,
  telegramTo: null,
};
