import { ArrowRight } from "lucide-react";
import { poolTexts } from "@/components/messages/pool";
import { Digits } from "@/components/ui/digits";
import type { EffectInWords } from "@/server/words/act-effect";

const texts = poolTexts.card;

/** What an act changes, before and after, and what follows from it. */
export function Effect({ effect }: { effect: Pick<EffectInWords, "changes" | "follows"> }) {
  return (
    <div className="flex flex-col gap-4">
      <dl className="divide-y divide-line rounded-control border border-line">
        {effect.changes.map(({ label, before, after }) => (
          <div key={label} className="flex flex-col gap-1 px-4 py-3">
            <dt className="text-muted text-small">{label}</dt>
            <dd className="figures flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
              <span className="text-muted">
                <span className="sr-only">{texts.before}: </span>
                <Digits text={before} />
              </span>
              <ArrowRight aria-hidden className="size-4 shrink-0 self-center text-faint" />
              <span className="font-semibold">
                <span className="sr-only">{texts.after}: </span>
                <Digits text={after} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <Sentences sentences={effect.follows} />
    </div>
  );
}

export function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-1 pl-5 marker:text-faint">
      {sentences.map((each) => (
        <li key={each} className="break-words">
          <Digits text={each} />
        </li>
      ))}
    </ul>
  );
}
