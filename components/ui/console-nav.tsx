import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { consoleTexts } from "@/components/messages/console";
import { NavLink } from "./nav-link";

type ConsoleNavItem = {
  href: string;
  label: string;
  /** An icon element of 16 to 20 px: `<Gauge aria-hidden />`. */
  icon: ReactNode;
  /** How many items wait there. */
  count?: number;
  /** False if the pages below it are not part of it (the overview at the root). */
  nested?: boolean;
};
export type ConsoleNavGroup = { label?: string; items: readonly ConsoleNavItem[] };

const texts = consoleTexts.navigation;
const BOTTOM_BAR_ITEMS = 4;

/** Names the count for a screen reader too: a bare figure after a word means nothing. */
function Count({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <span className="figures ml-auto rounded-full bg-waiting-soft px-1.5 font-medium text-small text-waiting ring-1 ring-waiting-line ring-inset">
      <span aria-hidden>{count}</span>
      <span className="sr-only">{texts.pending(count)}</span>
    </span>
  );
}

function SideItem({ item }: { item: ConsoleNavItem }) {
  return (
    <NavLink
      href={item.href}
      nested={item.nested}
      className="touch flex h-9 items-center gap-2.5 rounded-control px-2.5 text-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {item.icon}
      <span className="truncate">{item.label}</span>
      <Count count={item.count} />
    </NavLink>
  );
}

function ItemGroups({ groups }: { groups: readonly ConsoleNavGroup[] }) {
  return groups.map((group, index) => (
    <div key={group.label ?? `group-${index}`}>
      {group.label ? <p className="px-2.5 pb-1 font-medium text-faint text-small">{group.label}</p> : null}
      <ul className="flex flex-col gap-px">
        {group.items.map((item) => (
          <li key={item.href}>
            <SideItem item={item} />
          </li>
        ))}
      </ul>
    </div>
  ));
}

export function ConsoleSidebar({ brand, groups }: { brand: ReactNode; groups: readonly ConsoleNavGroup[] }) {
  return (
    <nav
      aria-label={texts.label}
      className="sticky top-0 hidden h-dvh flex-col border-line border-r bg-surface lg:flex"
    >
      <div className="flex h-14 shrink-0 items-center px-4">{brand}</div>
      <div className="flex flex-1 flex-col gap-5 overflow-y-auto px-2 py-3">
        <ItemGroups groups={groups} />
      </div>
    </nav>
  );
}

const TAB =
  "flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-muted text-small -outline-offset-4 aria-[current=page]:font-medium aria-[current=page]:text-accent [&_svg]:size-5";

/** "More" is a popover: it needs no JavaScript and closes with Escape or a tap beside it. */
export function ConsoleBottomBar({ groups }: { groups: readonly ConsoleNavGroup[] }) {
  const items = groups.flatMap((group) => group.items).slice(0, BOTTOM_BAR_ITEMS);
  return (
    <>
      <nav
        aria-label={texts.label}
        className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        <ul className="flex">
          {items.map((item) => (
            <li key={item.href} className="flex min-w-0 flex-1">
              <NavLink href={item.href} nested={item.nested} className={TAB}>
                <span className="relative">
                  {item.icon}
                  {item.count ? (
                    <span className="absolute -top-1 -right-1.5 size-2.5 rounded-full border-2 border-surface bg-waiting">
                      <span className="sr-only">{texts.pending(item.count)}</span>
                    </span>
                  ) : null}
                </span>
                <span className="max-w-full truncate px-1">{item.label}</span>
              </NavLink>
            </li>
          ))}
          <li className="flex min-w-0 flex-1">
            <button type="button" popoverTarget="console-menu" className={TAB}>
              <Ellipsis aria-hidden />
              {texts.more}
            </button>
          </li>
        </ul>
      </nav>
      <nav
        id="console-menu"
        popover="auto"
        aria-label={texts.all}
        className="fixed inset-x-3 top-auto bottom-18 m-0 max-h-[75dvh] w-auto overflow-y-auto rounded-panel border border-line bg-overlay p-2 text-ink shadow-overlay backdrop:bg-scrim"
      >
        <div className="flex flex-col gap-3">
          <ItemGroups groups={groups} />
        </div>
      </nav>
    </>
  );
}
