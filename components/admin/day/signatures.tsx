import { CircleDashed, CircleX } from "lucide-react";
import { approvalTexts } from "@/components/messages/approval";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import { TONES } from "@/components/ui/tone";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";

const texts = approvalTexts.signatures;
const Signed = TONES.well.icon;

/** Each signature so far: who, which key, when, how; then who can still sign. */
export function Signatures({
  view,
}: {
  view: Pick<DayToApprove, "signatures" | "refused" | "missing" | "threshold" | "toSign">;
}) {
  const { signatures, refused, missing, threshold, toSign } = view;
  const approvals = signatures.filter(({ role }) => role === "approver").length;
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="font-medium">{texts.title}</h3>
        <p className="figures text-muted text-small" data-testid="approvals">
          {texts.approvals(approvals, threshold)}
        </p>
      </div>
      <ul className="mt-2 flex flex-col gap-2.5">
        {signatures.map((signature) => (
          <li key={`${signature.role}-${signature.publicKey}`} className="flex gap-2.5">
            <Signed aria-hidden className="mt-1 size-4 shrink-0 text-well" />
            <div className="min-w-0 text-small">
              <p>
                <span className="font-medium text-body">
                  {signature.role === "oracle" ? texts.oracle : signature.name}
                </span>{" "}
                {signature.role === "oracle" ? texts.proposed : texts.approved} <Time ms={signature.whenMs} />
              </p>
              <p className="flex flex-wrap items-center gap-x-1.5 text-muted">
                {texts.key} <Hash text={signature.publicKey} label={texts.publicKey} />
                <span>
                  {signature.envelope === "cip8" ? texts.cip8 : texts.raw}, {signature.via}
                </span>
              </p>
            </div>
          </li>
        ))}
        {refused.map(({ publicKey, name }) => (
          <li key={`refused-${publicKey}`} className="flex gap-2.5">
            <CircleX aria-hidden className="mt-1 size-4 shrink-0 text-stopped" />
            <p className="min-w-0 text-small">
              <span className="font-medium text-body">{name}</span> {texts.refused}
            </p>
          </li>
        ))}
        {toSign
          ? missing.map(({ publicKey, name }) => (
              <li key={publicKey} className="flex gap-2.5 text-muted">
                <CircleDashed aria-hidden className="mt-1 size-4 shrink-0" />
                <div className="min-w-0 text-small">
                  <p className="text-body">{name ?? texts.noAccount}</p>
                  <p className="flex items-center gap-1.5">
                    {texts.key} <Hash text={publicKey} label={texts.publicKey} /> {texts.notSigned}
                  </p>
                </div>
              </li>
            ))
          : null}
      </ul>
    </div>
  );
}
