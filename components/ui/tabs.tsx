"use client";

import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";

export type TabItem = { value: string; label: ReactNode; content: ReactNode };

type TabsProps = {
  /** What the tabs are about, read out before them. */
  label: string;
  items: readonly TabItem[];
  defaultValue?: string;
};

/** Views of the same thing, side by side. For views with their own address use links with `aria-current`. */
export function Tabs({ label, items, defaultValue }: TabsProps) {
  return (
    <RadixTabs.Root defaultValue={defaultValue ?? items[0]?.value} className="min-w-0">
      <RadixTabs.List aria-label={label} className="flex gap-5 overflow-x-auto border-line border-b">
        {items.map((item) => (
          <RadixTabs.Trigger
            key={item.value}
            value={item.value}
            className="touch -mb-px inline-flex h-10 items-center gap-2 whitespace-nowrap border-transparent border-b-2 text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {item.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {items.map((item) => (
        <RadixTabs.Content key={item.value} value={item.value} className="pt-5">
          {item.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
