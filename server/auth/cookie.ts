import { env } from "@/server/env";

/**
 * The session's cookie. Over HTTPS its name starts with `__Host-`: browsers then accept it only from this host, for the
 * whole host and over HTTPS, so a neighbouring subdomain cannot plant one.
 */
export function sessionCookie() {
  const secure = env().NEXTAUTH_URL.startsWith("https://");
  return {
    name: secure ? "__Host-prize-oracle.session" : "prize-oracle.session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}
