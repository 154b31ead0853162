import { dayTexts } from "@/components/messages/day";
import { Steps } from "@/components/ui/steps";
import { Time } from "@/components/ui/time";
import type { DayView } from "@/server/services/published/read-day";
import { type DayStage, dayStages } from "./day-stages";

const texts = dayTexts.stages;

/** The day's stages with their times. */
export function DayLine({ view }: { view: DayView }) {
  const stages = dayStages(view);
  return (
    <Steps
      label={texts.label(view.dayIndex)}
      items={stages.map((stage) => ({
        key: stage.key,
        label: stage.label,
        state: stage.state,
        note: <Note stage={stage} nowMs={view.nowMs} />,
      }))}
    />
  );
}

function Note({ stage, nowMs }: { stage: DayStage; nowMs: number }) {
  if (stage.atMs !== null) return <Time ms={stage.atMs} show="exact" className="figures" />;
  if (stage.waitsForDay !== null) return texts.waitsFor(stage.waitsForDay);
  if (stage.dueMs === null) return stage.state === "current" ? texts.underWay : null;
  return (
    <>
      {stage.dueMs < nowMs ? texts.wasDue : texts.until} <Time ms={stage.dueMs} show="exact" className="figures" />
    </>
  );
}
