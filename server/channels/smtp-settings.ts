import { z } from "zod";
import { wholeNumberField } from "@/server/domain/fields";
import { isLoopback } from "@/server/env/web-address";

const ADDRESS = "must be an e-mail address, as in prizes@example.org";
const HOST = "must be the name or address of a mail server, as in mail.example.org";

const mailAddress = z.string({ error: ADDRESS }).regex(/^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,190}$/, {
  error: ADDRESS,
});
const RECIPIENTS = "must be a list of 1 to 20 e-mail addresses";

/** Of a channel by e-mail. */
export const smtpFields = {
  host: z.string({ error: HOST }).refine((host) => URL.canParse(`smtp://${host}/`) && /^[\w.:[\]-]+$/.test(host), {
    error: HOST,
  }),
  port: wholeNumberField(1, 65_535, "a port").default(587),
  user: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  from: mailAddress,
  to: z.array(mailAddress, { error: RECIPIENTS }).min(1, { error: RECIPIENTS }).max(20, { error: RECIPIENTS }),
};

export type Protection = "tls" | "starttls" | "none";

const PORT_OF_TLS = 465;

/** Nothing goes over a network unprotected. A mail server on this machine needs no certificate. */
export function protectionOf({ host, port }: { readonly host: string; readonly port: number }): Protection {
  if (port === PORT_OF_TLS) return "tls";
  return isLoopback(`http://${host}`) ? "none" : "starttls";
}
