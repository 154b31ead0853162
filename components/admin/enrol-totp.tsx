import { signInTexts } from "@/components/messages/sign-in";
import { QrPicture } from "@/components/qr/qr-picture";
import { CopyButton } from "@/components/ui/copy-button";

const texts = signInTexts.enrolment;

/** The secret as a QR code and as text, shown only until the first code confirms it. */
export function EnrolTotp({ secret, uri }: { secret: string; uri: string }) {
  const grouped = secret.match(/.{1,4}/g)?.join(" ") ?? secret;
  return (
    <ol className="flex list-decimal flex-col gap-4 pl-5 marker:text-muted">
      <li>
        {texts.scan}
        <QrPicture content={uri} label={texts.qrCode} className="mt-3 w-48" />
      </li>
      <li>
        {texts.type}
        <span className="mt-1 flex items-center gap-2">
          <code className="break-words font-mono text-small" data-testid="totp-secret">
            {grouped}
          </code>
          <CopyButton text={secret} label={texts.copySecret} />
        </span>
      </li>
      <li>{texts.enterCode}</li>
    </ol>
  );
}
