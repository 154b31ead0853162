import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/options";

export const dynamic = "force-dynamic";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** What next-auth kept in browsers before, or keeps for another application on the same host. We read neither. */
const STALE = ["next-auth.callback-url", "__Secure-next-auth.callback-url"];

// The options read the environment, which is missing during the build.
async function handle(request: Request, context: RouteContext): Promise<Response> {
  const response: Response = await NextAuth(request as never, context as never, authOptions());
  const sent = request.headers.get("cookie") ?? "";
  for (const name of STALE.filter((each) => sent.includes(`${each}=`))) {
    const secure = name.startsWith("__Secure-") ? "; Secure" : "";
    response.headers.append("set-cookie", `${name}=; Path=/; Max-Age=0${secure}`);
  }
  return response;
}

export { handle as GET, handle as POST };
