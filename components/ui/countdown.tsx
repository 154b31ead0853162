"use client";

import { cx } from "./cx";
import { formatRemaining, formatUtc } from "./format-time";
import { useNow } from "./use-now";

type CountdownProps = {
  /** POSIX time in milliseconds that it counts down to. */
  ms: number;
  /** The clock to count by, if it is not this machine's. */
  nowMs?: number;
  /** Shown from that moment on: "Any moment now". */
  doneLabel: string;
  className?: string;
};

/**
 * Without JavaScript it shows the absolute time. Both texts share one cell, so that nothing moves when the countdown
 * starts. A screen reader gets the absolute time, not a number every second.
 */
export function Countdown({ ms, nowMs, doneLabel, className }: CountdownProps) {
  const now = useNow(1_000);
  const live = useNow(1_000, nowMs);
  const running = now !== null && live !== null;
  const text = running ? (live >= ms ? doneLabel : formatRemaining(ms - live)) : null;
  const cell = "[grid-area:1/1] whitespace-nowrap";
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={formatUtc(ms)}
      className={cx("figures inline-grid items-baseline justify-items-start", className)}
    >
      <span className={cx(cell, "text-[0.6em] tracking-normal", running && "opacity-0")}>
        {formatUtc(ms, "minute")}
      </span>
      {running ? (
        <span aria-hidden className={cell}>
          {text}
        </span>
      ) : null}
    </time>
  );
}
