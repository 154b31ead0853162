import type { NextRequest } from "next/server";
import { whyNotAddress } from "./server/doors/plain-text";

/** Everything but the files of the build, which have no parameters. */
export const config = { matcher: ["/((?!_next/static/).*)"] };

/** An address that is no text is the caller's error, wherever it leads: Next.js and PostgreSQL would answer 500. */
export function proxy(request: NextRequest): Response | undefined {
  const { pathname, search } = request.nextUrl;
  const message = whyNotAddress(pathname + search);
  return message === null ? undefined : Response.json({ code: "BAD_REQUEST", message }, { status: 400 });
}
