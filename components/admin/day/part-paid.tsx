import { partPaidTexts as texts } from "@/components/messages/part-paid";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";

/** What becomes of the rest: the next day pays it, unless somebody has asked to resume the plan. */
export function PartPaid({ resumeBeforeMs }: { resumeBeforeMs: number | null }) {
  return (
    <Callout tone="waiting" title={texts.title}>
      {resumeBeforeMs === null ? (
        texts.effect
      ) : (
        <>
          {texts.resuming} <Time ms={resumeBeforeMs} show="exact" />.
        </>
      )}
    </Callout>
  );
}
