import { SignatureList, SignatureRow } from "@/components/admin/signing/signature-list";
import { approvalTexts } from "@/components/messages/approval";
import { Time } from "@/components/ui/time";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";

const texts = approvalTexts.signatures;

type SignaturesProps = { view: Pick<DayToApprove, "signatures" | "refused" | "missing" | "threshold" | "toSign"> };

/** Each signature so far: who, which key, when, how; then who can still sign. */
export function Signatures({ view: { signatures, refused, missing, threshold, toSign } }: SignaturesProps) {
  const approvals = signatures.filter(({ role }) => role === "approver").length;
  const keyOf = (hex: string, said: string) => ({ label: texts.key, hex, name: texts.publicKey, said });
  const count = texts.approvals(approvals, threshold);
  return (
    <SignatureList title={texts.title} heading="h3" count={count} testId="approvals">
      {signatures.map(({ role, publicKey, name, whenMs, envelope, via }) => (
        <SignatureRow
          key={`${role}-${publicKey}`}
          kind="signed"
          who={
            <>
              <span className="font-medium">{role === "oracle" ? texts.oracle : name}</span>{" "}
              {role === "oracle" ? texts.proposed : texts.approved} <Time ms={whenMs} />
            </>
          }
          publicKey={keyOf(publicKey, `${envelope === "cip8" ? texts.cip8 : texts.raw}, ${via}`)}
        />
      ))}
      {refused.map(({ publicKey, name }) => (
        <SignatureRow
          key={`refused-${publicKey}`}
          kind="refused"
          who={
            <>
              <span className="font-medium">{name}</span> {texts.refused}
            </>
          }
        />
      ))}
      {toSign
        ? missing.map(({ publicKey, name }) => (
            <SignatureRow
              key={publicKey}
              kind="unsigned"
              who={name ?? texts.noAccount}
              publicKey={keyOf(publicKey, texts.notSigned)}
            />
          ))
        : null}
    </SignatureList>
  );
}
