import { encode } from "uqr";
import { signInTexts } from "@/components/messages/sign-in";
import { CopyButton } from "@/components/ui/copy-button";

const texts = signInTexts.enrolment;

/** The secret as a QR code and as text, shown only until the first code confirms it. */
export function EnrolTotp({ secret, uri }: { secret: string; uri: string }) {
  const { data, size } = encode(uri, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  const grouped = secret.match(/.{1,4}/g)?.join(" ") ?? secret;
  return (
    <ol className="flex list-decimal flex-col gap-4 pl-5 marker:text-muted">
      <li>
        {texts.scan}
        {/* Dark on light in both schemes: many scanners cannot read it otherwise. */}
        <svg
          role="img"
          aria-label={texts.qrCode}
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          className="mt-3 w-48 rounded-control border border-line"
        >
          <title>{texts.qrCode}</title>
          <rect width={size} height={size} fill="#ffffff" />
          <path d={path} fill="#000000" />
        </svg>
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
