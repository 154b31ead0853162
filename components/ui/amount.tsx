import { formatAda, formatAdaFigure, parseLovelace } from "@/server/words/format";
import { cx } from "./cx";
import { Digits } from "./digits";
import { Tooltip } from "./tooltip";

type AmountProps = {
  /** Whole lovelace, as bigint or decimal text. */
  lovelace: bigint | string;
  /** "short" shows three digits, and the exact amount on hover, focus or tap; "column" always shows six places. */
  form?: "exact" | "short" | "column";
  /** False if the column's heading already says ADA. */
  unit?: boolean;
  className?: string;
};

export function Amount({ lovelace, form = "exact", unit = true, className }: AmountProps) {
  const value = parseLovelace(lovelace);
  const figure = formatAdaFigure(value, { short: form === "short", sixPlaces: form === "column" });
  const content = (
    <>
      <Digits text={figure} />
      {unit ? <span className="font-normal text-muted text-[0.8em]">{"\u00a0ADA"}</span> : null}
    </>
  );
  const look = cx("figures whitespace-nowrap", className);
  if (form === "short") {
    return (
      <Tooltip content={formatAda(value)}>
        <button
          type="button"
          className={cx(
            look,
            "touch-inline cursor-help rounded-control decoration-line-strong decoration-dotted underline-offset-4 hover:underline",
          )}
        >
          {content}
        </button>
      </Tooltip>
    );
  }
  return <span className={look}>{content}</span>;
}
