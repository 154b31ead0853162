import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { uiTexts as texts } from "@/components/messages/ui";

export type Crumb = { label: string; href: string };
type PageHeaderProps = {
  title: ReactNode;
  /** Beside the title: a status. */
  badge?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  crumbs?: readonly Crumb[];
};

/** The one h1 of a page. */
export function PageHeader({ title, badge, note, actions, crumbs }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-2">
      {crumbs?.length ? (
        <nav aria-label={texts.breadcrumb}>
          <ol className="flex flex-wrap items-center gap-1 text-muted text-small">
            {crumbs.map((crumb) => (
              <li key={crumb.href} className="flex items-center gap-1">
                <Link href={crumb.href} className="touch-inline hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
                <ChevronRight aria-hidden className="size-3.5" />
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="font-semibold text-display">{title}</h1>
            {badge}
          </div>
          {note ? <div className="mt-1 max-w-prose text-muted">{note}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
