type SparklineProps = {
  /** Oldest first; null where nothing was measured. */
  values: readonly (number | null)[];
  /** One sentence that is read out in place of the drawing. */
  summary: string;
  /** Drawn as a dashed line across. */
  target?: number;
};

const WIDTH = 100;
const HEIGHT = 32;
const MARGIN = 2;

/** A figure over time at a glance, without axes and without JavaScript. A gap in the data is a gap in the line. */
export function Sparkline({ values, summary, target }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const inView = target === undefined ? known : [...known, target];
  const low = Math.min(...inView);
  const high = Math.max(...inView);
  const toY = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - low) / (high - low)) * (HEIGHT - 2 * MARGIN);
  const toX = (index: number) => (values.length < 2 ? WIDTH / 2 : (index / (values.length - 1)) * WIDTH);
  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-8 w-full overflow-visible"
    >
      <title>{summary}</title>
      {target !== undefined && known.length > 0 ? (
        <line
          x1={0}
          x2={WIDTH}
          y1={toY(target)}
          y2={toY(target)}
          className="stroke-line-strong"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
      <path
        d={drawLine(values, toX, toY)}
        fill="none"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        className="stroke-accent"
      />
    </svg>
  );
}

/** One stroke per run of known values. A single value becomes a dot (a line of no length with round ends). */
function drawLine(
  values: readonly (number | null)[],
  toX: (index: number) => number,
  toY: (value: number) => number,
): string {
  let pen: "up" | "down" = "up";
  const parts: string[] = [];
  values.forEach((value, index) => {
    if (value === null) {
      pen = "up";
      return;
    }
    const point = `${toX(index).toFixed(2)} ${toY(value).toFixed(2)}`;
    parts.push(pen === "up" ? `M${point}L${point}` : `L${point}`);
    pen = "down";
  });
  return parts.join("");
}
