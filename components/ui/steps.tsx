import { Check, Circle, Hourglass, LoaderCircle, X } from "lucide-react";
import type { ReactNode } from "react";
import { uiTexts as texts } from "@/components/messages/ui";
import { cx } from "./cx";

export type StepState = "done" | "current" | "waiting" | "stopped" | "upcoming";
export type StepItem = {
  key: string;
  label: ReactNode;
  state: StepState;
  /** When, or what is missing. */
  note?: ReactNode;
};

const LOOKS = {
  done: { icon: Check, mark: "border-well bg-well text-surface", label: "" },
  current: {
    icon: LoaderCircle,
    mark: "border-accent bg-accent-soft text-accent",
    label: "font-semibold",
  },
  waiting: {
    icon: Hourglass,
    mark: "border-waiting bg-waiting-soft text-waiting",
    label: "font-semibold",
  },
  stopped: {
    icon: X,
    mark: "border-stopped bg-stopped text-on-stopped",
    label: "font-semibold",
  },
  upcoming: {
    icon: Circle,
    mark: "border-line-strong bg-surface text-transparent",
    label: "text-muted",
  },
} as const;

/** The states of a process, in a line; downwards on a phone. */
export function Steps({ label, items }: { label: string; items: readonly StepItem[] }) {
  return (
    <ol aria-label={label} className="flex flex-col md:flex-row">
      {items.map((item, index) => {
        const look = LOOKS[item.state];
        const next = items[index + 1];
        const reached = next !== undefined && next.state !== "upcoming";
        return (
          <li
            key={item.key}
            aria-current={
              item.state === "current" || item.state === "waiting" || item.state === "stopped" ? "step" : undefined
            }
            className="relative flex min-w-0 flex-1 gap-3 pb-5 last:pb-0 md:flex-col md:gap-2 md:pr-4 md:pb-0"
          >
            {next ? (
              <span
                aria-hidden
                className={cx(
                  "absolute top-6 bottom-0 left-[11px] w-0.5 md:top-[11px] md:right-0 md:bottom-auto md:left-6 md:h-0.5 md:w-auto",
                  reached ? "bg-well" : "bg-line",
                )}
              />
            ) : null}
            <span
              className={cx(
                "relative flex size-6 shrink-0 items-center justify-center rounded-full border-2",
                look.mark,
              )}
            >
              <look.icon
                aria-hidden
                className={cx("size-3.5", item.state === "current" && "animate-spin")}
                strokeWidth={2.75}
              />
            </span>
            <div className="min-w-0">
              <p className={cx("text-body", look.label)}>
                {item.label}
                <span className="sr-only">: {texts.steps[item.state]}</span>
              </p>
              {item.note ? <div className="figures text-muted text-small">{item.note}</div> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
