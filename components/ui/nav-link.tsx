"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ComponentProps } from "react";

type NavLinkProps = ComponentProps<typeof Link> & {
  href: string;
  /** Also current on the pages below it. */
  nested?: boolean;
};

/** A link that knows whether it leads to the current page (`aria-current`), and closes its popover. */
export function NavLink({ href, nested = true, ...rest }: NavLinkProps) {
  const pathname = usePathname();
  const current = pathname === href || (nested && pathname.startsWith(`${href}/`));
  return (
    <Link
      {...rest}
      href={href}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        const popover = event.currentTarget.closest<HTMLElement>("[popover]");
        if (popover?.matches(":popover-open")) popover.hidePopover();
      }}
    />
  );
}
