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
        <div
          className={cx("h-full transition-[width] duration-300", tone ? TONES[tone].solid : "bg-accent")}
          style={{ width: `${share * 100}%` }}
        />
        {Array.from({ length: marks - 1 }, (_, mark) => ((mark + 1) / marks) * 100).map((left) => (
          <span key={left} className="absolute inset-y-0 w-0.5 bg-surface" style={{ left: `${left}%` }} />
        ))}
      </div>
    </div>
  );
}
