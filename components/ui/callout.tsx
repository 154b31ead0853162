import type { ReactNode } from "react";
import { cx } from "./cx";
import { TONES, type Tone } from "./tone";

type CalloutProps = {
  tone: Tone;
  title: ReactNode;
  action?: ReactNode;
  /** For messages that appear while someone is working: read out at once. */
  announce?: boolean;
  className?: string;
  children?: ReactNode;
};

/** What happened, what it means, what to do. */
export function Callout({ tone, title, action, announce, className, children }: CalloutProps) {
  const look = TONES[tone];
  const Icon = look.icon;
  return (
    <div
      role={announce ? "alert" : undefined}
      className={cx("flex gap-3 rounded-panel border px-4 py-3.5", look.soft, look.border, className)}
    >
      <Icon aria-hidden className={cx("mt-0.5 size-5 shrink-0", look.text)} />
      <div className="min-w-0 flex-1">
        <p className={cx("font-semibold", look.text)}>{title}</p>
        {children ? <div className="mt-0.5 max-w-prose text-ink">{children}</div> : null}
        {action ? <div className="mt-3 flex flex-wrap gap-2">{action}</div> : null}
      </div>
    </div>
  );
}
