"use client";

import { WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { liveTexts as texts } from "@/components/messages/live";
import { formatAge } from "@/components/ui/format-time";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";

type OfflineNoticeProps = {
  /** When the server last answered, by this machine's clock. */
  answeredMs: number;
  /** Why the page does not follow, if it is not that nobody answers. */
  title?: string | undefined;
  children?: ReactNode;
};

/** Over the whole width: the page no longer follows what happens, and how old it is. */
export function OfflineNotice({ answeredMs, title = texts.offline, children }: OfflineNoticeProps) {
  const nowMs = useNow(1_000);
  return (
    <div role="alert" className="border-waiting-line border-b bg-waiting-soft px-4 py-2 text-ink text-small lg:px-8">
      <p className="mx-auto flex max-w-7xl gap-2">
        <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
        <span>
          <strong className="font-semibold text-waiting">{title}</strong> {texts.shows}{" "}
          <Time ms={answeredMs} show="exact" precision="second" className="figures" />
          {/* Not read out each second: the time before it is exact. */}
          {nowMs === null ? null : <span aria-hidden>{texts.age(formatAge(nowMs - answeredMs))}</span>}.{" "}
          {children ?? texts.retries}
        </span>
      </p>
    </div>
  );
}
