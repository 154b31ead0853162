import { rulesTexts } from "@/components/messages/rules";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import type { DocumentPage } from "@/server/services/proposals/read-page";
import { sayChange } from "@/server/words/document/say-document";
import { Changes } from "./changes";
import { ProposalActions } from "./proposal-actions";

const texts = rulesTexts.open;

type OpenProposalProps = { open: NonNullable<DocumentPage["open"]>; whyNot: DocumentPage["whyNot"] };

/** What one person has proposed, as the second reads it before confirming. */
export function OpenProposal({ open, whyNot }: OpenProposalProps) {
  const { kind, hash, document, fromDay, proposer, reason, changes } = open;
  return (
    <Card
      title={texts.title}
      note={
        <>
          {proposer ? texts.by(proposer.name) : texts.byNobody}, <Time ms={open.writtenAt.getTime()} />
        </>
      }
      className="border-waiting-line"
    >
      <DataList
        items={[
          { label: texts.reason, value: `“${reason}”` },
          { label: texts.from, value: fromDay === null ? texts.atOnce : texts.fromDay(fromDay) },
          { label: texts.changes, value: <Changes sentences={changes.map((change) => sayChange(kind, change))} /> },
          { label: texts.hash, value: <Hash text={hash} label={texts.hashName} /> },
        ]}
      />
      <ProposalActions draft={{ kind, document, fromDay }} hash={hash} whyNot={whyNot} />
    </Card>
  );
}
