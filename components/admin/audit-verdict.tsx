import { auditTexts as texts } from "@/components/messages/audit";
import { Callout } from "@/components/ui/callout";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import type { StoredVerdict } from "@/server/services/audit/read-verdict";

/** What the engine's check of the log found, up to which entry and when. */
export function AuditVerdict({ verdict }: { verdict: StoredVerdict }) {
  if (verdict.kind === "never") {
    return (
      <Callout tone="waiting" title={texts.never}>
        {texts.neverNote}
      </Callout>
    );
  }
  const checked = (
    <p>
      {texts.checkedAt} <Time ms={verdict.checkedAtMs} show="exact" precision="second" />
      {verdict.isOld ? ` ${texts.oldNote}` : null}
    </p>
  );
  if (verdict.kind === "changed") {
    return (
      <Callout tone="stopped" title={texts.changed(verdict.sequence)}>
        <p>{texts.changedNote(verdict.problem)}</p>
        <p>
          {texts.foundAt} <Time ms={verdict.sinceMs} show="exact" precision="second" />
        </p>
        {checked}
      </Callout>
    );
  }
  const { upTo, unread, isOld, hash, segments } = verdict;
  return (
    <Callout tone={isOld ? "waiting" : "well"} title={isOld ? texts.old(upTo) : texts.verified(upTo)}>
      {checked}
      {unread > 0 ? <p>{texts.unread(unread)}</p> : null}
      <p>{texts.keepHash}</p>
      <Hash text={hash} label={texts.newestHash} />
      {segments.map(({ last, reason }) => (
        <p key={last.hash}>
          {texts.segment(last.dayIndex, reason)} <Hash text={last.hash} label={texts.newestHash} />
        </p>
      ))}
    </Callout>
  );
}
