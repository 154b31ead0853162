import type { ReactNode } from "react";
import { cx } from "./cx";

export type DataItem = { label: ReactNode; value: ReactNode; note?: ReactNode; key?: string };

/** Names and values, one per line, divided by hairlines. On a phone the value goes under its name. */
export function DataList({ items, className }: { items: readonly DataItem[]; className?: string }) {
  return (
    <dl className={cx("divide-y divide-line", className)}>
      {items.map((item, index) => (
        <div
          key={item.key ?? (typeof item.label === "string" ? item.label : index)}
          className="grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(9rem,1fr)_2fr]"
        >
          <dt className="text-muted text-small sm:leading-6">{item.label}</dt>
          <dd className="figures min-w-0 break-words">
            {item.value}
            {item.note ? <p className="text-muted text-small">{item.note}</p> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
