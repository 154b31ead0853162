import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { TONES, type Tone } from "./tone";

type BadgeProps = { children: ReactNode; className?: string };

type StatusBadgeProps = BadgeProps & {
  tone: Tone;
  /** Replaces the tone's own icon if the state has a clearer one. */
  icon?: LucideIcon;
};

/** A state as tone, icon and word, so that it never depends on colour alone. */
export function StatusBadge({ tone, icon, children, className }: StatusBadgeProps) {
  const look = TONES[tone];
  const Icon = icon ?? look.icon;
  return (
    <span
      className={cx(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full border pr-2.5 pl-2 font-medium text-small",
        look.soft,
        look.border,
        look.text,
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {children}
    </span>
  );
}

/** The same without a frame, for dense tables. */
export function StatusText({ tone, icon, children, className }: StatusBadgeProps) {
  const look = TONES[tone];
  const Icon = icon ?? look.icon;
  return (
    <span className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", look.text, className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {children}
    </span>
  );
}
