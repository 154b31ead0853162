import { CircleDashed, CircleX } from "lucide-react";
import { poolTexts } from "@/components/messages/pool";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import { TONES } from "@/components/ui/tone";
import type { LiveActView } from "@/server/services/acts/list-acts";

const texts = poolTexts.sign;
const Signed = TONES.well.icon;

/** Who has signed an act, and whose signature it can still get. */
export function ActSignatures({ act }: { act: LiveActView }) {
  const { signatures, unsigned, refused, approvals, threshold } = act;
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <h4 className="font-medium">{texts.title}</h4>
        <p className="figures text-muted text-small" data-testid="act-approvals">
          {texts.approvals(approvals, threshold)}
        </p>
      </div>
      <ul className="mt-2 flex flex-col gap-2.5">
        {signatures.map(({ publicKey, name, atMs, via, isConsent }) => (
          <li key={publicKey} className="flex gap-2.5">
            <Signed aria-hidden className="mt-1 size-4 shrink-0 text-well" />
            <div className="min-w-0 text-small">
              <p>
                <span className="font-medium text-body">{nameOf(name, isConsent)}</span>{" "}
                {isConsent ? texts.consented : texts.signed} <Time ms={atMs} />
              </p>
              <p className="flex flex-wrap items-center gap-x-1.5 text-muted">
                {texts.key} <Hash text={publicKey} label={texts.publicKey} /> <span>{via}</span>
              </p>
            </div>
          </li>
        ))}
        {refused.map((publicKey) => (
          <li key={`refused-${publicKey}`} className="flex gap-2.5">
            <CircleX aria-hidden className="mt-1 size-4 shrink-0 text-stopped" />
            <p className="min-w-0 text-small">
              <Hash text={publicKey} label={texts.publicKey} /> {texts.refused}
            </p>
          </li>
        ))}
        {unsigned.map(({ publicKey, name, isConsent }) => (
          <li key={publicKey} className="flex gap-2.5 text-muted">
            <CircleDashed aria-hidden className="mt-1 size-4 shrink-0" />
            <div className="min-w-0 text-small">
              <p className="text-body">{nameOf(name, isConsent)}</p>
              <p className="flex flex-wrap items-center gap-x-1.5">
                {texts.key} <Hash text={publicKey} label={texts.publicKey} />{" "}
                {isConsent ? texts.notConsented : texts.notSigned}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function nameOf(name: string | null, isConsent: boolean): string {
  return name ?? (isConsent ? texts.newKey : texts.noAccount);
}
