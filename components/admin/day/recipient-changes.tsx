import { approvalTexts } from "@/components/messages/approval";
import { terms } from "@/components/messages/terms";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { Hash } from "@/components/ui/hash";
import type {
  ChangedRecipients,
  RecipientChange,
  RecipientChanges,
} from "@/server/services/approval/recipient-changes";
import { formatAda } from "@/server/words/format";

const texts = approvalTexts.changes;

/** Who is new, who is gone, and whose amount changed most, against the last paid day. */
export function RecipientDifference({ changes }: { changes: RecipientChanges }) {
  const { fresh, gone, changed, unchanged, beforeDay } = changes;
  return (
    <Card title={texts.title(beforeDay)} note={<Digits text={texts.summary(changes)} />}>
      {fresh.recipients + gone.recipients + changed.recipients === 0 ? (
        <p className="text-muted">{texts.none(unchanged)}</p>
      ) : (
        <div className="grid gap-5">
          <Changes title={texts.fresh} group={fresh} say={({ nowLovelace }) => formatAda(nowLovelace)} />
          <Changes title={texts.gone} group={gone} say={({ beforeLovelace }) => texts.got(formatAda(beforeLovelace))} />
          <Changes
            title={texts.changed}
            group={changed}
            say={({ beforeLovelace: was, nowLovelace: now }) =>
              texts.fromTo(formatAda(was), formatAda(now), signed(now - was))
            }
          />
        </div>
      )}
    </Card>
  );
}

type ChangesProps = { title: string; group: ChangedRecipients; say: (change: RecipientChange) => string };

function Changes({ title, group, say }: ChangesProps) {
  const { recipients, differenceLovelace, most } = group;
  if (recipients === 0) return null;
  return (
    <div>
      <h3 className="font-medium">
        <Digits text={texts.group(title, recipients, signed(differenceLovelace))} />
      </h3>
      <ul className="mt-1.5 grid gap-1.5">
        {most.map((change) => (
          <li key={change.address} className="figures flex flex-wrap justify-between gap-x-4 text-small">
            <Hash text={change.address} label={terms.id.address} head={13} tail={6} />
            <Digits text={say(change)} />
          </li>
        ))}
      </ul>
      {recipients > most.length ? (
        <p className="mt-1.5 text-muted text-small">
          <Digits text={texts.more(recipients - most.length)} />
        </p>
      ) : null}
    </div>
  );
}

function signed(lovelace: bigint): string {
  return (lovelace > 0n ? "+" : "") + formatAda(lovelace);
}
