"use client";

import { useMutation } from "@tanstack/react-query";
import { LogOut, ShieldCheck, UserRound } from "lucide-react";
import Link from "next/link";
import { accountTexts } from "@/components/messages/account";
import { consoleTexts } from "@/components/messages/console";
import { buttonClass } from "@/components/ui/button";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import { useTRPC, wordsOf } from "./trpc";

const texts = consoleTexts.userMenu;

type UserMenuProps = { name: string; email: string; role: string };

/** Who is signed in, at which level, and the way out. */
export function UserMenu({ name, email, role }: UserMenuProps) {
  const signOut = useMutation(
    useTRPC().account.signOut.mutationOptions({
      onSuccess: () => window.location.assign("/admin/sign-in"),
      onError: (error) => toast.error(texts.failed, { description: wordsOf(error) }),
    }),
  );
  return (
    <Menu
      trigger={
        <button type="button" className={buttonClass("ghost")} aria-label={texts.label(name, role)}>
          <UserRound aria-hidden />
          <span className="hidden max-w-40 truncate sm:inline">{name}</span>
        </button>
      }
    >
      <div className="max-w-64 px-2.5 py-2 text-small">
        <p className="truncate font-medium text-body">{name}</p>
        <p className="truncate text-muted">{email}</p>
        <p className="mt-1 flex items-center gap-1.5 text-well">
          <ShieldCheck aria-hidden className="size-4" /> {texts.level(role)}
        </p>
      </div>
      <MenuSeparator />
      <MenuLink>
        <Link href="/admin/account">{accountTexts.title}</Link>
      </MenuLink>
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut aria-hidden /> {texts.signOut}
      </MenuItem>
    </Menu>
  );
}
