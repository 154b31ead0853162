import { eligibilityTexts } from "@/components/messages/eligibility";
import { StatusBadge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { Time } from "@/components/ui/time";
import { TONES } from "@/components/ui/tone";
import type { Eligibility } from "@/server/services/eligibility/check-eligibility";
import { sayVerdict } from "./verdict";

const texts = eligibilityTexts.verdict;

/** The answer: one sentence in large type, its evidence, and how certain it is. */
export function VerdictPanel({ view }: { view: Eligibility }) {
  const { tone, title, detail } = sayVerdict(view);
  const look = TONES[tone];
  return (
    <section
      aria-labelledby="verdict"
      className={cx("rounded-panel border px-5 py-6 sm:px-8 sm:py-8", look.soft, look.border)}
    >
      <div className="flex gap-3 sm:gap-4">
        <look.icon aria-hidden className={cx("mt-1.5 size-6 shrink-0 sm:mt-2", look.text)} />
        <div className="min-w-0">
          <h2 id="verdict" className="figures text-balance font-semibold text-display">
            {title}
          </h2>
          <p className="figures mt-2 max-w-prose text-title">{detail}</p>
          <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 text-muted text-small">
            <StatusBadge tone="info">{texts.provisional}</StatusBadge>
            <p className="figures max-w-prose">
              {texts.asOf(view.block.height)} <Time ms={view.block.timeMs} show="exact" />. {texts.finalAt}{" "}
              <Time ms={view.dayEndMs} show="exact" />.
            </p>
          </div>
        </div>
      </div>
    </section>
  );
}
