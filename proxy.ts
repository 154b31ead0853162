import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/server/auth/own-path";

/**
 * Where a part of the address is a parameter: there Next.js fails with 500 if it cannot decode it. And the console,
 * whose pages must know their address to come back to it after the sign-in.
 */
export const config = { matcher: ["/days/:path*", "/admin/:path*", "/api/v1/:path*"] };

/** An address whose percent signs are not UTF-8 is the caller's error, and is reported as such. */
export function proxy(request: NextRequest): Response {
  try {
    const { pathname, search } = request.nextUrl;
    decodeURIComponent(pathname);
    const headers = new Headers(request.headers);
    headers.set(PATH_HEADER, pathname + search);
    return NextResponse.next({ request: { headers } });
  } catch {
    const message =
      "The address has a percent sign that does not start a UTF-8 character. Write a literal percent sign as %25.";
    return Response.json({ code: "BAD_REQUEST", message }, { status: 400 });
  }
}
