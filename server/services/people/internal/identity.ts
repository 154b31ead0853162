import { ROLES, type Role } from "@/server/domain/people/roles";
import { ServiceError } from "../../errors";

export type Identity = { readonly email: string; readonly name: string; readonly role: Role };

export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Who a person is to be. Throws ServiceError `bad-input`. */
export function checkIdentity({ email, name, role }: Identity): void {
  const refuse = (problem: string) => new ServiceError("bad-input", problem);
  if (email.length > 320 || !/^[^\s@\p{C}]+@[^\s@\p{C}]+\.?[^\s@\p{C}]*$/u.test(email.trim())) {
    throw refuse(`"${email}" is not an e-mail address, such as ann@example.org`);
  }
  if (name.trim() === "") throw refuse("the name is missing");
  if (name.length > 100 || /\p{C}/u.test(name)) throw refuse("use a name of at most 100 visible characters");
  if (!ROLES.includes(role)) throw refuse(`"${role}" is not a role; use one of: ${ROLES.join(", ")}`);
}
