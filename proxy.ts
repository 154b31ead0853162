import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "./server/auth/own-path";
import { whyNotAddress } from "./server/doors/plain-text";

/** Everything but the files of the build, which have no parameters. */
export const config = { matcher: ["/((?!_next/static/).*)"] };

/**
 * An address that is no text is the caller's error, wherever it leads: Next.js and PostgreSQL would answer 500. Pages
 * are told their address, so that the console comes back to it after the sign-in.
 */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  const message = whyNotAddress(pathname + search);
  if (message !== null) return Response.json({ code: "BAD_REQUEST", message }, { status: 400 });
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, pathname + search);
  return NextResponse.next({ request: { headers } });
}
