import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { redactText } from "@/server/telemetry/redact/redact-text";
import { loadChannels } from "./load-channels";

const KEY = "whsec_q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=";

it("what a file of channels holds that is secret stands in no log from then on", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "prize-channels-"));
  const file = path.join(folder, "channels.json");
  const staff = { for: "staff", priority: 1 };
  const secret = {
    pager: "https://pager.internal/kZ8vQ2",
    password: "correct horse battery",
    slack: "https://chat.internal/hooks/kZ8vQ3",
    token: "123456:AAkZ8vQ4kZ8vQ4kZ8vQ4kZ8vQ4kZ8vQ4",
    heartbeat: "https://hc.internal/ping/kZ8vQ5",
  };
  const mail = { host: "mail.internal", user: "oracle", from: "oracle@example.org", to: ["ann@example.org"] };
  const channels = [
    { ...staff, name: "pager", kind: "webhook", url: secret.pager, secret: KEY },
    { ...staff, ...mail, name: "mail", kind: "smtp", password: secret.password },
    { ...staff, name: "chat", kind: "slack", url: secret.slack },
    { ...staff, name: "telegram", kind: "telegram", botToken: secret.token, chatId: "-100123" },
  ];
  await writeFile(file, JSON.stringify({ channels, heartbeat: { url: secret.heartbeat } }), { mode: 0o600 });
  await loadChannels(file);
  await rm(folder, { recursive: true });
  for (const hidden of [KEY, ...Object.values(secret)])
    expect(redactText(`it says ${hidden}, twice`)).not.toContain(hidden);
  expect(redactText("mail to ann@example.org through mail.internal")).toContain(
    "ann@example.org through mail.internal",
  );
});
