import type { NextRequest } from "next/server";

/** Only where a part of the address is a parameter: there Next.js fails with 500 if it cannot decode it. */
export const config = { matcher: ["/days/:path*", "/admin/days/:path*", "/api/v1/:path*"] };

/** An address whose percent signs are not UTF-8 is the caller's error, and is reported as such. */
export function proxy(request: NextRequest): Response | undefined {
  try {
    decodeURIComponent(request.nextUrl.pathname);
    return undefined;
  } catch {
    const message =
      "The address has a percent sign that does not start a UTF-8 character. Write a literal percent sign as %25.";
    return Response.json({ code: "BAD_REQUEST", message }, { status: 400 });
  }
}
