import { cx } from "./cx";

/** Holds the place of what is loading; give it the size of the real thing. Put `role="status"` on the region around it. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cx("block animate-pulse rounded-control bg-sunken motion-reduce:animate-none", className)}
    />
  );
}

export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  const widths = ["w-full", "w-11/12", "w-4/5", "w-2/3"];
  return (
    <div role="status" className="flex flex-col gap-2.5">
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key, line) => (
        <Skeleton key={key} className={cx("h-4", widths[line % widths.length])} />
      ))}
    </div>
  );
}
