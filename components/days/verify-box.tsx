import { Download } from "lucide-react";
import { terms } from "@/components/messages/terms";
import { verifyTexts as texts } from "@/components/messages/verify";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import type { DayView } from "@/server/services/published/read-day";
import { groupDigits } from "@/server/words/format";
import { sayDeclaredSources } from "@/server/words/second-opinion";

/** The day's hashes and files, and how to verify them. */
export function VerifyBox({ view }: { view: DayView }) {
  const { report, dayIndex } = view;
  if (!report) return null;
  const files = `/api/v1/days/${dayIndex}`;
  const item = (
    { label, id, none = "" }: { label: string; id: string; none?: string },
    text: string | null,
    note?: string,
  ) => ({
    label,
    note,
    value: text === null ? <Muted>{none}</Muted> : <Hash text={text} label={id} head={16} tail={12} />,
  });
  return (
    <Card
      id="verify"
      title={texts.title}
      note={texts.note}
      actions={
        <>
          <a href={`${files}/report.json`} download className={buttonClass("primary", "small")}>
            <Download aria-hidden /> report.json
          </a>
          <a href={`${files}/rewards.csv`} download className={buttonClass("secondary", "small")}>
            <Download aria-hidden /> rewards.csv
          </a>
        </>
      }
    >
      <DataList
        items={[
          item(texts.reportHash, report.hash, texts.reportNote(report.lines, report.partHashes.length)),
          item(texts.merkleRoot, report.linesRoot),
          item(texts.commitment, view.commitment),
          item(texts.planDigest, view.planDigest),
          {
            label: texts.snapshot.label,
            value: view.snapshot ? (
              <>
                <span className="figures text-small">{groupDigits(view.snapshot.height)}</span>{" "}
                <Hash text={view.snapshot.hash} label={terms.id.block} />{" "}
                <Time ms={view.snapshot.timeMs} show="exact" precision="second" className="figures text-small" />
              </>
            ) : (
              <Muted>{texts.snapshot.none}</Muted>
            ),
          },
          { label: texts.sources, value: sayDeclaredSources(report.declared) },
        ]}
      />
      <div className="mt-4">
        <Disclosure variant="line" summary={texts.how}>
          <ol className="grid max-w-prose list-decimal gap-3 pl-5">
            <li>
              {texts.steps.hash}
              <CodeBlock className="mt-2" label={texts.hashIt} text={`b2sum -l 256 report-${dayIndex}.json`} />
            </li>
            <li>
              {texts.steps.parts}
              <ul className="mt-2 flex flex-wrap gap-2">
                {report.partHashes.map((part, index) => (
                  <li key={part}>
                    <a href={`${files}/report/${part}`} download className={buttonClass("secondary", "small")}>
                      <Download aria-hidden /> {texts.part(index + 1)}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
            <li>{texts.steps.commit}</li>
            <li>{texts.steps.payments}</li>
            <li>{texts.steps.line}</li>
          </ol>
        </Disclosure>
      </div>
    </Card>
  );
}

function Muted({ children }: { children: string }) {
  return <span className="text-muted">{children}</span>;
}
