import { SignatureList, SignatureRow } from "@/components/admin/signing/signature-list";
import { poolTexts } from "@/components/messages/pool";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import type { LiveActView } from "@/server/services/acts/list-acts";

const texts = poolTexts.sign;

/** Who has signed an act, and whose signature it can still get. */
export function ActSignatures({ act }: { act: LiveActView }) {
  const { signatures, unsigned, refused, approvals, threshold } = act;
  const keyOf = (hex: string, said: string) => ({ label: texts.key, hex, name: texts.publicKey, said });
  const count = texts.approvals(approvals, threshold);
  return (
    <SignatureList title={texts.title} heading="h4" count={count} testId="act-approvals">
      {signatures.map(({ publicKey, name, atMs, via, isConsent }) => (
        <SignatureRow
          key={publicKey}
          kind="signed"
          who={
            <>
              <span className="font-medium">{nameOf(name, isConsent)}</span>{" "}
              {isConsent ? texts.consented : texts.signed} <Time ms={atMs} />
            </>
          }
          publicKey={keyOf(publicKey, via)}
        />
      ))}
      {refused.map((publicKey) => (
        <SignatureRow
          key={`refused-${publicKey}`}
          kind="refused"
          who={
            <>
              <Hash text={publicKey} label={texts.publicKey} /> {texts.refused}
            </>
          }
        />
      ))}
      {unsigned.map(({ publicKey, name, isConsent }) => (
        <SignatureRow
          key={publicKey}
          kind="unsigned"
          who={nameOf(name, isConsent)}
          publicKey={keyOf(publicKey, isConsent ? texts.notConsented : texts.notSigned)}
        />
      ))}
    </SignatureList>
  );
}

function nameOf(name: string | null, isConsent: boolean): string {
  return name ?? (isConsent ? texts.newKey : texts.noAccount);
}
