import { createTransport } from "nodemailer";
import type { Send, Sent } from "@/server/domain/monitoring/channel";
import type { Message } from "@/server/domain/monitoring/message";
import { isTimeout, sayConnectionCode } from "@/server/http/connection-problem";
import { serverSays } from "@/server/http/server-words";
import { within } from "@/server/http/within";
import { failed, IN_ALL_MS, SENT } from "./post";
import type { SettingsOf } from "./settings";
import { shorten } from "./shorten";
import { type Protection, protectionOf } from "./smtp-settings";

type SmtpSettings = Omit<SettingsOf<"smtp">, "name" | "kind" | "for" | "priority" | "escalation">;

/** Plain e-mail, one connection for each. */
export function openSmtp(settings: SmtpSettings, protection: Protection = protectionOf(settings)): Send {
  const { host, port, user, password } = settings;
  const transport = createTransport({
    host,
    port,
    secure: protection === "tls",
    requireTLS: protection === "starttls",
    ignoreTLS: protection === "none",
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    // What a message holds is never read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const send = async (mail: ReturnType<typeof mailOf>, signal: AbortSignal): Promise<Sent> => {
    try {
      const { rejected } = await transport.sendMail({ ...mail, signal });
      return rejected.length === 0 ? SENT : { ok: true, remark: `${host} refused ${rejected.length} of the addresses` };
    } catch (error) {
      return explain(error, settings, signal);
    }
  };
  return (message, { id, signal }) => within(IN_ALL_MS, signal, (until) => send(mailOf(message, settings, id), until));
}

const MOST_SUBJECT = 200;

function mailOf({ title, text, link }: Message, { from, to }: SmtpSettings, id: string) {
  return {
    from: { name: "Daily Prize Oracle", address: from },
    to,
    subject: shorten(title.replace(/\s+/g, " "), MOST_SUBJECT),
    text: link ? `${text}\n\n${link}\n` : `${text}\n`,
    // Mailboxes show a repeated message once.
    messageId: `<${id}@${from.slice(from.indexOf("@") + 1)}>`,
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

/** nodemailer's own codes that people can do something about. */
const PROBLEMS: Readonly<Record<string, string>> = {
  EAUTH: "refused the user or the password",
  ETLS: "offers no TLS, or a certificate that this machine does not take: nothing was sent",
  EDNS: "is no host that can be looked up: correct the name",
};

type MailError = {
  readonly code?: string;
  /** Node's own, where nodemailer has put another one in its place. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
};

function explain(error: unknown, { host, password }: SmtpSettings, signal: AbortSignal): Sent {
  const { code = "", originalCode = code, responseCode, response = "" } = error as MailError;
  if (signal.aborted)
    return failed(
      `${host}: ${isTimeout(signal.reason) ? `not done within ${IN_ALL_MS / 1_000} s` : "sending was ended"}`,
    );
  const known = PROBLEMS[code];
  if (known) return failed(`${host} ${known}`);
  if (responseCode === undefined) return failed(`${host}: ${sayConnectionCode(originalCode)}`);
  const said = serverSays(password ? response.replaceAll(password, "(secret)") : response);
  return failed(`${host} answered ${responseCode}${said}`, responseCode >= 500 && !isOfSignIn(responseCode));
}

/** Not about the message: the server wants another sign-in or TLS (RFC 4954), which may be put right. */
const isOfSignIn = (code: number) => code >= 530 && code < 540;
