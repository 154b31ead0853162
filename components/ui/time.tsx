"use client";

import { formatRelative, formatUtc } from "./format-time";
import { useMounted, useNow } from "./use-now";

type TimeProps = {
  /** POSIX time in milliseconds. */
  ms: number;
  /** The clock to compare with, if it is not this machine's (a chain's, or the server's at rendering). */
  nowMs?: number;
  /** "relative" becomes "3 minutes ago" once the page is live; "exact" stays UTC. */
  show?: "relative" | "exact";
  precision?: "second" | "minute";
  className?: string;
};

/** Without JavaScript: the exact UTC time (or relative to `nowMs`). The title has the exact UTC and local times. */
export function Time({ ms, nowMs, show = "relative", precision = "minute", className }: TimeProps) {
  const mounted = useMounted();
  const now = useNow(15_000, nowMs);
  const utc = formatUtc(ms);
  const text = show === "exact" || now === null ? formatUtc(ms, precision) : formatRelative(ms, now);
  const local = mounted ? new Date(ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" }) : null;
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={local ? `${utc}\n${local}` : utc}
      className={className ?? "figures whitespace-nowrap"}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
