import Link from "next/link";
import { statusTexts as texts } from "@/components/messages/status";
import { cx } from "@/components/ui/cx";
import { TONES } from "@/components/ui/tone";
import { wakesPeople } from "@/server/domain/monitoring/priority";
import type { PublicIncident } from "@/server/services/incidents/list-public";

/** Over the whole width of public pages, in one line, while something concerns players. */
export function PublicBanner({ open }: { open: readonly PublicIncident[] }) {
  const [worst] = open;
  if (!worst) return null;
  const look = TONES[wakesPeople(worst.priority) ? "stopped" : "waiting"];
  return (
    <div className={cx("border-b py-2 text-small", look.soft, look.border)}>
      <p className="mx-auto flex max-w-6xl gap-2 px-4 sm:px-6">
        <look.icon aria-hidden className={cx("mt-0.5 size-4 shrink-0", look.text)} />
        <span className="line-clamp-2 min-w-0 break-words">
          {worst.text} {open.length > 1 ? texts.banner.others(open.length - 1) : null}
        </span>
        <Link href="/status" className="touch-inline shrink-0 underline underline-offset-4">
          {texts.banner.more}
        </Link>
      </p>
    </div>
  );
}
