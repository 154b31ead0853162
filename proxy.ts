import { type NextRequest, NextResponse } from "next/server";
import { CLOSED_POLICY, NONCE_HEADER, newNonce, pagePolicy } from "@/server/web/content-policy";

/** All but the API, and there the addresses that have a parameter. */
export const config = { matcher: ["/((?!api/).*)", "/api/v1/:path*"] };

const CSP = "content-security-policy";

/** What is settled for a page, however the application was started, before Next.js reads more than the address. */
export function proxy(request: NextRequest): Response {
  if (!isDecodable(request.nextUrl.pathname)) return undecodable();
  const { pathname } = request.nextUrl;
  if (pathname.startsWith("/api/")) return NextResponse.next();
  if (request.method !== "GET" && request.method !== "HEAD") return onlyRead();
  // Scripts and styles have a policy of their own (next.config.ts).
  return pathname.startsWith("/_next/static/") ? NextResponse.next() : withPolicy(request);
}

/** Next.js fails with 500 if it cannot decode a parameter of the address. */
function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** An address whose percent signs are not UTF-8 is the caller's error, and is reported as such. */
function undecodable(): Response {
  const message =
    "The address has a percent sign that does not start a UTF-8 character. Write a literal percent sign as %25.";
  return Response.json({ code: "BAD_REQUEST", message }, { status: 400, headers: { [CSP]: CLOSED_POLICY } });
}

/** There are no server actions, and our forms are sent by scripts to the API: a page takes nothing from anybody. */
function onlyRead(): Response {
  const message = "Pages are only read, with GET or HEAD. If you sent a form, turn on JavaScript and send it again.";
  const headers = { allow: "GET, HEAD", [CSP]: CLOSED_POLICY };
  return Response.json({ code: "METHOD_NOT_SUPPORTED", message }, { status: 405, headers });
}

/** Next.js finds the nonce in the request's policy and gives it to its scripts; app/layout.tsx gives it to ours. */
function withPolicy(request: NextRequest): Response {
  const nonce = newNonce();
  const policy = pagePolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set(NONCE_HEADER, nonce);
  headers.set(CSP, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(CSP, policy);
  return response;
}
