import { invitationTexts } from "@/components/messages/invitation";
import { CopyButton } from "@/components/ui/copy-button";

const texts = invitationTexts.recovery;

/** New recovery codes, the one time that they can be read. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <section aria-label={texts.title} className="flex flex-col gap-3">
      <div>
        <h2 className="font-semibold text-title">{texts.title}</h2>
        <p className="mt-1 text-muted">{texts.note}</p>
      </div>
      <ol
        aria-label={texts.title}
        className="rounded-panel border border-line bg-sunken px-4 py-3 font-mono text-small"
      >
        {codes.map((code) => (
          <li key={code} className="py-0.5">
            {code}
          </li>
        ))}
      </ol>
      <span>
        <CopyButton text={codes.join("\n")} label={texts.copy} variant="button" />
      </span>
    </section>
  );
}
