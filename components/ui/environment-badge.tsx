import { cx } from "./cx";

type EnvironmentBadgeProps = {
  /** True if what happens is real and cannot be undone. */
  live: boolean;
  name: string;
  /** "real funds", "no value". */
  note: string;
};

/** Solid if it is real, dashed if not: different in shape before the words are read. */
export function EnvironmentBadge({ live, name, note }: EnvironmentBadgeProps) {
  return (
    <span
      className={cx(
        "inline-flex h-7 items-center gap-2 whitespace-nowrap rounded-control px-2.5 text-small",
        live ? "bg-ink font-semibold text-canvas" : "border border-line-strong border-dashed text-muted",
      )}
    >
      <span aria-hidden className={cx("size-2 rounded-full", live ? "bg-canvas" : "border border-line-strong")} />
      {name}
      <span className={cx("hidden font-normal sm:inline", live ? "" : "text-faint")}>{note}</span>
      <span className="sr-only sm:hidden">, {note}</span>
    </span>
  );
}
