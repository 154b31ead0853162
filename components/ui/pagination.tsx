import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { uiTexts as texts } from "@/components/messages/ui";
import { buttonClass } from "./button";

type PaginationProps = {
  label: string;
  /** Links to the neighbouring pages; absent at an end. */
  previousHref?: string;
  nextHref?: string;
  /** What is shown: "Rows 1 to 50 of 1 000". */
  children?: ReactNode;
};

/** Keyset paging: neighbours instead of page numbers, and no buttons if everything fits on one page. */
export function Pagination({ label, previousHref, nextHref, children }: PaginationProps) {
  const previous = (
    <>
      <ChevronLeft aria-hidden /> {texts.pagination.previous}
    </>
  );
  const next = (
    <>
      {texts.pagination.next} <ChevronRight aria-hidden />
    </>
  );
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3">
      <p className="figures text-muted text-small">{children}</p>
      {previousHref || nextHref ? (
        <div className="flex gap-2">
          <PageLink href={previousHref} rel="prev">
            {previous}
          </PageLink>
          <PageLink href={nextHref} rel="next">
            {next}
          </PageLink>
        </div>
      ) : null}
    </nav>
  );
}

function PageLink({ href, rel, children }: { href: string | undefined; rel: string; children: ReactNode }) {
  const look = buttonClass("secondary", "small");
  if (href) {
    return (
      <Link href={href} rel={rel} className={look}>
        {children}
      </Link>
    );
  }
  // There is no such link at an end, so nothing to announce. It keeps its place so that the other does not jump.
  return (
    <span aria-hidden className={`${look} cursor-not-allowed border-dashed text-faint opacity-60`}>
      {children}
    </span>
  );
}
