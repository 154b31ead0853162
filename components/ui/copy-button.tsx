"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { uiTexts as texts } from "@/components/messages/ui";
import { buttonClass } from "./button";
import { cx } from "./cx";
import { toast } from "./toaster";

type CopyButtonProps = {
  text: string;
  /** What is copied, for people who cannot see the button's place: "Copy transaction id". */
  label: string;
  /** "icon" is for a line of text; "button" shows its label. */
  variant?: "icon" | "button";
};

const SHOWN_MS = 2_000;

export function CopyButton({ text, label, variant = "icon" }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copyText() {
    try {
      // Missing if the page did not come over HTTPS (or from this machine).
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.error(texts.copy.failed, { description: texts.copy.failedNote });
    }
  }
  const Icon = copied ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={copyText}
        aria-label={label}
        title={variant === "icon" ? label : undefined}
        className={
          variant === "icon"
            ? "touch-inline inline-flex size-6 shrink-0 items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink"
            : buttonClass("secondary", "small")
        }
      >
        <Icon aria-hidden className={cx("size-3.5", copied && "text-well")} />
        {variant === "button" ? (copied ? texts.copy.done : label) : null}
      </button>
      <span role="status" className="sr-only">
        {copied ? texts.copy.done : ""}
      </span>
    </>
  );
}
