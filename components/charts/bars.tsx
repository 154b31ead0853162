import { cx } from "@/components/ui/cx";
import { type ChartValue, maxOf, roundUpAxis, shareOf } from "./scale";

export type BarTone = "normal" | "waiting" | "stopped" | "quiet";
export type BarDatum = {
  label: string;
  value: ChartValue;
  /** The exact value as text, with its unit. */
  text: string;
  tone?: BarTone;
};

const FILLS: Record<BarTone, string> = {
  normal: "fill-chart",
  waiting: "fill-waiting",
  stopped: "fill-stopped",
  quiet: "fill-line-strong",
};
const VIEW_HEIGHT = 1_000;
const SLOT_WIDTH = 100;
/** The largest share of the width for one bar. */
const WIDEST = 0.12;
/** Up to this many bars have their labels right under them. */
const FEW = 3;
/** Keeps a value above zero from looking like zero. */
const LEAST_HEIGHT = 8;

type BarsProps = {
  data: readonly BarDatum[];
  /** Text of a value on the axis; short, without unit. */
  formatAxis: (value: ChartValue) => string;
  /** Share of the slot that stays empty; 0 for a histogram. */
  gap?: number;
  /** Texts under the two ends, instead of the first, middle and last label. */
  axisEnds?: readonly [string, string];
  className?: string;
};

/**
 * Bars as SVG, made on the server. The drawing is stretched to its box, so all text is outside of it. Hidden from
 * screen readers: ChartFigure's table has the same data.
 */
export function Bars({ data, formatAxis, gap = 0.25, axisEnds, className }: BarsProps) {
  const top = roundUpAxis(maxOf(data.map((datum) => datum.value)));
  const middle = typeof top === "bigint" ? top / 2n : top % 2 === 0 ? top / 2 : null;
  const marks = axisEnds ? [...new Set(axisEnds)] : axisMarks(data);
  const few = !axisEnds && data.length <= FEW;
  // The bars of a histogram touch, even if there are few.
  const width = axisEnds ? 1 - gap : Math.min(1 - gap, WIDEST * data.length);
  return (
    <div
      aria-hidden
      className={cx(
        "pt-1.5 grid grid-cols-[auto_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] gap-x-3 text-faint text-small",
        className ?? "h-56",
      )}
    >
      <div className="figures -my-1.5 flex flex-col justify-between text-right leading-3">
        <span>{formatAxis(top)}</span>
        {middle === null ? null : <span>{formatAxis(middle)}</span>}
        <span>{formatAxis(typeof top === "bigint" ? 0n : 0)}</span>
      </div>
      <div className="relative min-h-0 border-line-strong border-b">
        <span className="absolute inset-x-0 top-0 border-line border-t" />
        <span className="absolute inset-x-0 top-1/2 border-line border-t border-dashed" />
        <svg
          aria-hidden
          viewBox={`0 0 ${Math.max(1, data.length) * SLOT_WIDTH} ${VIEW_HEIGHT}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          {data.map((datum, index) => {
            const share = shareOf(datum.value, top);
            const height = share === 0 ? 0 : Math.max(LEAST_HEIGHT, share * VIEW_HEIGHT);
            return (
              <rect
                key={datum.label}
                x={(index + (1 - width) / 2) * SLOT_WIDTH}
                y={VIEW_HEIGHT - height}
                width={width * SLOT_WIDTH}
                height={height}
                className={FILLS[datum.tone ?? "normal"]}
              >
                <title>{`${datum.label}: ${datum.text}`}</title>
              </rect>
            );
          })}
        </svg>
      </div>
      <span />
      <div className={cx("flex gap-2 pt-1.5", few ? "justify-around text-center" : "justify-between")}>
        {marks.map((label) => (
          <span key={label} className={few ? "flex-1" : undefined}>
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

/** First, middle and last label: enough to place a bar, few enough for a phone. */
function axisMarks(data: readonly BarDatum[]): string[] {
  const places = data.length < 3 ? [0, data.length - 1] : [0, Math.floor((data.length - 1) / 2), data.length - 1];
  const labels = places.map((place) => data[place]?.label).filter((label) => label !== undefined);
  return [...new Set(labels)];
}
