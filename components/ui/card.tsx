import type { ReactNode } from "react";
import { cx } from "./cx";

type CardProps = {
  title?: ReactNode;
  /** One line under the title. */
  note?: ReactNode;
  /** Buttons or links at the right of the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** Content reaches the edges: for tables and charts with their own padding. */
  flush?: boolean;
  id?: string;
  className?: string;
  children?: ReactNode;
};

/** One subject on one panel. Panels do not nest: inside, separate with a hairline. */
export function Card({ title, note, actions, footer, flush, id, className, children }: CardProps) {
  const below = flush ? "pb-3" : children === undefined && "pb-4";
  return (
    <section id={id} className={cx("min-w-0 rounded-panel border border-line bg-surface", className)}>
      {title ? (
        <div className={cx("flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 pt-4", below)}>
          <div className="min-w-0">
            <h2 className="font-semibold text-body">{title}</h2>
            {note ? <p className="text-muted text-small">{note}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      {children !== undefined ? (
        <div className={flush ? undefined : cx("px-5 pb-5", title ? "pt-3" : "pt-5")}>{children}</div>
      ) : null}
      {footer ? <div className="border-line border-t px-5 py-3 text-muted text-small">{footer}</div> : null}
    </section>
  );
}

type SectionProps = {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  id?: string;
  children: ReactNode;
};

/** A titled part of a page, without a panel of its own. */
export function Section({ title, note, actions, id, children }: SectionProps) {
  return (
    <section id={id} className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="font-semibold text-title">{title}</h2>
          {note ? <p className="max-w-prose text-muted">{note}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
