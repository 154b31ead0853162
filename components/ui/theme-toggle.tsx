"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { buttonClass } from "./button";
import { cx } from "./cx";
import { Menu, MenuChoice } from "./menu";
import { useMounted } from "./use-now";

const OPTIONS = [
  {
    value: "system",
    label: (
      <>
        <Monitor aria-hidden /> Like the system
      </>
    ),
  },
  {
    value: "light",
    label: (
      <>
        <Sun aria-hidden /> Light
      </>
    ),
  },
  {
    value: "dark",
    label: (
      <>
        <Moon aria-hidden /> Dark
      </>
    ),
  },
];

export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  const mounted = useMounted();
  const Icon = !mounted || theme === "system" ? Monitor : theme === "dark" ? Moon : Sun;
  return (
    <Menu
      trigger={
        <button type="button" aria-label="Appearance" className={cx(buttonClass("ghost"), "aspect-square px-0")}>
          <Icon aria-hidden />
        </button>
      }
    >
      <MenuChoice label="Appearance" value={mounted ? theme : undefined} onChange={setTheme} options={OPTIONS} />
    </Menu>
  );
}
