import { Menu as MenuIcon } from "lucide-react";
import type { ReactNode } from "react";
import { siteTexts } from "@/components/messages/site";
import { buttonClass } from "./button";
import { cx } from "./cx";
import { NavLink } from "./nav-link";
import { SkipLink } from "./skip-link";
import { ThemeToggle } from "./theme-toggle";

export type SiteNavItem = { href: string; label: string };
type SiteFrameProps = {
  /** The product's name and mark, linked home. */
  brand: ReactNode;
  nav: readonly SiteNavItem[];
  /** Before the theme toggle: a status, or the sign-in link. */
  aside?: ReactNode;
  /** Over the whole width, under the header. */
  notice?: ReactNode;
  footer: ReactNode;
  children: ReactNode;
};

/** The frame of the public pages. On a phone the navigation is a popover, which needs no JavaScript. */
export function SiteFrame({ brand, nav, aside, notice, footer, children }: SiteFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="sticky top-0 z-30 border-line border-b bg-canvas/95 backdrop-blur-sm">
        <div className="mx-auto flex h-14 max-w-6xl items-center gap-2 px-4 sm:gap-6 sm:px-6">
          <div className="*:[a]:touch *:[a]:inline-flex *:[a]:items-center min-w-0 flex-1 md:flex-none">{brand}</div>
          <nav aria-label={siteTexts.nav.label} className="hidden flex-1 md:block">
            <ul className="flex items-center gap-1">
              {nav.map((item) => (
                <li key={item.href}>
                  <NavLink
                    href={item.href}
                    className="inline-flex h-9 items-center rounded-control px-3 text-muted hover:bg-hover hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
                  >
                    {item.label}
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
          <div className="flex items-center gap-1 sm:gap-2">
            {aside}
            <ThemeToggle />
            <button
              type="button"
              popoverTarget="site-menu"
              aria-label={siteTexts.nav.menu}
              className={cx(buttonClass("ghost"), "aspect-square px-0 md:hidden")}
            >
              <MenuIcon aria-hidden />
            </button>
          </div>
        </div>
        {notice}
      </header>
      <nav
        id="site-menu"
        popover="auto"
        aria-label={siteTexts.nav.label}
        className="fixed inset-x-4 inset-y-auto top-16 m-0 w-auto rounded-panel border border-line bg-overlay p-2 text-ink shadow-overlay backdrop:bg-scrim"
      >
        <ul>
          {nav.map((item) => (
            <li key={item.href}>
              <NavLink
                href={item.href}
                className="touch flex items-center rounded-control px-3 hover:bg-hover aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium"
              >
                {item.label}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12">
        {children}
      </main>
      <footer className="border-line border-t">
        <div className="mx-auto max-w-6xl px-4 py-8 text-muted text-small sm:px-6">{footer}</div>
      </footer>
    </div>
  );
}
