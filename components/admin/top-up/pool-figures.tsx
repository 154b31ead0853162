import { topUpTexts } from "@/components/messages/top-up";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Stat, StatGrid } from "@/components/ui/stat";
import type { TopUpView } from "@/server/services/top-up/read-top-ups";
import { formatAda, groupDigits } from "@/server/words/format";

const texts = topUpTexts.held;

/** How far ahead people plan: a week, and a month. */
const AHEAD_DAYS = [7, 30] as const;

/** What the pool has, how long it lasts, and what is missing for longer. */
export function PoolFigures({ pool }: { pool: NonNullable<TopUpView["pool"]> }) {
  const { held, freeLovelace, reserveLovelace, tokenName, forecast } = pool;
  const rows = [
    ...(tokenName === null ? [] : [{ label: texts.tokens(tokenName), value: groupDigits(held.tokens) }]),
    ...(forecast?.days == null
      ? []
      : AHEAD_DAYS.map((days) => ({ label: texts.next(days), value: missing(pool, forecast.day, days) }))),
  ];
  return (
    <div className="flex flex-col gap-4">
      <StatGrid columns={4}>
        <Stat
          label={texts.held}
          value={<Amount lovelace={held.lovelace} />}
          note={texts.heldNote(formatAda(reserveLovelace))}
        />
        <Stat label={texts.free} value={<Amount lovelace={freeLovelace} />} note={texts.freeNote} />
        <Stat
          label={texts.day}
          value={forecast ? <Amount lovelace={forecast.day} /> : texts.unknown}
          note={forecast ? texts.dayNote(formatAda(forecast.pot)) : undefined}
        />
        <Stat label={texts.lasts} {...lasts(forecast)} />
      </StatGrid>
      {rows.length === 0 ? null : (
        <Card>
          <DataList items={rows} />
        </Card>
      )}
    </div>
  );
}

function lasts(forecast: NonNullable<TopUpView["pool"]>["forecast"]) {
  if (!forecast) return { value: texts.unknown };
  if (forecast.days === null) return { value: texts.share, note: texts.shareNote };
  return { value: texts.days(groupDigits(forecast.days)), note: texts.lastsNote };
}

function missing({ freeLovelace }: NonNullable<TopUpView["pool"]>, day: bigint, days: number) {
  const lovelace = day * BigInt(days) - freeLovelace;
  return lovelace > 0n ? <Amount lovelace={lovelace} /> : texts.enough;
}
