import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode, TdHTMLAttributes } from "react";
import { cx } from "./cx";

type TableProps = {
  /** Says what the rows are. Read out, and shown only if asked. */
  caption: string;
  showCaption?: boolean;
  head: ReactNode;
  className?: string;
  children: ReactNode;
};

/**
 * A dense table in its own container, which scrolls in both directions: the head stays in sight, and the page never
 * scrolls sideways. The container takes focus, so that the keyboard can scroll it.
 */
export function Table({ caption, showCaption, head, className, children }: TableProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={caption}
      className={cx("relative max-h-[85dvh] overflow-auto", className)}
    >
      <table className="w-full border-separate border-spacing-0 text-small">
        <caption className={showCaption ? "px-4 py-2 text-left text-muted" : "sr-only"}>{caption}</caption>
        <thead className="sticky top-0 z-10">
          <tr>{head}</tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0 [&>tr:target]:bg-accent-soft [&>tr]:hover:bg-hover">
          {children}
        </tbody>
      </table>
    </section>
  );
}

/** Around a table that stands by itself, and not in a card. */
export function TableFrame({ children }: { children: ReactNode }) {
  return <div className="overflow-hidden rounded-panel border border-line bg-surface">{children}</div>;
}

type SortState = "ascending" | "descending" | "none";
type ThProps = {
  numeric?: boolean;
  sort?: SortState;
  sortHref?: string;
  className?: string;
  children?: ReactNode;
};

/** With `sortHref` the heading is a link that sorts by it (the order is in the URL). */
export function Th({ numeric, sort, sortHref, className, children }: ThProps) {
  const SortIcon = sort === "ascending" ? ArrowUp : sort === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sort}
      className={cx(
        "whitespace-nowrap border-line border-b bg-sunken px-4 max-sm:px-2.5 py-2 first:pl-5 max-sm:first:pl-4 last:pr-5 max-sm:last:pr-4 font-medium text-muted",
        numeric ? "text-right" : "text-left",
        className,
      )}
    >
      {sortHref ? (
        <Link href={sortHref} className="touch-inline inline-flex items-center gap-1 hover:text-ink">
          {children}
          <SortIcon aria-hidden className="size-3.5" />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type TdProps = TdHTMLAttributes<HTMLTableCellElement> & { numeric?: boolean };

export function Td({ numeric, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={cx(
        "border-line border-b px-4 max-sm:px-2.5 py-2 align-middle max-sm:py-2.5 first:pl-5 max-sm:first:pl-4 last:pr-5 max-sm:last:pr-4",
        numeric ? "figures whitespace-nowrap text-right" : "text-left",
        className,
      )}
    />
  );
}

/** The cell that names its row. Put the row's link in it. */
export function RowTh({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <th
      scope="row"
      className={cx(
        "figures *:[a]:touch-inline whitespace-nowrap border-line border-b px-4 max-sm:px-2.5 py-2 text-left max-sm:py-2.5 font-medium first:pl-5 max-sm:first:pl-4 last:pr-5 max-sm:last:pr-4",
        className,
      )}
    >
      {children}
    </th>
  );
}

/** One row over the whole width: "nothing here" or an error. */
export function TableMessage({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns} className="px-5 py-10 text-muted sm:text-center">
        {children}
      </td>
    </tr>
  );
}
