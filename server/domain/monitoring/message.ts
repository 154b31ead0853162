import type { Priority } from "./priority";

/** What a person or a channel is told. Plain text: each channel escapes it as it must. No secrets. */
export type Message = {
  /** One line. */
  readonly title: string;
  /** Sentences; lines separated by \n. */
  readonly text: string;
  /** An absolute address of a page of ours; null if there is none. */
  readonly link: string | null;
  /** Null for what asks nobody to act: that an incident is over, notifications, and tests. */
  readonly priority: Priority | null;
};
