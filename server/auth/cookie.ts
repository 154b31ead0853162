import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { env } from "@/server/env";
import { LIFETIME_HOURS } from "@/server/services/people/session-times";

/** Browsers keep a cookie for 400 days at most; each sign-in renews it. */
const DEVICE_DAYS = 400;
export const SESSION_SECONDS = LIFETIME_HOURS * 3_600;

/**
 * Over HTTPS a cookie's name starts with `__Host-`: browsers then accept it only from this host, for the whole host and
 * over HTTPS, so a neighbouring subdomain cannot plant one.
 */
export function cookieNamed(name: string, ownUrl: string) {
  const secure = ownUrl.startsWith("https://");
  return {
    name: `${secure ? "__Host-" : ""}prize-oracle.${name}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}

export const sessionCookie = () => cookieNamed("session", env().NEXTAUTH_URL);
/** Says that somebody has signed in on this browser before (db/schema, knownDevice). It opens nothing. */
export const deviceCookie = () => cookieNamed("device", env().NEXTAUTH_URL);

/** Puts a session's token into its cookie, in the form that next-auth gives it after the password. */
export async function giveSessionCookie(token: string): Promise<void> {
  const { name, options } = sessionCookie();
  const value = await encode({ token: { sub: token }, secret: env().NEXTAUTH_SECRET, maxAge: SESSION_SECONDS });
  (await cookies()).set(name, value, { ...options, maxAge: SESSION_SECONDS });
}

export async function endSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, expires: new Date(0) });
}

export async function giveDeviceCookie(token: string): Promise<void> {
  const { name, options } = deviceCookie();
  (await cookies()).set(name, token, { ...options, sameSite: "strict", maxAge: DEVICE_DAYS * 86_400 });
}

/** The token of this browser's device cookie; null if it has none. */
export async function deviceToken(): Promise<string | null> {
  return (await cookies()).get(deviceCookie().name)?.value ?? null;
}
