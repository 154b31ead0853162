import type { SignedIn } from "@/server/services/people/find-session";

/** Who is asking: what the sessions' service knows of him. The console needs level 2. */
export type Session = SignedIn;
