import type { ReactNode } from "react";
import { StatusText } from "./badge";
import { cx } from "./cx";
import { Digits } from "./digits";
import type { Tone } from "./tone";

type StatProps = {
  label: ReactNode;
  value: ReactNode;
  /** The expected value: "target 99.9 %". */
  target?: ReactNode;
  /** The value against its target. */
  state?: { tone: Tone; word: string };
  note?: ReactNode;
  /** A Sparkline. */
  trend?: ReactNode;
};

/** One figure with its target and whether it is met. For a {@link StatGrid}. */
export function Stat({ label, value, target, state, note, trend }: StatProps) {
  return (
    <li className="flex min-w-0 flex-col bg-surface px-5 py-4">
      <div className="flex items-start justify-between gap-3 text-small">
        <p className="text-muted">{label}</p>
        {state ? <StatusText tone={state.tone}>{state.word}</StatusText> : null}
      </div>
      <p className="figures mt-1 font-semibold text-title">{spaced(value)}</p>
      {target || note ? (
        <p className="figures text-muted text-small">
          {target}
          {target && note ? " · " : null}
          {spaced(note)}
        </p>
      ) : null}
      {trend ? <div className="mt-auto pt-3">{trend}</div> : null}
    </li>
  );
}

/** Grouped figures in plain text get their spacing. */
function spaced(content: ReactNode): ReactNode {
  return typeof content === "string" ? <Digits text={content} /> : content;
}

const COLUMNS = {
  2: "sm:grid-cols-2",
  3: "sm:grid-cols-3",
  4: "sm:grid-cols-2 xl:grid-cols-4",
  5: "sm:grid-cols-3 xl:grid-cols-5",
} as const;

/** Figures that belong together, on one panel divided by hairlines. */
export function StatGrid({ columns = 4, children }: { columns?: keyof typeof COLUMNS; children: ReactNode }) {
  return (
    <ul className={cx("grid gap-px overflow-hidden rounded-panel border border-line bg-line", COLUMNS[columns])}>
      {children}
    </ul>
  );
}
