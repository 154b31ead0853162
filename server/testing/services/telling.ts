import type { Channel } from "@/server/domain/monitoring/channel";
import type { Telling } from "@/server/domain/monitoring/telling";

const never = () => Promise.reject(new Error("nothing is sent here"));

/** A channel for tests that look at what is queued. */
export function quietChannel(name: string, of: Partial<Channel> = {}): Channel {
  return { name, kind: "webhook", audience: "staff", lowestPriority: 4, isEscalation: false, ...of, send: never };
}

/** Ways to everybody, which send nothing. */
export const QUIET_TELLING: Telling = {
  siteUrl: "https://prizes.example.org",
  channels: {
    all: [
      quietChannel("team"),
      quietChannel("pager", { lowestPriority: 1 }),
      quietChannel("on-call", { isEscalation: true }),
      quietChannel("players", { audience: "public" }),
    ],
    mailTo: () => never,
    telegramTo: () => never,
    reminderMs: null,
    heartbeat: null,
  },
};
