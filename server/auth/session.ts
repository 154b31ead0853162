import type { SignedIn } from "@/server/services/people/find-session";

/** The caller, as the session service knows them. The console needs level 2. */
export type Session = SignedIn;
