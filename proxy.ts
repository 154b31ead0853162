import type { NextRequest } from "next/server";

/** Only where a part of the address is a parameter: there Next.js fails with 500 on what it cannot decode. */
export const config = { matcher: ["/days/:path*", "/admin/days/:path*", "/api/v1/:path*"] };

/** An address whose percent signs are no UTF-8 is the caller's mistake, and told so. */
export function proxy(request: NextRequest): Response | undefined {
  try {
    decodeURIComponent(request.nextUrl.pathname);
    return undefined;
  } catch {
    const message =
      "The address has a percent sign that begins no UTF-8 character. Write a percent sign itself as %25.";
    return Response.json({ code: "BAD_REQUEST", message }, { status: 400 });
  }
}
