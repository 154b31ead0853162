import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/server/auth/own-path";
import { whyNotAddress } from "@/server/doors/plain-text";
import { CLOSED_POLICY, NONCE_HEADER, newNonce, pagePolicy } from "@/server/web/content-policy";

export const config = { matcher: ["/(.*)"] };

const CSP = "content-security-policy";

/** What is settled for a request, however the application was started, before Next.js reads more than the address. */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  const problem = whyNotAddress(pathname + search);
  if (problem !== null) return refuse(400, { code: "BAD_REQUEST", message: problem });
  if (pathname.startsWith("/api/")) return NextResponse.next();
  if (request.method !== "GET" && request.method !== "HEAD") return onlyRead();
  // Scripts, styles and the offline page have a policy of their own (next.config.ts).
  const isFile = pathname.startsWith("/_next/static/") || pathname === "/offline-signer.html";
  return isFile ? NextResponse.next() : withPolicy(request);
}

/** There are no server actions, and our forms are sent by scripts to the API: a page takes nothing from anybody. */
function onlyRead(): Response {
  const message = "Pages are only read, with GET or HEAD. If you sent a form, turn on JavaScript and send it again.";
  return refuse(405, { code: "METHOD_NOT_SUPPORTED", message }, { allow: "GET, HEAD" });
}

function refuse(status: number, problem: { code: string; message: string }, headers: Record<string, string> = {}) {
  // Also to pages of other origins, which may ask the public API.
  const always = { "cache-control": "no-store", "access-control-allow-origin": "*", [CSP]: CLOSED_POLICY };
  return Response.json(problem, { status, headers: { ...headers, ...always } });
}

/**
 * Next.js finds the nonce in the request's policy and gives it to its scripts; app/layout.tsx gives it to ours. Pages
 * are told their address, so that the console comes back to it after the sign-in.
 */
function withPolicy(request: NextRequest): Response {
  const nonce = newNonce();
  const policy = pagePolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set(NONCE_HEADER, nonce);
  headers.set(CSP, policy);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(CSP, policy);
  return response;
}
