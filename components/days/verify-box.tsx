import { Download } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import { groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import type { DayView } from "@/server/services/published/read-day";

/** What proves the day, the files to prove it with, and how. */
export function VerifyBox({ view }: { view: DayView }) {
  const { report, dayIndex } = view;
  if (!report) return null;
  const files = `/api/v1/days/${dayIndex}`;
  const hash = (text: string | null, label: string, none: string) =>
    text === null ? <span className="text-muted">{none}</span> : <Hash text={text} label={label} head={16} tail={12} />;
  return (
    <Card
      id="verify"
      title="Verify it yourself"
      note="The report holds every line, the rules, and the block; it was fixed before anybody was asked to sign."
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
          {
            label: "Report hash",
            value: hash(report.hash, "report hash", ""),
            note: `blake2b-256 of report.json, ${groupDigits(report.sizeBytes)} bytes`,
          },
          { label: "Merkle root of the lines", value: hash(report.merkleRoot, "Merkle root", "") },
          { label: "Commitment", value: hash(view.commitment, "commitment", "none: nothing is paid") },
          { label: "Plan digest", value: hash(view.planDigest, "plan digest", "not proposed yet") },
          {
            label: "Snapshot block",
            value: view.snapshot ? (
              <>
                <span className="figures text-small">{groupDigits(view.snapshot.height)}</span>{" "}
                <Hash text={view.snapshot.hash} label="block hash" />
              </>
            ) : (
              <span className="text-muted">none</span>
            ),
          },
        ]}
      />
      <div className="mt-4">
        <Disclosure variant="line" summary="How to verify">
          <ol className="grid max-w-prose list-decimal gap-3 pl-5">
            <li>
              Download report.json and hash its bytes as they are. The result must be the report hash above.
              <CodeBlock className="mt-2" label="Hash the report" text={`b2sum -l 256 report-${dayIndex}.json`} />
            </li>
            <li>
              Read the datum of the pool's output in the Commit transaction. It holds the plan digest and the
              commitment, and the transaction's signatures name the report hash.
            </li>
            <li>
              Compare each payment with the report's lines: their order is the order of the outputs. Nothing else may
              leave the pool but fees.
            </li>
            <li>
              To check a single line, hash it and climb to the Merkle root: leaf = blake2b-256(00 and the line as
              canonical JSON), node = blake2b-256(01, left, right).
            </li>
          </ol>
        </Disclosure>
      </div>
    </Card>
  );
}
