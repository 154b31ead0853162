import { cx } from "./cx";
import { TONES, type Tone } from "./tone";

type ProgressProps = {
  label: string;
  /** How many are done, of how many. */
  value: number;
  max: number;
  /** "3 of 5 confirmed", shown at the right and read out instead of a percentage. */
  valueText: string;
  tone?: Tone;
  /** Marks where parts end. Only useful for a few (up to 40). */
  segments?: number;
};

export function Progress({ label, value, max, valueText, tone, segments = 1 }: ProgressProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const marks = segments > 1 && segments <= 40 ? segments : 1;
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-4 text-small">
        <span className="font-medium">{label}</span>
        <span className="figures text-muted">{valueText}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={valueText}
        className="relative h-2 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
      >
        {/* A drawing, because the policy of pages allows no style attributes. */}
        <svg aria-hidden viewBox="0 0 100 1" preserveAspectRatio="none" className="size-full">
          <rect
            width={share * 100}
            height={1}
            className={cx("fill-current transition-[width] duration-300", tone ? TONES[tone].text : "text-accent")}
          />
          {Array.from({ length: marks - 1 }, (_, mark) => ((mark + 1) / marks) * 100).map((x) => (
            <line key={x} x1={x} x2={x} y2={1} vectorEffect="non-scaling-stroke" className="stroke-2 stroke-surface" />
          ))}
        </svg>
      </div>
    </div>
  );
}
