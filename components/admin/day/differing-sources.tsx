import { stoppedDayTexts } from "@/components/messages/stopped-day";
import type { Opinion } from "@/server/domain/second-opinion/opinion";
import { groupDigits } from "@/server/words/format";
import { saySourceDifference } from "@/server/words/second-opinion";

const texts = stoppedDayTexts.differing;

/** What two sources say differently, each row with both sides. */
export function DifferingSources({ opinion }: { opinion: Extract<Opinion, { kind: "differs" }> }) {
  const { rows, total, at } = opinion;
  return (
    <>
      {total > rows.length ? <p>{texts.first(rows.length, total)}</p> : null}
      <ul className="flex flex-col gap-1">
        {rows.map((row) => (
          <li key={JSON.stringify(row)} className="break-all text-small">
            {saySourceDifference(row, opinion)}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-muted text-small">{texts.askedAt(groupDigits(at.height))}</p>
    </>
  );
}
