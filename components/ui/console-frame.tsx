import type { ReactNode } from "react";
import { ConsoleBottomBar, type ConsoleNavGroup, ConsoleSidebar } from "./console-nav";
import { cx } from "./cx";
import { SkipLink } from "./skip-link";
import { ThemeToggle } from "./theme-toggle";

type ConsoleFrameProps = {
  brand: ReactNode;
  /** The phone's bottom bar has the first four items of all groups; the rest are behind "More". */
  groups: readonly ConsoleNavGroup[];
  /** An EnvironmentBadge. */
  network: ReactNode;
  /** Adds a strip over the page: solid if what happens is real, hatched if not. */
  live: boolean;
  /** How old the newest block is. */
  tip?: ReactNode;
  /** Over the whole width, under the top bar. */
  notice?: ReactNode;
  /** Opens the command palette. */
  palette?: ReactNode;
  user?: ReactNode;
  children: ReactNode;
};

/** The frame of the console: sidebar and top bar; on a phone a top bar and a bottom bar. */
export function ConsoleFrame(props: ConsoleFrameProps) {
  const { brand, groups, network, live, tip, notice, palette, user, children } = props;
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <SkipLink />
      <ConsoleSidebar brand={brand} groups={groups} />
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-30 bg-canvas">
          <div aria-hidden className={cx("h-1", live ? "bg-ink" : "hatched")} />
          <div className="flex h-13 items-center gap-2 border-line border-b px-4 sm:gap-4 lg:px-8">
            {network}
            <div className="hidden text-muted text-small sm:block">{tip}</div>
            <div className="ml-auto flex items-center gap-1 sm:gap-2">
              {palette}
              <ThemeToggle />
              {user}
            </div>
          </div>
          {notice}
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto flex w-full max-w-7xl flex-1 flex-col gap-8 px-4 pt-6 pb-24 outline-none lg:px-8 lg:pt-8 lg:pb-12"
        >
          {children}
        </main>
      </div>
      <ConsoleBottomBar groups={groups} />
    </div>
  );
}
