import { ExternalLink } from "lucide-react";
import { uiTexts as texts } from "@/components/messages/ui";
import { shortenMiddle } from "@/server/words/format";
import { CopyButton } from "./copy-button";

type HashProps = {
  text: string;
  /** What it is: "transaction id", "address". Used in the names of the button and the link. */
  label: string;
  /** The page to look it up on. */
  href?: string;
  copy?: boolean;
  /** Characters kept at the two ends. */
  head?: number;
  tail?: number;
};

/** An identifier, shortened in the middle. The title, the clipboard and the link have all of it. */
export function Hash({ text, label, href, copy = true, head, tail }: HashProps) {
  const shown = shortenMiddle(text, head, tail);
  const external = href ? /^https?:/.test(href) : false;
  return (
    <span className="inline-flex max-w-full items-center gap-1 whitespace-nowrap align-bottom">
      {href ? (
        <a
          href={href}
          title={text}
          aria-label={`${label} ${shown}`}
          {...(external ? { target: "_blank", rel: "noopener noreferrer" } : {})}
          className="touch-inline inline-flex min-w-0 items-center gap-1 rounded-control text-accent underline decoration-accent/35 underline-offset-4 hover:decoration-accent"
        >
          <code className="truncate font-mono text-small">{shown}</code>
          {external ? <ExternalLink aria-hidden className="size-3 shrink-0" /> : null}
        </a>
      ) : (
        <code title={text} className="truncate font-mono text-small">
          {shown}
        </code>
      )}
      {copy ? <CopyButton text={text} label={texts.copy.button(label)} /> : null}
    </span>
  );
}
