import type { ComponentProps } from "react";
import { cx } from "./cx";

/** The browser's own list of choices: a phone shows its own, and the keyboard works as people know it. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <select
      {...rest}
      className={cx(
        "touch h-9 w-full rounded-control border border-line-strong bg-surface px-2.5 text-body text-ink shadow-control",
        "transition-colors duration-100 hover:border-muted focus-visible:outline-offset-0 aria-invalid:border-stopped",
        className,
      )}
    />
  );
}
