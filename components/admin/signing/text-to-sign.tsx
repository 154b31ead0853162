import { utf8ToBytes } from "@noble/hashes/utils";
import { signingTexts } from "@/components/messages/signing";
import { CopyButton } from "@/components/ui/copy-button";
import { ExactText } from "@/components/ui/exact-text";
import { textHashOf } from "@/server/domain/cardano/text-hash";

const texts = signingTexts.text;

/** The exact text, its length, and its blake2b-224, which a Ledger shows for a message that it cannot display. */
export function TextToSign({ text }: { text: string }) {
  const bytes = utf8ToBytes(text);
  return (
    <div>
      <div className="flex items-center justify-between gap-4">
        <h3 className="font-medium">{texts.title}</h3>
        <CopyButton text={text} label={texts.copy} variant="button" />
      </div>
      <ExactText testId="approval-text">{text}</ExactText>
      <p className="mt-1.5 break-words text-muted text-small">
        {texts.hash(bytes.length)} <code className="break-all font-mono">{textHashOf(text)}</code>
      </p>
    </div>
  );
}
