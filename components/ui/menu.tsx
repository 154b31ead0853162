"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { useOverlayHome } from "./use-overlay-home";

const ITEM =
  "touch flex h-9 select-none items-center gap-2.5 rounded-control px-2.5 text-body outline-none " +
  "data-[highlighted]:bg-hover data-[disabled]:text-faint [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

type MenuProps = { trigger: ReactNode; align?: "start" | "end"; children: ReactNode };

/** A list of actions behind a button. */
export function Menu({ trigger, align = "end", children }: MenuProps) {
  const home = useOverlayHome();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={home}>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-44 animate-appear rounded-panel border border-line bg-overlay p-1 shadow-overlay"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type MenuItemProps = { onSelect?: () => void; disabled?: boolean; danger?: boolean; children: ReactNode };

export function MenuItem({ onSelect, disabled, danger, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item onSelect={onSelect} disabled={disabled} className={cx(ITEM, danger && "text-stopped")}>
      {children}
    </DropdownMenu.Item>
  );
}

/** An item that is a link: pass the anchor or Link as the only child. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

type MenuChoiceProps = {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
  options: readonly { value: string; label: ReactNode }[];
};

/** A choice of one; the chosen option is ticked. */
export function MenuChoice({ label, value, onChange, options }: MenuChoiceProps) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value} onValueChange={onChange}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={ITEM}>
          <span className="flex flex-1 items-center gap-2.5">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
