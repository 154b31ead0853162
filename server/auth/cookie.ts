import { env } from "@/server/env";

/**
 * The session's cookie. Over HTTPS its name carries `__Host-`: browsers then take it only from this very host, for
 * the whole of it, and only securely, so that no neighbouring subdomain can plant one.
 */
export function sessionCookie() {
  const secure = env().NEXTAUTH_URL.startsWith("https://");
  return {
    name: secure ? "__Host-prize-oracle.session" : "prize-oracle.session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}
