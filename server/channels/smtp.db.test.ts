import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, it } from "vitest";
import type { Message } from "@/server/domain/monitoring/message";
import { openSmtp } from "./smtp";
import type { Protection } from "./smtp-settings";

/* Mail servers as they are out there, on real sockets. */

const MESSAGE: Message = {
  title: "[1] It is down\r\nBcc: thief@evil.example (#1)",
  text: "So it is: grüezi.\n.\nEnd.",
  link: "https://p.example/1",
  priority: 1,
};
const sending = { id: "0f4b", key: "incident:1:opened", nowMs: 0, signal: new AbortController().signal };
const TLS = {
  cert: readFileSync("server/testing/signing/test-certificate.pem"),
  key: readFileSync("server/testing/signing/test-certificate-key.pem"),
};

type Mail = { readonly from: string; readonly to: readonly string[]; readonly text: string };
let running: SMTPServer | null = null;
afterEach(() => new Promise<void>((resolve) => (running ? running.close(resolve) : resolve())));

async function startServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom ? mailFrom.address : "";
          mails.push({ from, to: rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString("utf8") });
          done();
        });
    },
    ...options,
  });
  running = server;
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

const BASE = { host: "127.0.0.1", from: "prizes@example.org", to: ["a@example.org", "b@example.org"] };
const send = (port: number, change: object = {}, protection?: Protection) =>
  openSmtp({ ...BASE, port, user: undefined, password: undefined, ...change }, protection)(MESSAGE, sending);

it("a message is a plain mail to all, with an id that stays, and no header of the text's own", async () => {
  const { mails, port } = await startServer();
  expect(await send(port)).toEqual({ ok: true, remark: null });
  const [mail] = mails;
  expect(mail).toMatchObject({ from: BASE.from, to: BASE.to });
  expect(mail?.text).toMatch(/^Subject: \[1\] It is down Bcc: thief@evil\.example \(#1\)\r$/m);
  expect(mail?.text).not.toMatch(/^Bcc:/m);
  expect(mail?.text).toMatch(/^Message-ID: <0f4b@example\.org>\r$/m);
  expect(mail?.text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.text).toMatch(/^Content-Type: text\/plain/m);
  expect(mail?.text).toMatch(/https:\/\/p\.example\/1/);
});

it("user and password are sent, and a refusal of them is no message's fault", async () => {
  const onAuth: SMTPServerOptions["onAuth"] = ({ username, password }, _session, done) =>
    done(password === "right" ? null : new Error(`no ${password}`), { user: username });
  const { mails, port } = await startServer({ authOptional: false, allowInsecureAuth: true, onAuth });
  expect(await send(port, { user: "prizes", password: "right" })).toMatchObject({ ok: true });
  expect(mails).toHaveLength(1);
  const refused = await send(port, { user: "prizes", password: "wrongSECRET" });
  expect(refused).toEqual({
    ok: false,
    isFinal: false,
    retryAtMs: null,
    problem: "127.0.0.1 refused the user or the password",
  });
});

it.each([
  [450, false],
  [550, true],
])("an address that is refused with %i is told, and is final: %s", async (responseCode, isFinal) => {
  const onRcptTo: SMTPServerOptions["onRcptTo"] = (_address, _session, done) =>
    done(Object.assign(new Error("no such mailbox"), { responseCode }));
  const { port } = await startServer({ onRcptTo });
  expect(await send(port)).toMatchObject({
    ok: false,
    isFinal,
    problem: expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1 answered ${responseCode} .*no such mailbox`)),
  });
});

it("where one of two addresses is refused, the other one gets it, and that is remarked", async () => {
  const onRcptTo: SMTPServerOptions["onRcptTo"] = ({ address }, _session, done) =>
    done(address.startsWith("a@") ? Object.assign(new Error("gone"), { responseCode: 550 }) : null);
  const { mails, port } = await startServer({ onRcptTo });
  expect(await send(port)).toEqual({ ok: true, remark: "127.0.0.1 refused 1 of the addresses" });
  expect(mails).toMatchObject([{ to: ["b@example.org"] }]);
});

it("a server that offers no TLS, or one with a certificate that nobody knows, is sent nothing", async () => {
  const plain = await startServer({ disabledCommands: ["STARTTLS"] });
  const expected = { ok: false, isFinal: false, problem: expect.stringMatching(/TLS.*nothing was sent|certificate/) };
  expect(await send(plain.port, {}, "starttls")).toMatchObject(expected);
  await new Promise<void>((resolve) => running?.close(resolve));
  const unknown = await startServer({ hideSTARTTLS: false, ...TLS });
  expect(await send(unknown.port, {}, "starttls")).toMatchObject(expected);
  await new Promise<void>((resolve) => running?.close(resolve));
  const secure = await startServer({ secure: true, ...TLS });
  expect(await send(secure.port, {}, "tls")).toMatchObject(expected);
  expect([...plain.mails, ...unknown.mails, ...secure.mails]).toEqual([]);
});

it("a server that is not there is said in words", async () => {
  const { port } = await startServer();
  await new Promise<void>((resolve) => running?.close(resolve));
  running = null;
  expect(await send(port)).toMatchObject({
    ok: false,
    isFinal: false,
    problem: expect.stringMatching(/nothing listens/),
  });
});
