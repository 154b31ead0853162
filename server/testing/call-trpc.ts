import type { Session } from "@/server/auth/session";
import type { Context } from "@/server/services/context";
import { answerTrpc } from "@/server/trpc/serve";

/** Signed in with both factors just now; there need be no such person. */
export const ADMIN: Session = {
  sessionId: "s",
  userId: "u",
  name: "Ann",
  email: "a@b.c",
  role: "admin",
  level: 2,
  steppedUp: true,
};
const CALLER = { address: "192.0.2.1", browser: null };
const url = (path: string, query = "") => `http://localhost/api/trpc/${path}${query}`;

/** What a signed-in browser sends to /api/trpc, as it stands in the request. */
export function callTrpc(services: Context, session: Session = ADMIN) {
  const ask = (request: Request) => answerTrpc(request, async () => ({ services, session, caller: CALLER }));
  const headers = { "content-type": "application/json" };
  return {
    post: (path: string, body: string) => ask(new Request(url(path), { method: "POST", body, headers })),
    get: (path: string, query = "") => ask(new Request(url(path, query))),
  };
}
