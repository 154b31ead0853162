import type { Role } from "@/server/domain/people/roles";
import type { Wish } from "@/server/domain/people/wish";

/** As in "... is asked for". */
export function sayWish({ what, role }: { readonly what: Wish["what"]; readonly role: Role | null }): string {
  switch (what) {
    case "password":
      return "a new password";
    case "second-factor":
      return "a new second factor";
    case "both":
      return "a new password and second factor";
    case "role":
      return `the role ${role}`;
    case "invitation":
      return `an invitation as ${role}`;
  }
}
