import { cookies } from "next/headers";
import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/options";

export const dynamic = "force-dynamic";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth keeps where to go after the sign-in in a cookie, and refuses every sign-in while that cookie is not an
 * address: `undefined`, or one of another installation on the same host. Our pages do not use it, so it is ended,
 * before next-auth reads it.
 */
const CALLBACK_COOKIES = ["next-auth.callback-url", "__Secure-next-auth.callback-url"];

// The options read the environment, which is missing during the build.
async function handle(request: Request, context: RouteContext): Promise<Response> {
  const jar = await cookies();
  for (const name of CALLBACK_COOKIES) {
    if (jar.has(name)) jar.set(name, "", { path: "/", maxAge: 0, secure: name.startsWith("__Secure-") });
  }
  return NextAuth(request as never, context as never, authOptions());
}

export { handle as GET, handle as POST };
