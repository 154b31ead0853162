import { CLOSED_POLICY } from "@/server/web/content-policy";
import { SECURITY_HEADERS } from "@/server/web/security-headers";

/** Headers of every answer that the front server gives itself. */
export const SECURED = {
  ...Object.fromEntries(SECURITY_HEADERS.map(({ key, value }) => [key.toLowerCase(), value])),
  "content-security-policy": CLOSED_POLICY,
};
