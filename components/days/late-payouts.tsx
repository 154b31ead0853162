import Link from "next/link";
import { nextPayoutTexts } from "@/components/messages/next-payout";
import { Callout } from "@/components/ui/callout";
import type { PoolView } from "@/server/services/published/read-pool-view";

const texts = nextPayoutTexts.late;

/** Names the days that have ended and are not paid, and what the first of them waits for. */
export function LatePayouts({ view }: { view: PoolView }) {
  const { late, next } = view;
  if (!late) return null;
  return (
    <Callout
      tone="waiting"
      title={texts.title(late.days)}
      action={
        <Link href={`/days/${late.oldestDay}`} className="touch-inline underline underline-offset-4">
          {texts.see(late.oldestDay)}
        </Link>
      }
    >
      {texts.text(late.oldestDay, late.newestDay, next.moment.kind)}
    </Callout>
  );
}
