import type { ReactNode } from "react";
import { uiTexts as texts } from "@/components/messages/ui";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";

type CodeBlockProps = {
  /** The exact text; shown unchanged, wrapped to the width. */
  text: string;
  /** What it is: "The exact text that is signed". */
  label: string;
  /** At the right of the label, before the copy button. */
  aside?: ReactNode;
  className?: string;
};

export function CodeBlock({ text, label, aside, className }: CodeBlockProps) {
  return (
    <figure className={cx("min-w-0 overflow-hidden rounded-panel border border-line bg-sunken", className)}>
      <figcaption className="flex items-center justify-between gap-3 border-line border-b py-2 pr-2 pl-4 text-small">
        <span className="font-medium">{label}</span>
        <span className="flex items-center gap-2">
          {aside}
          <CopyButton text={text} label={texts.copy.block(label)} />
        </span>
      </figcaption>
      {/* Broken anywhere instead of scrolled: no part of what is signed may be out of sight. */}
      <pre className="whitespace-pre-wrap break-words px-4 py-3 font-mono text-small leading-6 [overflow-wrap:anywhere]">
        {text}
      </pre>
    </figure>
  );
}
