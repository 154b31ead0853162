import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

type DisclosureProps = {
  summary: ReactNode;
  /** At the right of the summary, visible while closed: a status or a figure. */
  aside?: ReactNode;
  open?: boolean;
  id?: string;
  /** "panel" has a frame; "line" is a quiet one for asides. */
  variant?: "panel" | "line";
  /** Each time that somebody opens it. Only for client components. */
  onOpen?: () => void;
  children: ReactNode;
};

/** The browser's own details: opens without JavaScript and is found by search in the page. */
export function Disclosure({ summary, aside, open, id, variant = "panel", onOpen, children }: DisclosureProps) {
  const panel = variant === "panel";
  return (
    <details
      id={id}
      open={open}
      onToggle={onOpen && ((event) => event.currentTarget.open && onOpen())}
      className={cx("group min-w-0", panel && "rounded-panel border border-line bg-surface")}
    >
      <summary
        className={cx(
          "touch flex list-none items-center gap-2 rounded-control [&::-webkit-details-marker]:hidden",
          panel ? "px-5 py-3 font-medium hover:bg-hover" : "w-fit py-1 text-muted text-small hover:text-ink",
        )}
      >
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">{summary}</span>
        {aside ? <span className="shrink-0 font-normal">{aside}</span> : null}
      </summary>
      <div className={panel ? "border-line border-t px-5 py-4" : "pt-2"}>{children}</div>
    </details>
  );
}
