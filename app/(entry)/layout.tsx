import Link from "next/link";
import type { ReactNode } from "react";
import { BrandMark } from "@/components/admin/brand-mark";
import { ConsoleApi } from "@/components/admin/console-api";
import { ThemeToggle } from "@/components/ui/theme-toggle";

/** The sign-in pages: the two that need no full session. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-4 py-3 sm:px-6">
        <Link href="/" className="touch inline-flex items-center">
          <BrandMark />
        </Link>
        <ThemeToggle />
      </header>
      <main id="main" className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-6 px-4 pb-24">
        <ConsoleApi>{children}</ConsoleApi>
      </main>
    </div>
  );
}
