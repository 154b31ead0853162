import { WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { liveTexts as texts } from "@/components/messages/live";
import { Time } from "@/components/ui/time";

type OfflineNoticeProps = {
  /** When the server last answered, by this machine's clock. */
  answeredMs: number;
  /** Why it does not follow, if it is not that nobody answers. */
  title?: string | undefined;
  children?: ReactNode;
};

/** Over the whole width: the page no longer follows what happens, and how old it is. */
export function OfflineNotice({ answeredMs, title = texts.offline, children }: OfflineNoticeProps) {
  return (
    <div role="alert" className="border-waiting-line border-b bg-waiting-soft px-4 py-2 text-ink text-small lg:px-8">
      <p className="mx-auto flex max-w-7xl gap-2">
        <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
        <span>
          <strong className="font-semibold text-waiting">{title}</strong> {texts.shows}{" "}
          <Time ms={answeredMs} className="figures" /> (<Time ms={answeredMs} show="exact" className="figures" />
          ). {children ?? texts.retries}
        </span>
      </p>
    </div>
  );
}
