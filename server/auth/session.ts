import type { Role } from "@/server/domain/people/roles";

/** A signed-in person. Level 1 after the password, 2 after the second factor; the console needs 2. */
export type Session = {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly level: 1 | 2;
};
